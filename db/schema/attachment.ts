import { bigint, index, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { questions } from "./question.ts";

export const fileStore = pgEnum("file_store", ["local", "uploadthing"]);

/** A file of an entry. A row exists only once its bytes are stored and looked at. */
export const attachments = pgTable(
  "attachments",
  {
    id: randomId(),
    entryId: uuid("entry_id").notNull().references(() => entries.id, { onDelete: "cascade" }),
    questionId: uuid("question_id").notNull().references(() => questions.id),
    /** As the city named it, cleaned. */
    name: text("name").notNull(),
    caption: text("caption").notNull().default(""),
    size: bigint("size", { mode: "number" }).notNull(),
    /** By content, never by name. */
    contentType: text("content_type").notNull(),
    sha256: text("sha256").notNull(),
    store: fileStore("store").notNull(),
    key: text("key").notNull().unique(),
    previewKey: text("preview_key"),
    uploadedAt: moment("uploaded_at").notNull(),
    uploadedBy: uuid("uploaded_by").notNull().references(() => accounts.id),
    /** Taken off the draft; the bytes stay while a submission names them. */
    removedAt: moment("removed_at"),
  },
  (t) => [index("attachments_entry").on(t.entryId, t.questionId)],
);
