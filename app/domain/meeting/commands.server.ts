import { and, between, desc, eq, inArray, isNotNull, isNull, max, not, sql } from "drizzle-orm";
import { entries } from "#db/schema/entry.ts";
import { meetingDepartures, meetingItems, meetings, meetingStays, motions } from "#db/schema/meeting.ts";
import { type AuditEvent, roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { isInRound, lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import {
  canArrange,
  canCall,
  canConclude,
  canEndMeeting,
  canFollowMeetings,
  canLead,
  canOpenMeeting,
} from "./policy.ts";
import { currentIn, type Item, itemsOf, type Meeting, meetingIn, peopleIn, staysFor } from "./queries.server.ts";

/** Calls the panel together: gives the meeting's id. 409 before the freeze, and while another meeting goes on. */
export function openMeeting(outer: Context, roundId: string, quorum: number | null): Promise<string> {
  return transact(outer, async (ctx) => {
    const { frozen } = await lockRound(ctx, roundId, "update");
    const running = await ctx.db
      .select({ id: meetings.id })
      .from(meetings)
      .where(and(eq(meetings.roundId, roundId), isNull(meetings.endedAt)));
    authorise(canOpenMeeting(ctx.actor, { roundId, frozen, running: running.length > 0 }));
    const [opened] = await ctx.db
      .insert(meetings)
      .values({ roundId, quorum, openedAt: ctx.now, openedBy: ctx.actor.id })
      .returning({ id: meetings.id });
    return { result: opened!.id, event: eventOf({ roundId }, "meeting.opened", opened!.id, { quorum }) };
  });
}

/** Ends a meeting; who is still in the room leaves with it. 409 in the middle of an item. */
export function endMeeting(outer: Context, meetingId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { meeting, facts, current } = await hold(ctx, meetingId, "update");
    authorise(canEndMeeting(ctx.actor, { ...facts, busy: current !== null }));
    await ctx.db
      .update(meetingStays)
      .set({ leftAt: ctx.now })
      .where(and(eq(meetingStays.meetingId, meetingId), isNull(meetingStays.leftAt)));
    await ctx.db.update(meetings).set({ endedAt: ctx.now, endedBy: ctx.actor.id }).where(eq(meetings.id, meetingId));
    return { result: undefined, event: eventOf(meeting, "meeting.ended", meetingId) };
  });
}

/** Whether a motion on an item is being voted on. */
export async function isVotedOn({ db }: Context, itemId: string | null): Promise<boolean> {
  if (itemId === null) return false;
  const open = await db
    .select({ id: motions.id })
    .from(motions)
    .where(and(eq(motions.itemId, itemId), isNotNull(motions.openedAt), isNull(motions.closedAt)));
  return open.length > 0;
}

/** Puts a matter in words at the end of the agenda. Sent twice in a row it is put there once. */
export function addMatter(outer: Context, meetingId: string, text: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { meeting, facts } = await hold(ctx, meetingId, "update");
    authorise(canLead(ctx.actor, facts));
    const [last] = await ctx.db
      .select({ text: meetingItems.text })
      .from(meetingItems)
      .where(eq(meetingItems.meetingId, meetingId))
      .orderBy(desc(meetingItems.position))
      .limit(1);
    if (last?.text === text) return { result: undefined, event: [] };
    const [added] = await ctx.db
      .insert(meetingItems)
      .values({ meetingId, position: await nextPosition(ctx, meetingId), text })
      .returning({ id: meetingItems.id });
    return { result: undefined, event: eventOf(meeting, "meeting.item-added", added!.id) };
  });
}

/**
 * Puts entries at the end of the agenda, by their ids or codes; those on it already stay where they are. Invalid
 * (`code`) for what the round does not judge, and for what a conflict keeps from the actor: the two look the same.
 */
export function addEntries(
  outer: Context,
  meetingId: string,
  by: { ids: readonly string[] } | { code: string },
): Promise<void> {
  return transact(outer, async (ctx) => {
    const { meeting, facts } = await hold(ctx, meetingId, "update");
    authorise(canLead(ctx.actor, facts));
    const asked = "ids" in by ? inArray(entries.id, [...by.ids]) : eq(entries.code, by.code.toUpperCase());
    const found = await ctx.db
      .select({ id: entries.id })
      .from(entries)
      .where(and(asked, isInRound(meeting.roundId), staysFor(sql`${ctx.actor.id}`, meeting.roundId, entries.id)));
    if ("code" in by && found.length === 0) throw new Invalid({ entry: "unknown-entry" });
    const order = "ids" in by ? by.ids.filter((id) => found.some((each) => each.id === id)) : found.map(({ id }) => id);
    const first = await nextPosition(ctx, meetingId);
    const added =
      order.length === 0
        ? []
        : await ctx.db
            .insert(meetingItems)
            .values(order.map((entryId, at) => ({ meetingId, entryId, position: first + at })))
            .onConflictDoNothing()
            .returning({ id: meetingItems.id, entryId: meetingItems.entryId });
    return {
      result: undefined,
      event: added.map(({ id, entryId }) => eventOf(meeting, "meeting.item-added", id, { entryId })),
    };
  });
}

/** Calls an item up: from then on the panel deals with it, and whoever must leave is asked to. 409 during another. */
export function callItem(outer: Context, meetingId: string, itemId: string): Promise<void> {
  return withItem(outer, { meetingId, itemId }, async (ctx, { item, facts }) => {
    authorise(canCall(ctx.actor, facts));
    await ctx.db
      .update(meetingItems)
      .set({ calledAt: ctx.now, calledBy: ctx.actor.id })
      .where(eq(meetingItems.id, item.id));
    return "meeting.item-called";
  });
}

/**
 * Concludes the current item with what the minutes say of it, and notes who had to leave for it and did. 409 while
 * its motion is voted on.
 */
export function concludeItem(outer: Context, meetingId: string, itemId: string, conclusion: string): Promise<void> {
  return withItem(outer, { meetingId, itemId }, async (ctx, { meeting, item, facts }) => {
    const people = await peopleIn(ctx, meeting, item);
    const toLeave = people.filter(({ leaves, since }) => leaves && since !== null).length;
    authorise(canConclude(ctx.actor, { ...facts, toLeave }));
    const left = item.entryId
      ? await ctx.db
          .selectDistinct({ accountId: meetingStays.accountId })
          .from(meetingStays)
          .where(
            and(
              eq(meetingStays.meetingId, meetingId),
              between(meetingStays.leftAt, item.calledAt!, ctx.now),
              not(staysFor(meetingStays.accountId, meeting.roundId, sql`${item.entryId}::uuid`)),
            ),
          )
      : [];
    if (left.length > 0)
      await ctx.db.insert(meetingDepartures).values(left.map(({ accountId }) => ({ itemId, accountId })));
    await ctx.db
      .update(meetingItems)
      .set({ concludedAt: ctx.now, concludedBy: ctx.actor.id, conclusion })
      .where(eq(meetingItems.id, item.id));
    return "meeting.item-concluded";
  });
}

/** Strikes an item that waits. */
export function removeItem(outer: Context, meetingId: string, itemId: string): Promise<void> {
  return withItem(outer, { meetingId, itemId }, async (ctx, { item, facts }) => {
    authorise(canArrange(ctx.actor, facts));
    await ctx.db.delete(meetingItems).where(eq(meetingItems.id, item.id));
    return "meeting.item-removed";
  });
}

/**
 * Moves an item that waits before or after its neighbour that waits too, of those the actor sees: items a conflict
 * keeps from them stay where they are. At the end of the agenda nothing moves.
 */
export function moveItem(outer: Context, meetingId: string, itemId: string, to: "up" | "down"): Promise<void> {
  return withItem(outer, { meetingId, itemId }, async (ctx, { item, facts, items }) => {
    authorise(canArrange(ctx.actor, facts));
    const waiting = items.filter(({ state }) => state === "waiting");
    const at = waiting.findIndex(({ id }) => id === item.id);
    const neighbour = waiting[to === "up" ? at - 1 : at + 1];
    if (!neighbour) return null;
    const positions = await ctx.db
      .select({ id: meetingItems.id, position: meetingItems.position })
      .from(meetingItems)
      .where(inArray(meetingItems.id, [item.id, neighbour.id]));
    for (const { id, position } of positions)
      await ctx.db
        .update(meetingItems)
        .set({ position })
        .where(eq(meetingItems.id, id === item.id ? neighbour.id : item.id));
    return "meeting.item-moved";
  });
}

type Held = Awaited<ReturnType<typeof hold>> & {
  item: Item;
  items: Item[];
  facts: Parameters<typeof canCall>[1];
};

/**
 * Does something to an item while its round is held, and records what it says happened; null = nothing. 404 for an item
 * of another meeting, and for one that a conflict keeps from the actor.
 */
function withItem(
  outer: Context,
  { meetingId, itemId }: { meetingId: string; itemId: string },
  work: (ctx: Context, held: Held) => Promise<AuditEvent["type"] | null>,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const held = await hold(ctx, meetingId, "update");
    const items = await itemsOf(ctx, held.meeting);
    const item = items.find(({ id }) => id === itemId);
    if (!item) throw new NotFound();
    const voting = await isVotedOn(ctx, itemId);
    const facts = { ...held.facts, state: item.state, voting, busy: held.current !== null };
    const type = await work(ctx, { ...held, item, items, facts });
    const about = item.entryId ? { entryId: item.entryId } : {};
    return { result: undefined, event: type ? eventOf(held.meeting, type, itemId, about) : [] };
  });
}

/** A meeting whose round is held until the transaction ends, and what it deals with. 404 for who may not know it. */
export async function hold(ctx: Context, meetingId: string, strength: "share" | "update") {
  const { roundId } = await meetingIn(ctx, meetingId);
  authorise(canFollowMeetings(ctx.actor, roundId));
  await lockRound(ctx, roundId, strength);
  const meeting = await meetingIn(ctx, meetingId);
  const facts = { roundId, ended: meeting.endedAt !== null };
  return { meeting, facts, current: await currentIn(ctx, meetingId) };
}

async function nextPosition({ db }: Context, meetingId: string): Promise<number> {
  const [last] = await db
    .select({ position: max(meetingItems.position) })
    .from(meetingItems)
    .where(eq(meetingItems.meetingId, meetingId));
  return (last?.position ?? 0) + 1;
}

/** What happened in a meeting. `entryId` in the details hides it from whoever is in conflict with the entry. */
export const eventOf = (
  { roundId }: Pick<Meeting, "roundId">,
  type: AuditEvent["type"],
  subjectId: string,
  details: NonNullable<AuditEvent["details"]> = {},
): AuditEvent => ({ type, stream: roundStream(roundId), subjectId, details });
