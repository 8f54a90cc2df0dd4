import { index, pgEnum, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment } from "./columns.ts";
import { rounds } from "./round.ts";
import { criteria } from "./rubric.ts";

export const panelRole = pgEnum("panel_role", ["reviewer", "chair", "scrutineer"]);

/**
 * The reviewers of a round, its chair, and who checks afterwards. A chair may review as well: then there are two rows.
 * A scrutineer is nothing else.
 */
export const panelMembers = pgTable(
  "panel_members",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    role: panelRole("role").notNull(),
    joinedAt: moment("joined_at").notNull(),
    /** The reviewer said "I have read and scored all I was given". */
    finishedAt: moment("finished_at"),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.accountId, t.role] }), index("panel_members_account").on(t.accountId)],
);

/**
 * Which criteria a reviewer reads where the round divides them; whoever has none here reads all. Rows of criteria that
 * the round does not judge by say nothing.
 */
export const panelCriteria = pgTable(
  "panel_criteria",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id, { onDelete: "cascade" }),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    criterionId: uuid("criterion_id")
      .notNull()
      .references(() => criteria.id, { onDelete: "cascade" }),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.accountId, t.criterionId] })],
);
