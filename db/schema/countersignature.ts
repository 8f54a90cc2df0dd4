import { pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { bytes, leafOfNote, moment } from "./columns.ts";
import { rounds } from "./round.ts";

/**
 * What somebody of the secretariat signed under a version of the result of a round with a key of their own, as a note,
 * once for each version. `bare` are
 * the 32 bytes of the key, `signedAt` is what the note says, `at` when it came here. Append-only.
 */
export const countersignatures = pgTable(
  "countersignatures",
  {
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    note: text("note").notNull(),
    leaf: leafOfNote(),
    bare: bytes("bare").notNull(),
    signedAt: moment("signed_at").notNull(),
    at: moment("at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.accountId, t.leaf] }), unique().on(t.roundId, t.leaf, t.bare)],
);
