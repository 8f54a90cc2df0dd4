import { sql } from "drizzle-orm";
import { bigint, boolean, index, jsonb, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import type { FinishedUpload, UploadMetadata } from "#app/outside/files/files.ts";
import { fileStore } from "./attachment.ts";
import { moment } from "./columns.ts";

/**
 * expected: a signed address was given out. receiving: bytes arrive. stored: all are here. settled: the portal has
 * decided about it. failed: more bytes than announced.
 */
export const storedFileState = pgEnum("stored_file_state", ["expected", "receiving", "stored", "settled", "failed"]);

/** What the file store knows of each key: from the signed address that was given out to the answer the browser got. */
export const storedFiles = pgTable(
  "stored_files",
  {
    /** As the upload SDK made it. It carries about 30 bits, so it names a file and never opens one. */
    key: text("key").primaryKey(),
    store: fileStore("store").notNull(),
    state: storedFileState("state").notNull(),
    /** Null for files that the server put here itself. */
    metadata: jsonb("metadata").$type<UploadMetadata>(),
    /** The query string of the signed address. Bytes are taken from no other. */
    address: text("address").unique(),
    /** Name of the bytes on our disk, 128 random bits; null in the cloud. */
    blob: text("blob").unique(),
    name: text("name").notNull().default(""),
    /** Bytes announced, and exactly as many taken. */
    size: bigint("size", { mode: "number" }).notNull().default(0),
    md5: text("md5"),
    sha256: text("sha256"),
    /** A drawing for lists, which goes once no published picture names it. */
    isDrawing: boolean("is_drawing").notNull().default(false),
    answer: jsonb("answer").$type<FinishedUpload>(),
    registeredAt: moment("registered_at").notNull(),
    storedAt: moment("stored_at"),
  },
  (t) => [
    index("stored_files_state").on(t.state, t.registeredAt),
    index("stored_files_entry").on(sql`(${t.metadata} ->> 'entryId')`),
  ],
);
