import { type AnyPgColumn, bigint, boolean, index, integer, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { questions } from "./question.ts";

export const fileStore = pgEnum("file_store", ["local", "uploadthing"]);

/** off: no scanner is set, nobody has looked for viruses. waiting: only the team sees it. infected: nobody opens it. */
export const scanState = pgEnum("scan_state", ["off", "waiting", "clean", "infected"]);

/** A file of an entry. A row exists only once its bytes are stored and looked at. */
export const attachments = pgTable(
  "attachments",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    /** Null for a signed letter of endorsement, which answers no question. */
    questionId: uuid("question_id").references(() => questions.id),
    /** As the city named it, cleaned. */
    name: text("name").notNull(),
    caption: text("caption").notNull().default(""),
    /** Counts the caption's texts, as `answers.version` does those of an answer. */
    captionVersion: integer("caption_version").notNull().default(1),
    /** Null for the caption that the file came with. */
    captionedAt: moment("captioned_at"),
    captionedBy: uuid("captioned_by").references(() => accounts.id),
    credit: text("credit").notNull().default(""),
    rights: text("rights").notNull().default(""),
    /** Of its words, as a BCP 47 tag; empty where nobody said. */
    language: text("language").notNull().default(""),
    /** Another file of the entry that says the same in another language. */
    translationOf: uuid("translation_of").references((): AnyPgColumn => attachments.id, { onDelete: "set null" }),
    /** Its place among the files of its question, from 0; of equal places the earlier file is first. */
    position: integer("position").notNull().default(0),
    scan: scanState("scan").notNull().default("off"),
    size: bigint("size", { mode: "number" }).notNull(),
    /** By content, never by name. */
    contentType: text("content_type").notNull(),
    sha256: text("sha256").notNull(),
    store: fileStore("store").notNull(),
    key: text("key").notNull().unique(),
    previewKey: text("preview_key"),
    /**
     * Of a document or film: the copy that others than its team read, without its metadata and without anything that
     * acts.
     */
    copyKey: text("copy_key"),
    /** The original does something when it is opened, or carries other files. */
    active: boolean("active").notNull().default(false),
    uploadedAt: moment("uploaded_at").notNull(),
    uploadedBy: uuid("uploaded_by")
      .notNull()
      .references(() => accounts.id),
    /** Taken off the draft; the bytes stay while a submission names them. */
    removedAt: moment("removed_at"),
  },
  (t) => [index("attachments_entry").on(t.entryId, t.questionId), index("attachments_scan").on(t.scan)],
);
