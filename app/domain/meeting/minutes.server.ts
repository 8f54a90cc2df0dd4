import { and, asc, eq, inArray, not, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { entries } from "#db/schema/entry.ts";
import { meetingDepartures, meetingStays } from "#db/schema/meeting.ts";
import type { Context } from "../context.ts";
import { isInRound } from "../round/queries.server.ts";
import { motionsOn, roomOf, staysFor } from "./queries.server.ts";

/**
 * The minutes as far as the actor may read them: items they had to leave for are absent. From whoever something of the
 * round is kept, so are the times of others: when somebody left tells who else had to.
 */
export async function minutesOf(ctx: Context, meetingId: string) {
  const { round, meeting, items, own, leading } = await roomOf(ctx, meetingId);
  const stays = await ctx.db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      arrivedAt: meetingStays.arrivedAt,
      leftAt: meetingStays.leftAt,
    })
    .from(meetingStays)
    .innerJoin(accounts, eq(accounts.id, meetingStays.accountId))
    .where(eq(meetingStays.meetingId, meetingId))
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id), asc(meetingStays.arrivedAt));
  const timed = !(await isKeptFromSome(ctx, meeting.roundId));
  const isOwn = (accountId: string) => accountId === ctx.actor.id;
  const others = new Map(stays.filter(({ accountId }) => !isOwn(accountId)).map((each) => [each.accountId, each.name]));
  const left = await ctx.db
    .select({ itemId: meetingDepartures.itemId, name: accounts.name })
    .from(meetingDepartures)
    .innerJoin(accounts, eq(accounts.id, meetingDepartures.accountId))
    .where(
      inArray(
        meetingDepartures.itemId,
        items.map(({ id }) => id),
      ),
    )
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
  const put = await motionsOn(
    ctx,
    items.map(({ id }) => id),
  );
  return {
    round,
    meeting,
    stays: stays.filter(({ accountId }) => timed || isOwn(accountId)),
    /** Names of others who came, where their times are not told. */
    others: timed ? [] : [...others.values()],
    own,
    leading,
    items: items.map((item) => ({
      ...item,
      left: left.filter(({ itemId }) => itemId === item.id).map(({ name }) => name),
      motions: put.filter(({ itemId }) => itemId === item.id),
    })),
  };
}

/** Whether anything the round judges is kept from the actor, on the agenda or not: which of them is not to be told. */
async function isKeptFromSome({ db, actor }: Context, roundId: string): Promise<boolean> {
  const kept = await db
    .select({ id: entries.id })
    .from(entries)
    .where(and(isInRound(roundId), not(staysFor(sql`${actor.id}`, roundId, entries.id))))
    .limit(1);
  return kept.length > 0;
}
