import { index, pgEnum, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { accounts, staffRole } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { rounds } from "./round.ts";

export const proposalKind = pgEnum("proposal_kind", [
  "role",
  "factor-reset",
  "chair",
  "chair-removal",
  "scrutineer",
  "scrutineer-removal",
]);
/** `at-once`: nobody else could have confirmed it, or nobody had to. */
export const proposalOutcome = pgEnum("proposal_outcome", ["confirmed", "declined", "withdrawn", "at-once"]);

/**
 * What one person of the staff proposes and another one confirms: a right, a chair, a scrutineer, the end of somebody's
 * second factor.
 */
export const proposals = pgTable(
  "proposals",
  {
    id: randomId(),
    kind: proposalKind("kind").notNull(),
    /** Whom it is about; null for a chair or scrutineer who has no account yet. These also have round and address. */
    accountId: uuid("account_id").references(() => accounts.id, { onDelete: "cascade" }),
    role: staffRole("role"),
    roundId: uuid("round_id").references(() => rounds.id, { onDelete: "cascade" }),
    email: text("email"),
    reason: text("reason").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
    outcome: proposalOutcome("outcome"),
    decidedAt: moment("decided_at"),
    decidedBy: uuid("decided_by").references(() => accounts.id),
  },
  (t) => [index("proposals_account").on(t.accountId, t.at), index("proposals_round").on(t.roundId)],
);
