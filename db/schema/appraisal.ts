import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";
import { criteria } from "./rubric.ts";

/**
 * Where the mean of an entry lies on a criterion's scale, by thirds; null where too few reviews would tell the scores.
 */
export type Band = "upper" | "middle" | "lower" | null;

/** That the comments of a round were copied to be moderated, and since when teams read them. */
export const appraisalRounds = pgTable("appraisal_rounds", {
  roundId: uuid("round_id")
    .primaryKey()
    .references(() => rounds.id),
  preparedAt: moment("prepared_at").notNull(),
  preparedBy: uuid("prepared_by")
    .notNull()
    .references(() => accounts.id),
  releasedAt: moment("released_at"),
  releasedBy: uuid("released_by").references(() => accounts.id),
});

/** What a team is told of how its entry was judged, but for the comments. */
export const appraisals = pgTable(
  "appraisals",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => appraisalRounds.roundId),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    bands: jsonb("bands").$type<Record<string, Band>>().notNull(),
    /** Somebody who knows the panel could tell who wrote what. */
    few: boolean("few").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.entryId] })],
);

/**
 * A reviewer's comment as it goes to the team: a copy that nothing joins to its review, nor to another comment of the
 * same person.
 */
export const appraisalComments = pgTable(
  "appraisal_comments",
  {
    /** Random, and the order in which comments are shown. */
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => appraisalRounds.roundId),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    /** Null for a comment on the entry as a whole. */
    criterionId: uuid("criterion_id").references(() => criteria.id),
    text: text("text").notNull(),
    omitted: boolean("omitted").notNull().default(false),
  },
  (t) => [index("appraisal_comments_entry").on(t.roundId, t.entryId)],
);
