import { boolean, index, integer, jsonb, pgEnum, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { localisedText, moment, randomId } from "./columns.ts";
import { cycles } from "./cycle.ts";
import { rubrics } from "./rubric.ts";

export const peersVisible = pgEnum("peers_visible", ["never", "after-own"]);

/**
 * When an entry's readers talk about it among themselves: never, once their own review of it is in, or once the scores
 * are frozen.
 */
export const discussionRule = pgEnum("discussion_rule", ["off", "after-own", "after-freeze"]);
export type DiscussionRule = (typeof discussionRule.enumValues)[number];

/**
 * By which number entries are ordered: the mean of the reviews’ totals, or that with the reviewers’ severity taken out.
 */
export const rankingMethod = pgEnum("ranking_method", ["mean", "adjusted"]);
export type RankingMethod = (typeof rankingMethod.enumValues)[number];

/**
 * What tells entries with equal means apart, in the order a round declares: the mean on the criteria, the heaviest
 * first; the median of the totals; the lower spread of them; a lot.
 */
export type TieRule = "criteria" | "median" | "spread" | "lot";

/** 0 the awarded alone, 1 all scores of unnamed entries, 2 the same with the reviewers' pseudonyms. */
export type Disclosure = 0 | 1 | 2;

/** `block` keeps somebody from an entry; `warn` asks once more whoever answers "no conflict"; `off` does nothing. */
export type ConflictRule = "block" | "warn" | "off";
export type ConflictRules = { country: ConflictRule; city: ConflictRule; organisation: ConflictRule };

/** A stage of judging: window, panel, rubric, how many read each entry, what peers may see. */
export const rounds = pgTable(
  "rounds",
  {
    id: randomId(),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id),
    position: integer("position").notNull(),
    name: localisedText("name").notNull(),
    rubricId: uuid("rubric_id")
      .notNull()
      .references(() => rubrics.id),
    opensAt: moment("opens_at").notNull(),
    closesAt: moment("closes_at").notNull(),
    /** How many reviewers read each entry when the portal assigns; null = everyone reads all. */
    reviewsPerEntry: integer("reviews_per_entry"),
    peersVisible: peersVisible("peers_visible").notNull().default("after-own"),
    /** Fixed before the round opens: nobody scores otherwise for who will read it. */
    discussion: discussionRule("discussion").notNull().default("off"),
    /** Reviewers do not learn who entered. */
    blind: boolean("blind").notNull().default(false),
    /** Which order decides. Fixed before the round opens: nobody chooses it by what it gives. */
    method: rankingMethod("method").notNull().default("mean"),
    /** What breaks ties between means, in this order; none = people decide. Fixed with the method. */
    ties: jsonb("ties").$type<TieRule[]>().notNull().default([]),
    /** Whether criteria are divided among the panel; see `panelCriteria`. Fixed with the method. */
    divided: boolean("divided").notNull().default(false),
    /** How much of the scores the published proof discloses; see proof/rules.ts. Fixed with the method. */
    disclosure: smallint("disclosure").$type<Disclosure>().notNull().default(1),
    conflictRules: jsonb("conflict_rules").$type<ConflictRules>().notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [index("rounds_cycle").on(t.cycleId, t.position)],
);

/**
 * Every change of the window of a round that had begun: scores locked, unlocked or their end moved. Rows are never
 * changed.
 */
export const roundWindowChanges = pgTable(
  "round_window_changes",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    oldOpensAt: moment("old_opens_at").notNull(),
    oldClosesAt: moment("old_closes_at").notNull(),
    newOpensAt: moment("new_opens_at").notNull(),
    newClosesAt: moment("new_closes_at").notNull(),
    reason: text("reason").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [index("round_window_changes_round").on(t.roundId, t.at)],
);

/** What a round awards, best first: 15 places "shortlisted", then 30 "deserving". Places are a maximum. */
export const roundLevels = pgTable(
  "round_levels",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id, { onDelete: "cascade" }),
    levelKey: text("level_key").notNull(),
    position: integer("position").notNull(),
    places: integer("places").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.levelKey] })],
);

/** The round's scores are closed for good. */
export const freezes = pgTable("freezes", {
  roundId: uuid("round_id")
    .primaryKey()
    .references(() => rounds.id),
  at: moment("at").notNull(),
  by: uuid("by")
    .notNull()
    .references(() => accounts.id),
  reviews: integer("reviews").notNull(),
  /** SHA-256 over the canonical list of frozen scores, hex. */
  scoresSha256: text("scores_sha256").notNull(),
});
