import { boolean, index, integer, jsonb, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { Localised } from "#app/i18n/localised.ts";
import { accounts } from "./account.ts";
import { localisedText, moment, randomId } from "./columns.ts";
import { programmes } from "./programme.ts";

/** Whether somebody of the government signs an entry off: never asked, as the city likes, or needed to submit. */
export const endorsementRule = pgEnum("endorsement_rule", ["off", "optional", "required"]);

export type Theme = { key: string; name: Localised };
/** A point of the eligibility check: "Entered by a local government". */
export type CheckPoint = { key: string; text: Localised };

/** One edition of a programme, with its dates. */
export const cycles = pgTable(
  "cycles",
  {
    id: randomId(),
    programmeId: uuid("programme_id")
      .notNull()
      .references(() => programmes.id),
    slug: text("slug").notNull().unique(),
    number: integer("number").notNull(),
    year: integer("year").notNull(),
    name: localisedText("name").notNull(),
    call: localisedText("call").notNull(),
    prize: localisedText("prize"),
    /** Prefix of entry codes: "GZ" gives GZ-2027-7K3QD. */
    codePrefix: text("code_prefix").notNull(),
    themes: jsonb("themes").$type<Theme[]>().notNull().default([]),
    /** What the secretariat checks of each entry; empty asks one question about all conditions. */
    checklist: jsonb("checklist").$type<CheckPoint[]>().notNull().default([]),
    opensAt: moment("opens_at").notNull(),
    closesAt: moment("closes_at").notNull(),
    /** What was sent by then gets feedback from the secretariat, and may be sent again until the close. */
    earlyAt: moment("early_at"),
    /** When the public learns the result, as announced; the result itself appears only by publication. */
    resultsExpectedAt: moment("results_expected_at"),
    timeZone: text("time_zone").notNull(),
    endorsement: endorsementRule("endorsement").notNull().default("optional"),
    /**
     * Bytes of files announced before the bell may go on arriving for so long after it, in seconds; the same for
     * everybody.
     */
    graceSeconds: integer("grace_seconds").notNull().default(120),
    /** Complete drafts that nobody sent are sealed by the portal at the bell. */
    autoSubmit: boolean("auto_submit").notNull().default(false),
    /** The most entries that one city submits, and of those under one framework; null for any number. */
    entryLimit: integer("entry_limit"),
    frameworkLimit: integer("framework_limit"),
    /** So many days before the close the portal reminds teams of their drafts, the earliest first. */
    reminderDays: integer("reminder_days").array().notNull().default([14, 3, 1]),
    /** Historic cycles came from an import: they have results but no entries. */
    archived: boolean("archived").notNull().default(false),
    createdAt: moment("created_at").notNull(),
    /** Since when the call is public; until then the cycle is a draft that only staff see. */
    publishedAt: moment("published_at"),
  },
  (t) => [index("cycles_programme").on(t.programmeId, t.number)],
);

/**
 * A result level with its own name in each cycle: "deserving" of one is "exemplary" in another. Position 1 is the
 * highest.
 */
export const levels = pgTable(
  "levels",
  {
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id, { onDelete: "cascade" }),
    key: text("key").notNull(),
    name: localisedText("name").notNull(),
    position: integer("position").notNull(),
  },
  (t) => [primaryKey({ columns: [t.cycleId, t.key] })],
);

/**
 * Reminders of drafts that the portal sent by itself: once for each day of the schedule, and anew when the close has
 * moved.
 */
export const sentReminders = pgTable(
  "sent_reminders",
  {
    cycleId: uuid("cycle_id")
      .notNull()
      .references(() => cycles.id),
    closesAt: moment("closes_at").notNull(),
    days: integer("days").notNull(),
    at: moment("at").notNull(),
    letters: integer("letters").notNull(),
  },
  (t) => [primaryKey({ columns: [t.cycleId, t.closesAt, t.days] })],
);

/** Every change of a closing date, for all or for one entry; the old date stays on record. */
export const extensions = pgTable("extensions", {
  id: randomId(),
  cycleId: uuid("cycle_id")
    .notNull()
    .references(() => cycles.id),
  entryId: uuid("entry_id"),
  oldClosesAt: moment("old_closes_at").notNull(),
  newClosesAt: moment("new_closes_at").notNull(),
  reason: text("reason").notNull(),
  at: moment("at").notNull(),
  by: uuid("by")
    .notNull()
    .references(() => accounts.id),
});
