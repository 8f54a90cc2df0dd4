import { sql } from "drizzle-orm";
import { boolean, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import type { Honour } from "./honour.ts";
import { rounds } from "./round.ts";

/** A choice as it stood when a correction was opened: what comes back where it is dropped. */
export type KeptChoice = { entryId: string; levelKey: string | null; reason: string; at: string; by: string };
/** As `KeptChoice`, of an honour. */
export type KeptHonour = Honour & { id: string; entryId: string; at: string; by: string };
/**
 * An entry that a correction gave another level, or other honours; null = no level. `resultId` where the public has
 * read of it. `honours` where it had or has any.
 */
export type Change = {
  entryId: string;
  resultId: string | null;
  title: string;
  cityName: string;
  from: string | null;
  to: string | null;
  honours?: { from: Localised[]; to: Localised[] };
};

/**
 * A new version of a list that two people had signed: opened with a reason, chosen and signed anew, and then in the
 * place of the one before, or dropped on the way. The list itself is in `selections` and `honours` until it is
 * out, then in `decisions`.
 */
export const corrections = pgTable(
  "corrections",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    /** Of the list, as in `finalisations`: 2 for the first correction. */
    version: integer("version").notNull(),
    /** Words that the public reads, and the public log holds. */
    reason: text("reason").notNull(),
    openedAt: moment("opened_at").notNull(),
    openedBy: uuid("opened_by")
      .notNull()
      .references(() => accounts.id),
    before: jsonb("before").$type<KeptChoice[]>().notNull(),
    honoursBefore: jsonb("honours_before").$type<KeptHonour[]>().notNull().default([]),
    droppedAt: moment("dropped_at"),
    droppedBy: uuid("dropped_by").references(() => accounts.id),
    /** From when the public shall read it; null until the secretariat has said. */
    dueAt: moment("due_at"),
    dueBy: uuid("due_by").references(() => accounts.id),
    /** Which pictures of entries that come on the list become public with it. */
    pictures: jsonb("pictures").$type<string[]>().notNull().default([]),
    /** Since when this list stands in the place of the one before. */
    outAt: moment("out_at"),
    changes: jsonb("changes").$type<Change[]>().notNull().default([]),
    /** Of the publication, which counts other changes too; null where the public had not read the list before. */
    publicVersion: integer("public_version"),
    /** Whether the list before stood in public when this one took its place. */
    inPublic: boolean("in_public").notNull().default(false),
  },
  (t) => [uniqueIndex("corrections_version").on(t.roundId, t.version).where(sql`${t.droppedAt} is null`)],
);
