import { sql } from "drizzle-orm";
import { index, integer, pgEnum, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./account.ts";
import { moment, randomId } from "./columns.ts";
import { entries } from "./entry.ts";
import { rounds } from "./round.ts";

/** A meeting of a round's panel, after the freeze. One at a time; once ended nothing of it changes. */
export const meetings = pgTable(
  "meetings",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    /** How many must vote for a motion to be decided; null = more than half of those who may. */
    quorum: integer("quorum"),
    openedAt: moment("opened_at").notNull(),
    openedBy: uuid("opened_by")
      .notNull()
      .references(() => accounts.id),
    endedAt: moment("ended_at"),
    endedBy: uuid("ended_by").references(() => accounts.id),
  },
  (t) => [
    index("meetings_round").on(t.roundId, t.openedAt),
    uniqueIndex("meetings_one_at_a_time").on(t.roundId).where(sql`${t.endedAt} is null`),
  ],
);

/**
 * When a panel is called to meet, and what its letters say of it. The audit trail keeps the times it had before, and
 * the SHA-256 of its words.
 */
export const meetingDates = pgTable(
  "meeting_dates",
  {
    id: randomId(),
    roundId: uuid("round_id")
      .notNull()
      .references(() => rounds.id),
    startsAt: moment("starts_at").notNull(),
    minutes: integer("minutes").notNull(),
    /** Where, or how one joins it. */
    place: text("place").notNull(),
    agenda: text("agenda").notNull(),
    /** How often it was changed since people were called: what their calendars tell versions by. */
    sequence: integer("sequence").notNull().default(0),
    setAt: moment("set_at").notNull(),
    setBy: uuid("set_by")
      .notNull()
      .references(() => accounts.id),
    cancelledAt: moment("cancelled_at"),
  },
  (t) => [index("meeting_dates_round").on(t.roundId, t.startsAt)],
);

/** An item of the agenda: an entry, or a matter in words. Called, then concluded, one at a time. */
export const meetingItems = pgTable(
  "meeting_items",
  {
    id: randomId(),
    meetingId: uuid("meeting_id")
      .notNull()
      .references(() => meetings.id),
    position: integer("position").notNull(),
    entryId: uuid("entry_id").references(() => entries.id),
    /** What it is about, where it is about no entry. */
    text: text("text").notNull().default(""),
    calledAt: moment("called_at"),
    calledBy: uuid("called_by").references(() => accounts.id),
    concludedAt: moment("concluded_at"),
    concludedBy: uuid("concluded_by").references(() => accounts.id),
    /** What the minutes say came of it. */
    conclusion: text("conclusion").notNull().default(""),
  },
  (t) => [
    index("meeting_items_order").on(t.meetingId, t.position),
    uniqueIndex("meeting_items_entry").on(t.meetingId, t.entryId),
    uniqueIndex("meeting_items_one_at_a_time")
      .on(t.meetingId)
      .where(sql`${t.calledAt} is not null and ${t.concludedAt} is null`),
  ],
);

/** Who was in the room, had to leave for an item and left, as it stood when the item was concluded. */
export const meetingDepartures = pgTable(
  "meeting_departures",
  {
    itemId: uuid("item_id")
      .notNull()
      .references(() => meetingItems.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.itemId, t.accountId] })],
);

/** From when to when somebody was in the room; null = still is. */
export const meetingStays = pgTable(
  "meeting_stays",
  {
    id: randomId(),
    meetingId: uuid("meeting_id")
      .notNull()
      .references(() => meetings.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    arrivedAt: moment("arrived_at").notNull(),
    leftAt: moment("left_at"),
  },
  (t) => [uniqueIndex("meeting_stays_present").on(t.meetingId, t.accountId).where(sql`${t.leftAt} is null`)],
);

export const motionOutcome = pgEnum("motion_outcome", ["adopted", "lost", "no-quorum", "void"]);
export type MotionOutcome = (typeof motionOutcome.enumValues)[number];

/**
 * What a panel is asked to decide on an item. Votes are kept as counts alone, which nobody is shown before the vote is
 * closed.
 */
export const motions = pgTable(
  "motions",
  {
    id: randomId(),
    itemId: uuid("item_id")
      .notNull()
      .references(() => meetingItems.id),
    text: text("text").notNull(),
    putAt: moment("put_at").notNull(),
    putBy: uuid("put_by")
      .notNull()
      .references(() => accounts.id),
    openedAt: moment("opened_at"),
    closedAt: moment("closed_at"),
    yes: integer("yes").notNull().default(0),
    no: integer("no").notNull().default(0),
    abstentions: integer("abstentions").notNull().default(0),
    /** How many had to vote, as it stood when the vote was closed. */
    quorum: integer("quorum"),
    outcome: motionOutcome("outcome"),
  },
  (t) => [index("motions_item").on(t.itemId, t.putAt)],
);

/** Who has voted on a motion. What they gave is nowhere but in the counts. */
export const motionVoters = pgTable(
  "motion_voters",
  {
    motionId: uuid("motion_id")
      .notNull()
      .references(() => motions.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
  },
  (t) => [primaryKey({ columns: [t.motionId, t.accountId] })],
);
