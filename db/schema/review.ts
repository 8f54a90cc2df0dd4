import { bigint, boolean, integer, numeric, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { assignments } from "./assignment.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { criteria } from "./rubric.ts";
import { rounds } from "./round.ts";

/**
 * One reviewer's scores and comment for an assignment. A draft until `submittedAt`; revisable until the round freezes.
 */
export const reviews = pgTable("reviews", {
  id: randomId(),
  assignmentId: uuid("assignment_id")
    .notNull()
    .unique()
    .references(() => assignments.id),
  comment: text("comment").notNull().default(""),
  /** For the reviewer's eyes only. */
  notes: text("notes").notNull().default(""),
  /** Grows with each save of comment or notes. */
  version: integer("version").notNull().default(0),
  startedAt: moment("started_at").notNull(),
  savedAt: moment("saved_at").notNull(),
  submittedAt: moment("submitted_at"),
  /** Weighted mean of the scores in parts of a point, whole; the rubric says how many parts. Null while a draft. */
  total: bigint("total", { mode: "number" }),
});

/** Every overall comment and private note ever acknowledged. Append-only. */
export const reviewRevisions = pgTable(
  "review_revisions",
  {
    reviewId: uuid("review_id")
      .notNull()
      .references(() => reviews.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    comment: text("comment").notNull(),
    notes: text("notes").notNull(),
    savedAt: moment("saved_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.reviewId, t.version] })],
);

export const scores = pgTable(
  "scores",
  {
    reviewId: uuid("review_id")
      .notNull()
      .references(() => reviews.id, { onDelete: "cascade" }),
    criterionId: uuid("criterion_id")
      .notNull()
      .references(() => criteria.id),
    value: integer("value"),
    /** Said instead of a value. */
    notApplicable: boolean("not_applicable").notNull().default(false),
    comment: text("comment").notNull().default(""),
    /** Why the value was changed last, once the others' scores were open to the reviewer. */
    reason: text("reason").notNull().default(""),
    version: integer("version").notNull(),
    savedAt: moment("saved_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.reviewId, t.criterionId] })],
);

/** Every score ever acknowledged. Append-only. */
export const scoreRevisions = pgTable(
  "score_revisions",
  {
    reviewId: uuid("review_id")
      .notNull()
      .references(() => reviews.id, { onDelete: "cascade" }),
    criterionId: uuid("criterion_id")
      .notNull()
      .references(() => criteria.id),
    version: integer("version").notNull(),
    value: integer("value"),
    notApplicable: boolean("not_applicable").notNull().default(false),
    comment: text("comment").notNull().default(""),
    reason: text("reason").notNull().default(""),
    savedAt: moment("saved_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.reviewId, t.criterionId, t.version] })],
);

/**
 * Sum and count of the counting reviews of an entry, kept in the review's own transaction. Mean = total / reviews, in
 * parts of a point.
 */
export const entryTotals = pgTable(
  "entry_totals",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    reviews: integer("reviews").notNull(),
    total: bigint("total", { mode: "number" }).notNull(),
    /** total / reviews; null without reviews, and while a criterion has no mark where criteria are divided. */
    mean: numeric("mean"),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.entryId] })],
);
