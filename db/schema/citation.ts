import { integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { accounts } from "./account.ts";
import { localisedText, moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** The panel's words about an entry of its list: one sentence, and the reasons at length. */
export type Words = { statement: Localised | null; citation: Localised | null };
/** As the public reads them: which version, since when, and why where an earlier one was corrected. */
export type PublishedWords = Words & { version: number; at: string; reason: string };

/**
 * Versions of the words. The first is signed with the list; each later one by two people of its own, and what was
 * approved never changes.
 */
export const citations = pgTable(
  "citations",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    entryId: uuid("entry_id")
      .notNull()
      .references(() => entries.id),
    version: integer("version").notNull(),
    statement: localisedText("statement"),
    citation: localisedText("citation"),
    /** Why words were corrected that two people had signed. */
    reason: text("reason").notNull().default(""),
    writtenAt: moment("written_at").notNull(),
    writtenBy: uuid("written_by")
      .notNull()
      .references(() => accounts.id),
    approvedAt: moment("approved_at"),
    approvedBy: uuid("approved_by").references(() => accounts.id),
  },
  (t) => [unique("citations_version").on(t.roundId, t.entryId, t.version)],
);
