import { asc, eq, inArray, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { meetingDepartures, meetingStays } from "#db/schema/meeting.ts";
import type { Context } from "../context.ts";
import { motionsOn, roomOf } from "./queries.server.ts";

/** The minutes as far as the actor may read them: items they had to leave for are absent. */
export async function minutesOf(ctx: Context, meetingId: string) {
  const { round, meeting, items, own, leading } = await roomOf(ctx, meetingId);
  const stays = await ctx.db
    .select({ name: accounts.name, arrivedAt: meetingStays.arrivedAt, leftAt: meetingStays.leftAt })
    .from(meetingStays)
    .innerJoin(accounts, eq(accounts.id, meetingStays.accountId))
    .where(eq(meetingStays.meetingId, meetingId))
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id), asc(meetingStays.arrivedAt));
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
    stays,
    own,
    leading,
    items: items.map((item) => ({
      ...item,
      left: left.filter(({ itemId }) => itemId === item.id).map(({ name }) => name),
      motions: put.filter(({ itemId }) => itemId === item.id),
    })),
  };
}
