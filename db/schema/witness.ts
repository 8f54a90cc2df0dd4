import { bigint, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, moment, randomId } from "./columns.ts";
import { logCheckpoints } from "./commitment.ts";

/**
 * Who watches the log with a key of their own. `key` is as people print it, `bare` its 32 bytes: the same key under two
 * names is one witness.
 */
export const witnesses = pgTable("witnesses", {
  id: randomId(),
  name: text("name").notNull(),
  key: text("key").notNull(),
  bare: bytes("bare").notNull().unique(),
  at: moment("at").notNull(),
  /** Since when nothing is taken from them any more. */
  endedAt: moment("ended_at"),
});

/** Which witness signed which checkpoint, as the line that stands under it. Append-only. */
export const cosignatures = pgTable(
  "cosignatures",
  {
    size: bigint("size", { mode: "number" })
      .notNull()
      .references(() => logCheckpoints.size),
    witnessId: uuid("witness_id")
      .notNull()
      .references(() => witnesses.id),
    line: text("line").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.size, t.witnessId] })],
);
