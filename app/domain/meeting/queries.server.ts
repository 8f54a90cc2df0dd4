import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, or, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { noConflictOf, type Value } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { meetingItems, meetings, meetingStays, motions, motionVoters } from "#db/schema/meeting.ts";
import { panelMembers } from "#db/schema/panel.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { getRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import {
  canCloseVote,
  canCome,
  canEndMeeting,
  canFollowMeetings,
  canLead,
  canOpenMeeting,
  canOpenVote,
  canPutMotion,
  canStepOut,
  canVoteOnMotion,
  isMember,
  type MotionFacts,
} from "./policy.ts";
import { isCounted, itemState, motionState, quorumOf, SMALLEST_QUORUM } from "./rules.ts";

type Reader = Pick<Context, "db">;

/**
 * SQL: nothing keeps a person from an item of a round: neither a conflict with its entry nor that they stepped back
 * from it themselves: whoever leads could take a vote away by ending assignments. The one rule of who must leave, who
 * sees an item and who votes on it; an item without an entry keeps nobody.
 */
export const staysFor = (accountId: Value, roundId: Value, entryId: SQLWrapper): SQL =>
  sql`(${noConflictOf(accountId, { roundId, entryId })} and not exists (
    select 1
    from ${assignments} a
    join ${recusals} x on x.assignment_id = a.id
    where a.round_id = ${sql`${roundId}`} and a.entry_id = ${sql`${entryId}`} and a.reviewer_id = ${sql`${accountId}`}
      and x.by = a.reviewer_id
  ))`;

/** SQL, over `motions` and `meeting_items`: whether somebody has voted who must leave for the item. */
export const isTainted = (roundId: Value): SQL<boolean> =>
  sql<boolean>`exists (
    select 1
    from ${motionVoters} v
    where v.motion_id = ${sql`${motions.id}`}
      and not ${staysFor(sql`v.account_id`, roundId, sql`${meetingItems.entryId}`)}
  )`;

/** SQL, over `accounts`: who belongs to the meeting of a round. */
const isOnPanel = (roundId: string): SQL<boolean> =>
  sql<boolean>`exists (
    select 1
    from ${panelMembers} p
    where p.round_id = ${roundId} and p.account_id = ${sql`${accounts.id}`} and p.role <> 'scrutineer'
  )`;

/** A meeting. Not guarded: it says nothing of its items. */
export async function meetingIn({ db }: Reader, meetingId: string) {
  const [meeting] = await db
    .select({
      id: meetings.id,
      roundId: meetings.roundId,
      quorum: meetings.quorum,
      openedAt: meetings.openedAt,
      endedAt: meetings.endedAt,
    })
    .from(meetings)
    .where(eq(meetings.id, meetingId));
  if (!meeting) throw new NotFound();
  return meeting;
}
export type Meeting = Awaited<ReturnType<typeof meetingIn>>;

/** Items of the agenda that the actor may see, in order: others are absent, whatever the actor's part. */
export async function itemsOf({ db, actor }: Context, meeting: Pick<Meeting, "id" | "roundId">) {
  const found = await db
    .select({
      id: meetingItems.id,
      entryId: meetingItems.entryId,
      code: entries.code,
      title: entries.title,
      text: meetingItems.text,
      calledAt: meetingItems.calledAt,
      concludedAt: meetingItems.concludedAt,
      conclusion: meetingItems.conclusion,
    })
    .from(meetingItems)
    .leftJoin(entries, eq(entries.id, meetingItems.entryId))
    .where(
      and(eq(meetingItems.meetingId, meeting.id), staysFor(sql`${actor.id}`, meeting.roundId, meetingItems.entryId)),
    )
    .orderBy(asc(meetingItems.position), asc(meetingItems.id));
  return found.map((item) => ({ ...item, state: itemState(item) }));
}
export type Item = Awaited<ReturnType<typeof itemsOf>>[number];

/** What the panel deals with now, blind to conflicts; null = nothing. Not guarded: for commands, never for a page. */
export async function currentIn({ db }: Reader, meetingId: string) {
  const [current] = await db
    .select({ id: meetingItems.id, entryId: meetingItems.entryId, calledAt: meetingItems.calledAt })
    .from(meetingItems)
    .where(
      and(eq(meetingItems.meetingId, meetingId), isNotNull(meetingItems.calledAt), isNull(meetingItems.concludedAt)),
    );
  return current ?? null;
}

/**
 * The panel and whoever else is in the room, by name: since when, and who must leave for an item. Not guarded: who must
 * leave is for those who stay.
 */
export async function peopleIn(
  { db }: Reader,
  meeting: Pick<Meeting, "id" | "roundId">,
  item: { entryId: string | null } | null,
) {
  return db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      member: isOnPanel(meeting.roundId),
      since: meetingStays.arrivedAt,
      leaves: item?.entryId
        ? sql<boolean>`not ${staysFor(accounts.id, meeting.roundId, sql`${item.entryId}::uuid`)}`
        : sql<boolean>`false`,
    })
    .from(accounts)
    .leftJoin(
      meetingStays,
      and(eq(meetingStays.meetingId, meeting.id), eq(meetingStays.accountId, accounts.id), isNull(meetingStays.leftAt)),
    )
    .where(and(isNull(accounts.disabledAt), or(isOnPanel(meeting.roundId), isNotNull(meetingStays.id))))
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
}
export type Attendant = Awaited<ReturnType<typeof peopleIn>>[number];

/**
 * The motions on these items, in the order in which they were put. Who has voted is told as a number, and what was
 * voted only of a motion that is decided. Not guarded: for items that the actor was found to see.
 */
export async function motionsOn({ db, actor }: Context, itemIds: readonly string[]) {
  if (itemIds.length === 0) return [];
  const found = await db
    .select({
      id: motions.id,
      itemId: motions.itemId,
      text: motions.text,
      by: accounts.name,
      openedAt: motions.openedAt,
      closedAt: motions.closedAt,
      quorum: motions.quorum,
      outcome: motions.outcome,
      yes: motions.yes,
      no: motions.no,
      abstentions: motions.abstentions,
      tainted: isTainted(sql`${meetings.roundId}`),
      voters: sql<number>`(select count(*)::int from ${motionVoters} v where v.motion_id = ${motions.id})`,
      voted: sql<boolean>`${actor.id} in (select v.account_id from ${motionVoters} v where v.motion_id = ${motions.id})`,
    })
    .from(motions)
    .innerJoin(meetingItems, eq(meetingItems.id, motions.itemId))
    .innerJoin(meetings, eq(meetings.id, meetingItems.meetingId))
    .innerJoin(accounts, eq(accounts.id, motions.putBy))
    .where(inArray(motions.itemId, [...itemIds]))
    .orderBy(asc(motions.putAt), asc(motions.id));
  return found.map(({ yes, no, abstentions, tainted, ...motion }) => ({
    ...motion,
    state: motionState(motion),
    /** A void motion says so already. */
    taintedSince: tainted && motion.closedAt !== null && motion.outcome !== "void",
    counts: isCounted(motion.outcome, motion.voters) ? { yes, no, abstentions } : null,
  }));
}

/** How many of the panel must vote on a motion about an item. */
export const quorumFor = ({ quorum }: Pick<Meeting, "quorum">, people: readonly Attendant[]): number =>
  quorumOf(quorum, mayStay(people));
/** Whether fewer members may stay than must vote: then no vote decides anything. */
export const isShort = (meeting: Pick<Meeting, "quorum">, people: readonly Attendant[]): boolean =>
  mayStay(people) < quorumFor(meeting, people);
const mayStay = (people: readonly Attendant[]) => people.filter(({ member, leaves }) => member && !leaves).length;

/** SQL, over `accounts`: who comes to meetings of a round: its panel, and the secretariat. */
export const isComing = (roundId: string): SQL =>
  sql`(${isOnPanel(roundId)} or exists (
    select 1
    from ${roleGrants} g
    where g.account_id = ${sql`${accounts.id}`} and g.role = 'secretariat'
  ))`;

/** Whether a person is one who comes to meetings of a round. Not guarded. */
export async function isExpected({ db }: Reader, roundId: string, accountId: string): Promise<boolean> {
  const [found] = await db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.id, accountId), isNull(accounts.disabledAt), isComing(roundId)));
  return found !== undefined;
}

/** The meetings of a round, the latest first, and whether the actor may open the next. */
export async function meetingsOf(ctx: Context, roundId: string) {
  const { id, name, frozenAt, cycle } = await getRound(ctx, roundId);
  const facts = { roundId, frozen: frozenAt !== null };
  authorise(canFollowMeetings(ctx.actor, roundId));
  const found = await ctx.db
    .select({ id: meetings.id, openedAt: meetings.openedAt, endedAt: meetings.endedAt })
    .from(meetings)
    .where(eq(meetings.roundId, roundId))
    .orderBy(desc(meetings.openedAt), desc(meetings.id));
  return {
    round: { id, name, timeZone: cycle.timeZone },
    meetings: found,
    opening: canOpenMeeting(ctx.actor, { ...facts, running: found.some(({ endedAt }) => endedAt === null) }),
    small: (await ctx.db.$count(accounts, and(isNull(accounts.disabledAt), isOnPanel(roundId)))) < SMALLEST_QUORUM,
  };
}

/**
 * The room as the actor may see it: the agenda without what a conflict keeps from them, who is there, and what is dealt
 * with now. `away`: they are asked to leave for it, and are told no more, nor who is there: it would tell who else must
 * leave. Who is not in the room is not asked: they would learn what is dealt with.
 */
export async function roomOf(ctx: Context, meetingId: string) {
  const meeting = await meetingIn(ctx, meetingId);
  authorise(canFollowMeetings(ctx.actor, meeting.roundId));
  const { id, name, cycle, divided } = await getRound(ctx, meeting.roundId);
  const items = await itemsOf(ctx, meeting);
  const running = await currentIn(ctx, meetingId);
  const current = items.find((item) => item.id === running?.id) ?? null;
  const people = await peopleIn(ctx, meeting, current);
  const facts = { roundId: meeting.roundId, ended: meeting.endedAt !== null };
  const kept = running !== null && current === null;
  const present = people.some(({ accountId, since }) => accountId === ctx.actor.id && since !== null);
  const away = kept && (await wasAskedToLeave(ctx, meetingId, running.calledAt!));
  const toLeave = people.filter(({ leaves, since }) => leaves && since !== null).map((each) => each.name);
  const motionsNow = await motionsOn(ctx, current ? [current.id] : []);
  const item = {
    ...facts,
    state: current?.state ?? ("waiting" as const),
    voting: motionsNow.some(({ state }) => state === "open"),
    busy: running !== null,
    present,
    toLeave: toLeave.length,
    short: isShort(meeting, people),
  };
  return {
    round: { id, name, timeZone: cycle.timeZone, divided },
    meeting,
    items,
    current,
    motions: motionsNow.map((motion) => ({ ...motion, ...rightsOn(ctx, { ...item, motion: motion.state }) })),
    putting: canPutMotion(ctx.actor, item),
    steppingOut: canStepOut(ctx.actor, { ...facts, entryId: current?.entryId ?? null }),
    quorum: quorumFor(meeting, people),
    away,
    /** As `away`, but of absent people too. For whoever leads: what they cannot call up would tell them anyway. */
    kept,
    people: kept ? [] : people,
    /** Those who are in the room and must not be: until they have left nothing of the item is told to the room. */
    toLeave,
    own: { present, member: isMember(ctx.actor, meeting.roundId) },
    leading: canLead(ctx.actor, facts),
    ending: canEndMeeting(ctx.actor, { ...facts, busy: running !== null }),
    coming: canCome(ctx.actor, facts, {
      accountId: ctx.actor.id,
      present: !present,
      expected: await isExpected(ctx, meeting.roundId, ctx.actor.id),
      // Who was not in the room is told when they come in: the page of who stays at home is silent.
      kept: away,
      away,
      voting: false,
    }),
  };
}

/** Whether the actor, who must leave for what was called, is in the room or has left it since. */
export async function wasAskedToLeave({ db, actor }: Context, meetingId: string, moment: Date): Promise<boolean> {
  const [left] = await db
    .select({ id: meetingStays.id })
    .from(meetingStays)
    .where(
      and(
        eq(meetingStays.meetingId, meetingId),
        eq(meetingStays.accountId, sql`${actor.id}`),
        or(isNull(meetingStays.leftAt), gte(meetingStays.leftAt, moment)),
      ),
    );
  return left !== undefined;
}

const rightsOn = ({ actor }: Context, facts: MotionFacts) => ({
  opening: canOpenVote(actor, facts),
  voting: canVoteOnMotion(actor, facts),
  closing: canCloseVote(actor, facts),
});
