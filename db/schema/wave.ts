import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { accounts } from "./account.ts";
import { moment } from "./columns.ts";
import { cycles } from "./cycle.ts";
import { rounds } from "./round.ts";

/**
 * Letters of the secretariat to many people at once, as they were written; each person's own letter is among the
 * notifications. Append-only.
 */
export const waves = pgTable(
  "waves",
  {
    /** Made with the page that asked, so that pressing twice sends once. */
    id: uuid("id").primaryKey(),
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id),
    /** Where it goes to reviewers. */
    roundId: uuid("round_id").references(() => rounds.id),
    audience: text("audience").notNull(),
    subject: jsonb("subject").$type<Localised>().notNull(),
    body: jsonb("body").$type<Localised>().notNull(),
    letters: integer("letters").notNull(),
    sentAt: moment("sent_at").notNull(),
    sentBy: uuid("sent_by")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [index("waves_cycle").on(t.cycleId, t.sentAt)],
);
