import { doublePrecision, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** Reviewer × entry × round. */
export const assignments = pgTable(
  "assignments",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    reviewerId: uuid("reviewer_id")
      .notNull()
      .references(() => accounts.id),
    /** Where it stands in the reviewer's own order, over the panel as often early as late; see `placed`. */
    readingOrder: integer("reading_order").notNull(),
    /**
     * The place among the entry's readers by which letter they go: drawn by a trigger, so that it tells nothing of who
     * came when, and kept.
     */
    seat: integer("seat").notNull().default(0),
    at: moment("at").notNull(),
    by: uuid("by").references(() => accounts.id),
  },
  (t) => [
    unique("assignments_once").on(t.roundId, t.entryId, t.reviewerId),
    index("assignments_reviewer").on(t.reviewerId, t.roundId, t.readingOrder, t.id),
    index("assignments_entry").on(t.entryId),
  ],
);

/** Ends an assignment with a reason; what was scored stays on record. */
export const recusals = pgTable("recusals", {
  assignmentId: uuid("assignment_id")
    .primaryKey()
    .references(() => assignments.id),
  reason: text("reason").notNull(),
  at: moment("at").notNull(),
  by: uuid("by")
    .notNull()
    .references(() => accounts.id),
});

/** A pair of a plan that was carried out: the themes of the entry the reviewer knows, and whether it stood before. */
export type RecordedPair = {
  entryId: string;
  reviewerId: string;
  affinity: number;
  themes: string[];
  standing: boolean;
};
export type RecordedShortage = {
  entryId: string;
  missing: number;
  because: "conflicts" | "capacity" | "rules" | "table";
};
/**
 * How well a plan keeps what it is asked: reviews missing, side rules broken, entries over what reviewers agreed to,
 * and the fewest and most of one reviewer.
 */
export type RecordedKept = { missing: number; broken: number; over: number; least: number; most: number };
export type RecordedBrought = {
  given: RecordedKept;
  best: (RecordedKept & Record<"total" | "totalBound" | "floor" | "floorBound", number> & { settled: boolean }) | null;
  /** There is no best plan because the search for it failed. */
  failed?: boolean;
};
/**
 * A side rule that an entry's readers do not keep. `among`: the region there are too many of, or the two who were to be
 * kept apart.
 */
export type RecordedBreach = { entryId: string; rule: "expert" | "region" | "apart"; among: string[]; by: number };

/**
 * What every entry got, or what is possible for it where that is less: that is so of `entries`. `floorBound`: no plan
 * promises more.
 */
export type RecordedCapped = { floor: number; floorBound: number; entries: string[] };

/** What a plan of a round keeps besides conflicts and capacities, and what makes a reader fit. */
export type SideRules = {
  /** At least one reader of each entry knows a theme of it, wherever that can be. */
  expert: boolean;
  /** The most readers of one entry from one region; null = no such rule. */
  regionLimit: number | null;
  /** Reviewers, by account, who never read the same entry. */
  apart: readonly (readonly [string, string])[];
  /** Rules that give way before an entry goes without a reader. */
  soft: readonly ("region" | "apart")[];
  /**
   * How much of a reader's fit is the share of the entry's themes they know, per cent; the rest is whether they know
   * any.
   */
  breadth: number;
  /** How many entries everybody reads. */
  calibration: number;
};

/** The rules of a round's plans, once somebody has set them. */
export const assignmentRules = pgTable("assignment_rules", {
  roundId: uuid("round_id")
    .primaryKey()
    .references(() => rounds.id),
  rules: jsonb("rules").$type<SideRules>().notNull(),
  at: moment("at").notNull(),
  by: uuid("by")
    .notNull()
    .references(() => accounts.id),
});

/** A balanced plan as it was carried out, with its proof. Append-only: what was promised then stays to be read. */
export const assignmentRuns = pgTable(
  "assignment_runs",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    /** What ties were broken by, and the solver with its version. */
    seed: text("seed").notNull(),
    solver: text("solver").notNull(),
    /**
     * "capped" ("fair" before floors were), "first" for a plan of which it was not proved how well rules can be kept,
     * or "brought" for one that somebody brought as a table.
     */
    objective: text("objective").notNull(),
    planSha256: text("plan_sha256").notNull(),
    /** The criteria its readers were to read, by name, where a round divides them and some read each entry. */
    criteria: jsonb("criteria").$type<Localised[]>(),
    /** Readers wanted for each entry; null = everybody. */
    reviewsPerEntry: integer("reviews_per_entry"),
    total: doublePrecision("total").notNull(),
    totalBound: doublePrecision("total_bound").notNull(),
    floor: doublePrecision("floor").notNull(),
    floorBound: doublePrecision("floor_bound").notNull(),
    /** Null: there was no such floor apart from the other. */
    capped: jsonb("capped").$type<RecordedCapped>(),
    /** Of a plan that was brought: how well it keeps what is asked, beside the best of the portal. */
    brought: jsonb("brought").$type<RecordedBrought>(),
    /** Every pair that stood afterwards, the new and the earlier ones. */
    pairs: jsonb("pairs").$type<RecordedPair[]>().notNull(),
    unserved: jsonb("unserved").$type<RecordedShortage[]>().notNull(),
    /** How many entries each reviewer had afterwards, by account. */
    loads: jsonb("loads").$type<Record<string, number>>().notNull(),
    /** The side rules then; null = there were none. */
    rules: jsonb("rules").$type<SideRules>(),
    unkept: jsonb("unkept").$type<RecordedBreach[]>().notNull().default([]),
    /** Assignments that nobody had begun and that this plan took back, for others to read. */
    moved: jsonb("moved").$type<{ entryId: string; reviewerId: string }[]>().notNull().default([]),
    /** Entries that everybody was to read. */
    calibration: jsonb("calibration").$type<string[]>().notNull().default([]),
  },
  (t) => [index("assignment_runs_round").on(t.roundId, t.at)],
);
