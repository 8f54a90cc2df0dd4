import { index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** Reviewer × entry × round. */
export const assignments = pgTable(
  "assignments",
  {
    id: randomId(),
    roundId: uuid("round_id").notNull().references(() => rounds.id),
    entryId: uuid("entry_id").notNull().references(() => entries.id),
    reviewerId: uuid("reviewer_id").notNull().references(() => accounts.id),
    /** The reviewer's own reading order, different for each so that no entry is always read last. */
    readingOrder: integer("reading_order").notNull(),
    at: moment("at").notNull(),
    by: uuid("by").references(() => accounts.id),
  },
  (t) => [
    unique("assignments_once").on(t.roundId, t.entryId, t.reviewerId),
    index("assignments_reviewer").on(t.reviewerId, t.roundId),
    index("assignments_entry").on(t.entryId),
  ],
);

/** Ends an assignment with a reason; what was scored stays on record. */
export const recusals = pgTable("recusals", {
  assignmentId: uuid("assignment_id").primaryKey().references(() => assignments.id),
  reason: text("reason").notNull(),
  at: moment("at").notNull(),
  by: uuid("by").notNull().references(() => accounts.id),
});
