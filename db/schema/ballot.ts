import { integer, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/**
 * How a panel votes: who may have a place, yes or no to each, points for places in a ranking, transferable votes, or
 * worths that make the rankings, or the answers to pairs, likely.
 */
export const ballotMethod = pgEnum("ballot_method", [
  "approval",
  "yes-no",
  "borda",
  "stv",
  "plackett-luce",
  "bradley-terry",
]);
export type BallotMethod = (typeof ballotMethod.enumValues)[number];

/**
 * The vote of a round's panel after the freeze. Its rule never changes while it has votes; once counted nothing of it
 * does.
 */
export const ballots = pgTable("ballots", {
  roundId: uuid("round_id")
    .primaryKey()
    .references(() => rounds.id),
  method: ballotMethod("method").notNull(),
  /** How many are elected, where votes are transferable; null for the other methods. */
  seats: integer("seats"),
  openedAt: moment("opened_at").notNull(),
  openedBy: uuid("opened_by")
    .notNull()
    .references(() => accounts.id),
  closesAt: moment("closes_at").notNull(),
  countedAt: moment("counted_at"),
  countedBy: uuid("counted_by").references(() => accounts.id),
  /** What the count gave, by entry. */
  outcome: jsonb("outcome"),
});

/** What stands for election, each by the commitment under which it was sealed. */
export const ballotCandidates = pgTable(
  "ballot_candidates",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => ballots.roundId),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    hash: text("hash").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.entryId] })],
);

/** Who may vote: the panel as it was when the ballot opened. */
export const ballotVoters = pgTable(
  "ballot_voters",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => ballots.roundId),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.accountId] })],
);

/**
 * One voter's marks by entry: 1 for yes and 0 for no, or the place given to it; or by pair, the better one first. Read
 * by its voter alone until the count.
 */
export const ballotPapers = pgTable(
  "ballot_papers",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => ballots.roundId),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    marks: jsonb("marks").$type<Record<string, number>>().notNull(),
    /** What could be marked on it: an entry whose conflict was lifted later was never put before this voter. */
    offered: jsonb("offered").$type<string[]>().notNull(),
    castAt: moment("cast_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.accountId] })],
);
