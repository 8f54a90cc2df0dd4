import { index, integer, jsonb, pgEnum, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** The choice of entries of a frozen round, before it is final. `levelKey` null = dropped against the ranking. */
export const selections = pgTable(
  "selections",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    levelKey: text("level_key"),
    /** Required where the choice differs from the ranking. */
    reason: text("reason").notNull().default(""),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.entryId] })],
);

/**
 * One person proposes the list as it stands (by its hash), another approves exactly that. A corrected list is the next
 * version.
 */
export const finalisations = pgTable(
  "finalisations",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    version: integer("version").notNull().default(1),
    /** SHA-256 of the canonical list: ranks, levels, honours, reasons. */
    listSha256: text("list_sha256").notNull(),
    places: integer("places").notNull(),
    proposedAt: moment("proposed_at").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => accounts.id),
    approvedAt: moment("approved_at"),
    approvedBy: uuid("approved_by").references(() => accounts.id),
  },
  (t) => [unique("finalisations_version").on(t.roundId, t.version)],
);

export const balanceReach = pgEnum("balance_reach", ["band", "all"]);

/**
 * A list worked out under rules of balance, with its report, as it was shown. Append-only: what the panel looked at
 * stays.
 */
export const balances = pgTable(
  "balances",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    /** How many entries stand above the line. */
    line: integer("line").notNull(),
    /** Whether only the near-tie band was open, or the panel widened that, for the reason given. */
    reach: balanceReach("reach").notNull(),
    reason: text("reason").notNull().default(""),
    rules: jsonb("rules").notNull(),
    outcome: jsonb("outcome").notNull(),
  },
  (t) => [index("balances_round").on(t.roundId, t.at)],
);
