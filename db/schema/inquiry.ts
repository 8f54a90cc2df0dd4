import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/**
 * A question to whoever entered, and the answer. A reviewer's goes to the secretariat first, who forwards or declines
 * it.
 */
export const inquiries = pgTable(
  "inquiries",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    /** In which round a reviewer asked; null where the secretariat asks by itself. */
    roundId: uuid("round_id").references(() => rounds.id),
    /** As it was first written. Whoever entered reads `question`. */
    proposal: text("proposal").notNull(),
    askedAt: moment("asked_at").notNull(),
    askedBy: uuid("asked_by")
      .notNull()
      .references(() => accounts.id),
    question: text("question"),
    forwardedAt: moment("forwarded_at"),
    forwardedBy: uuid("forwarded_by").references(() => accounts.id),
    dueAt: moment("due_at"),
    declinedAt: moment("declined_at"),
    declinedBy: uuid("declined_by").references(() => accounts.id),
    /** Why it was not forwarded, for the reviewer who asked. */
    declineReason: text("decline_reason").notNull().default(""),
    answer: text("answer"),
    answeredAt: moment("answered_at"),
    answeredBy: uuid("answered_by").references(() => accounts.id),
  },
  (t) => [
    index("inquiries_entry").on(t.entryId, t.askedAt),
    check("forwarded_or_declined", sql`${t.forwardedAt} is null or ${t.declinedAt} is null`),
    check(
      "forwarded_with_limit",
      sql`(${t.forwardedAt} is null) = (${t.dueAt} is null) and (${t.forwardedAt} is null) = (${t.question} is null)`,
    ),
    check(
      "answered_after_forwarding",
      sql`${t.answeredAt} is null or (${t.forwardedAt} is not null and ${t.answer} is not null)`,
    ),
  ],
);
