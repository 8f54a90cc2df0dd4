import { pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment } from "./columns.ts";
import { entries } from "./entry.ts";

/**
 * In which section of an entry a member of its team was last seen: one row each, worth something for a minute and a
 * half.
 */
export const presences = pgTable(
  "presences",
  {
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    sectionKey: text("section_key").notNull(),
    seenAt: moment("seen_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.entryId, t.accountId] })],
);
