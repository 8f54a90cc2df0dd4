import { and, eq, sql } from "drizzle-orm";
import { meetingItems, motions, motionVoters } from "#db/schema/meeting.ts";
import type { AuditEvent } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { eventOf, hold } from "./commands.server.ts";
import { canCloseVote, canOpenVote, canPutMotion, canVoteOnMotion, type MotionFacts } from "./policy.ts";
import { isShort, isTainted, itemsOf, motionsOn, peopleIn, quorumFor } from "./queries.server.ts";
import { isCounted, outcomeOf, type Vote } from "./rules.ts";

/**
 * Puts a motion on the current item. The same words put twice on it are put once. 404 for an item the actor must leave
 * for, 409 for one that is not dealt with.
 */
export function putMotion(outer: Context, meetingId: string, given: { itemId: string; text: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    const { facts, item, meeting, put } = await about(ctx, meetingId, given.itemId, "update");
    authorise(canPutMotion(ctx.actor, facts));
    if (put.some(({ state, text }) => state === "put" && text === given.text)) return { result: undefined, event: [] };
    const [added] = await ctx.db
      .insert(motions)
      .values({ itemId: item.id, text: given.text, putAt: ctx.now, putBy: ctx.actor.id })
      .returning({ id: motions.id });
    return { result: undefined, event: eventOf(meeting, "motion.put", added!.id, entryOf(item)) };
  });
}

/** Opens the vote on a motion. 409 while another is voted on, and while somebody is there who must leave. */
export function openVote(outer: Context, meetingId: string, motionId: string): Promise<void> {
  return withMotion(outer, { meetingId, motionId, strength: "update" }, async (ctx, { facts }) => {
    authorise(canOpenVote(ctx.actor, facts));
    await ctx.db.update(motions).set({ openedAt: ctx.now }).where(eq(motions.id, motionId));
    return { type: "motion.opened" };
  });
}

/**
 * Votes, once: a second vote changes nothing. That somebody voted is kept, and what they gave in the counts alone, so
 * that nobody can read the one beside the other. 404 for whoever must leave, 409 for who is not there or too late.
 */
export function voteOn(
  outer: Context,
  { meetingId, motionId, vote }: { meetingId: string; motionId: string; vote: Vote },
): Promise<void> {
  return withMotion(outer, { meetingId, motionId, strength: "share" }, async (ctx, { facts }) => {
    authorise(canVoteOnMotion(ctx.actor, facts));
    const first = await ctx.db
      .insert(motionVoters)
      .values({ motionId, accountId: ctx.actor.id })
      .onConflictDoNothing()
      .returning({ motionId: motionVoters.motionId });
    if (first.length === 0) return null;
    const counted = { yes: motions.yes, no: motions.no, abstain: motions.abstentions }[vote];
    const key = ({ yes: "yes", no: "no", abstain: "abstentions" } as const)[vote];
    await ctx.db
      .update(motions)
      .set({ [key]: sql`${counted} + 1` })
      .where(eq(motions.id, motionId));
    return { type: "motion.voted" };
  });
}

/**
 * Closes the vote and says what came of it. Counts stay only where they decide something: of a vote that was void, or
 * of too few, they would only tell on who voted.
 */
export function closeVote(outer: Context, meetingId: string, motionId: string): Promise<void> {
  return withMotion(outer, { meetingId, motionId, strength: "update" }, async (ctx, { facts, quorum }) => {
    authorise(canCloseVote(ctx.actor, facts));
    const [counts] = await ctx.db
      .select({
        yes: motions.yes,
        no: motions.no,
        abstentions: motions.abstentions,
        tainted: isTainted(facts.roundId),
      })
      .from(motions)
      .innerJoin(meetingItems, eq(meetingItems.id, motions.itemId))
      .where(eq(motions.id, motionId));
    const { yes, no, abstentions } = counts!;
    const outcome = outcomeOf({ ...counts!, quorum });
    const kept = isCounted(outcome, yes + no + abstentions) ? {} : { yes: 0, no: 0, abstentions: 0 };
    await ctx.db
      .update(motions)
      .set({ closedAt: ctx.now, quorum, outcome, ...kept })
      .where(eq(motions.id, motionId));
    return { type: "motion.closed", details: { outcome } };
  });
}

const entryOf = ({ entryId }: { entryId: string | null }) => (entryId ? { entryId } : {});

/** What rights on the motions of an item depend on, read while its round is held. 404 for who must leave for it. */
async function about(ctx: Context, meetingId: string, itemId: string, strength: "share" | "update") {
  const { meeting, facts, current } = await hold(ctx, meetingId, strength);
  const item = (await itemsOf(ctx, meeting)).find(({ id }) => id === itemId);
  if (!item) throw new NotFound();
  const [people, put] = [await peopleIn(ctx, meeting, item), await motionsOn(ctx, [itemId])];
  return {
    meeting,
    item,
    put,
    quorum: quorumFor(meeting, people),
    facts: {
      ...facts,
      state: item.state,
      voting: put.some(({ state }) => state === "open"),
      busy: current !== null,
      present: people.some(({ accountId, since }) => accountId === ctx.actor.id && since !== null),
      toLeave: people.filter(({ leaves, since }) => leaves && since !== null).length,
      short: isShort(meeting, people),
    },
  };
}

type Happened = { type: AuditEvent["type"]; details?: NonNullable<AuditEvent["details"]> };

/**
 * Does something to a motion while its round is held, and records what it says happened; null = nothing. 404 for a
 * motion of another meeting, and for one on an item the actor must leave for.
 */
function withMotion(
  outer: Context,
  { meetingId, motionId, strength }: { meetingId: string; motionId: string; strength: "share" | "update" },
  work: (ctx: Context, held: { facts: MotionFacts; quorum: number }) => Promise<Happened | null>,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const [found] = await ctx.db
      .select({ itemId: motions.itemId })
      .from(motions)
      .innerJoin(meetingItems, eq(meetingItems.id, motions.itemId))
      .where(and(eq(motions.id, motionId), eq(meetingItems.meetingId, meetingId)));
    if (!found) throw new NotFound();
    const { facts, item, meeting, put, quorum } = await about(ctx, meetingId, found.itemId, strength);
    const motion = put.find(({ id }) => id === motionId)!.state;
    const happened = await work(ctx, { facts: { ...facts, motion }, quorum });
    return {
      result: undefined,
      event: happened ? eventOf(meeting, happened.type, motionId, { ...happened.details, ...entryOf(item) }) : [],
    };
  });
}
