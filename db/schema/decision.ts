import { bigint, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import type { Honour } from "./honour.ts";
import { rounds } from "./round.ts";

/**
 * The outcome of an entry in a finalised round, written when the second person approves. A correction of the list gives
 * another level, reason and honours, and changes nothing else.
 */
export const decisions = pgTable(
  "decisions",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    /** Null = not awarded a level in this round. */
    levelKey: text("level_key"),
    rank: integer("rank"),
    reviews: integer("reviews").notNull(),
    /** In so many parts of a point. */
    total: bigint("total", { mode: "number" }).notNull(),
    parts: bigint("parts", { mode: "number" }).notNull().default(100),
    /** The adjusted score in billionths of a point, where it decided; null where means did. */
    adjusted: bigint("adjusted", { mode: "number" }),
    reason: text("reason").notNull().default(""),
    /** Beside the level or without one, in the order in which they were given. */
    honours: jsonb("honours").$type<Honour[]>().notNull().default([]),
    at: moment("at").notNull(),
  },
  (t) => [unique("decisions_once").on(t.roundId, t.entryId)],
);
