import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** What an entry is honoured with beside its level, or without one, and why. */
export type Honour = { name: Localised; reason: string };

/**
 * The honours of a frozen round as they are chosen, beside its `selections`: two people sign them with the list, and
 * `decisions` keep what was signed.
 */
export const honours = pgTable(
  "honours",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    name: jsonb("name").$type<Localised>().notNull(),
    reason: text("reason").notNull(),
    at: moment("at").notNull(),
    by: uuid("by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [index("honours_round").on(t.roundId, t.entryId)],
);
