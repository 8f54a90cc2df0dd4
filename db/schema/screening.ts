import { index, jsonb, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";

export const screeningOutcome = pgEnum("screening_outcome", ["valid", "ineligible"]);

/** What was found about one point of the cycle's checklist. "Ask" and "fail" come with a reason. */
export type Finding = { key: string; finding: "pass" | "fail" | "ask"; reason: string };

/** Each time somebody went through the checklist of an entry; the last counts. Append-only. */
export const eligibilityChecks = pgTable(
  "eligibility_checks",
  {
    id: randomId(),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    findings: jsonb("findings").$type<Finding[]>().notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [index("eligibility_checks_entry").on(t.entryId, t.at)],
);

/** The outcome of the eligibility check of an entry. "Ineligible" stands only once a second person has confirmed it. */
export const screenings = pgTable("screenings", {
  entryId: uuid("entry_id")
    .primaryKey()
    .references(() => entries.id),
  outcome: screeningOutcome("outcome").notNull(),
  reason: text("reason").notNull().default(""),
  at: moment("at").notNull(),
  by: uuid("by")
    .notNull()
    .references(() => accounts.id),
  confirmedAt: moment("confirmed_at"),
  confirmedBy: uuid("confirmed_by").references(() => accounts.id),
});

/** A screening that was taken back, as it stood, and why. Append-only. */
export const screeningReopenings = pgTable("screening_reopenings", {
  id: randomId(),
  entryId: uuid("entry_id")
    .notNull()
    .references(() => entries.id),
  outcome: screeningOutcome("outcome").notNull(),
  outcomeReason: text("outcome_reason").notNull(),
  screenedAt: moment("screened_at").notNull(),
  screenedBy: uuid("screened_by")
    .notNull()
    .references(() => accounts.id),
  confirmedAt: moment("confirmed_at"),
  confirmedBy: uuid("confirmed_by").references(() => accounts.id),
  reason: text("reason").notNull(),
  at: moment("at").notNull(),
  by: uuid("by")
    .notNull()
    .references(() => accounts.id),
});
