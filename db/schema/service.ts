import { pgTable, text } from "drizzle-orm/pg-core";
import { moment, randomId } from "./columns.ts";

/** When the portal last said that it runs: one row for all of its processes. */
export const heartbeats = pgTable("heartbeats", { id: text("id").primaryKey(), at: moment("at").notNull() });

/** A time without a heartbeat, put on record when the portal came back. Append-only. */
export const interruptions = pgTable("interruptions", {
  id: randomId(),
  from: moment("from").notNull(),
  to: moment("to").notNull(),
});
