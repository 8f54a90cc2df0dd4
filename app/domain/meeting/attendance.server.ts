import { and, eq, isNull } from "drizzle-orm";
import { entries } from "#db/schema/entry.ts";
import { meetingStays } from "#db/schema/meeting.ts";
import type { Context } from "../context.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { eventOf, hold, isVotedOn } from "./commands.server.ts";
import { canCome } from "./policy.ts";
import { isExpected, type Meeting, wasAskedToLeave, peopleIn, staysFor } from "./queries.server.ts";

/**
 * Notes that somebody has come or left. Said twice it is noted once. 403 for somebody else's presence, but for those
 * who lead; 409 for whoever was asked to leave, as long as the item lasts.
 */
export function attend(
  outer: Context,
  meetingId: string,
  { accountId, present }: { accountId: string; present: boolean },
): Promise<void> {
  return transact(outer, async (ctx) => {
    const { meeting, facts, current } = await hold(ctx, meetingId, "share");
    const people = await peopleIn(ctx, meeting, current);
    const entryId = current?.entryId ?? null;
    const keeps = async (id: string) =>
      people.find((person) => person.accountId === id)?.leaves ??
      (await isKept(ctx, meeting, { accountId: id, entryId }));
    const kept = await keeps(accountId);
    // Who comes in to what they must leave for is told so, once, and leaves a trace: a refusal would tell whoever only
    // asks from outside. They are noted as gone at the same moment, so that nobody stops a vote by coming.
    const own = accountId === ctx.actor.id;
    const entersBriefly =
      own && present && kept && current !== null && !(await wasAskedToLeave(ctx, meetingId, current.calledAt!));
    authorise(
      canCome(ctx.actor, facts, {
        accountId,
        present,
        expected: await isExpected(ctx, meeting.roundId, accountId),
        kept: kept && !entersBriefly,
        away: await keeps(ctx.actor.id),
        voting: await isVotedOn(ctx, current?.id ?? null),
      }),
    );
    const changed = present
      ? await ctx.db
          .insert(meetingStays)
          .values({ meetingId, accountId, arrivedAt: ctx.now, leftAt: entersBriefly ? ctx.now : null })
          .onConflictDoNothing()
          .returning({ id: meetingStays.id })
      : await ctx.db
          .update(meetingStays)
          .set({ leftAt: ctx.now })
          .where(
            and(
              eq(meetingStays.meetingId, meetingId),
              eq(meetingStays.accountId, accountId),
              isNull(meetingStays.leftAt),
            ),
          )
          .returning({ id: meetingStays.id });
    const type = present ? "meeting.entered" : "meeting.left";
    // Who goes while an entry is dealt with tells who must: the trail hides it from whoever is in conflict with it.
    const details = { account: accountId, ...(entryId ? { entryId } : {}) };
    const noted = (what: typeof type) => eventOf(meeting, what, meetingId, details);
    if (changed.length === 0) return { result: undefined, event: [] };
    return {
      result: undefined,
      event: entersBriefly ? [noted("meeting.entered"), noted("meeting.left")] : noted(type),
    };
  });
}

/** Whether somebody outside the panel must keep away from what is dealt with. */
async function isKept(
  { db }: Context,
  { roundId }: Meeting,
  { accountId, entryId }: { accountId: string; entryId: string | null },
): Promise<boolean> {
  if (entryId === null) return false;
  const [found] = await db
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.id, entryId), staysFor(accountId, roundId, entries.id)));
  return found === undefined;
}
