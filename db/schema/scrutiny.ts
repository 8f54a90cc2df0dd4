import { foreignKey, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { bytes, leafOfNote, moment } from "./columns.ts";
import { rounds } from "./round.ts";

/**
 * The public key of a scrutineer of a round, as it was stated in the public log. `key` is as people print it, `bare`
 * its 32 bytes. Append-only.
 */
export const scrutineerKeys = pgTable(
  "scrutineer_keys",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    key: text("key").notNull(),
    bare: bytes("bare").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.accountId] }), unique().on(t.roundId, t.bare)],
);

/**
 * What a scrutineer signed under a version of the result of a round, as a note, once for each version. `at` is when it
 * came here. Append-only.
 */
export const scrutineerSignatures = pgTable(
  "scrutineer_signatures",
  {
    roundId: uuid("round_id").notNull(),
    accountId: uuid("account_id").notNull(),
    note: text("note").notNull(),
    leaf: leafOfNote(),
    checkedAt: moment("checked_at").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.roundId, t.accountId, t.leaf] }),
    foreignKey({
      name: "scrutineer_signatures_key",
      columns: [t.roundId, t.accountId],
      foreignColumns: [scrutineerKeys.roundId, scrutineerKeys.accountId],
    }),
  ],
);
