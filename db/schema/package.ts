import { sql } from "drizzle-orm";
import { index, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";

export const packageOutcome = pgEnum("package_outcome", ["confirmed", "declined", "withdrawn"]);

/**
 * A signed package that one of the secretariat proposes to accept in the place of a submission, and what a second
 * person said. Never deleted, decided once.
 */
export const packages = pgTable(
  "packages",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    /** Exactly what the portal signed and the team brought. */
    note: text("note").notNull(),
    /** The last save in it. */
    savedAt: moment("saved_at").notNull(),
    reason: text("reason").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    outcome: packageOutcome("outcome"),
    decidedAt: moment("decided_at"),
    decidedBy: uuid("decided_by").references(() => accounts.id),
  },
  (t) => [uniqueIndex("packages_open").on(t.entryId).where(sql`outcome is null`), index("packages_at").on(t.at)],
);
