import { randomUUID } from "node:crypto";
import { attend } from "#app/domain/meeting/attendance.server.ts";
import { addEntries, addMatter, callItem, concludeItem, openMeeting } from "#app/domain/meeting/commands.server.ts";
import { lettersForDate, setDate } from "#app/domain/meeting/dates.server.ts";
import { closeVote, openVote, putMotion, voteOn } from "#app/domain/meeting/motions.server.ts";
import { roomOf } from "#app/domain/meeting/queries.server.ts";
import type { Context } from "#app/domain/context.ts";
import { selectionOf } from "#app/domain/shortlist/queries.server.ts";
import { chance } from "./chance.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOTION = "This entry stays on the list where the ranking puts it (invented for the demonstration).";
const CONCLUSION = "The panel confirms its place (invented for the demonstration).";

/** Calls the panel to its next meeting, in nine or ten days. */
export async function callTogether(ctx: Context, roundId: string, publicUrl: string): Promise<void> {
  const date = {
    startsAt: new Date(Math.ceil(ctx.now.getTime() / DAY + 9) * DAY + 6 * HOUR),
    minutes: 120,
    place: "Room 3 of the secretariat, or by the link it sends that morning (invented for the demonstration)",
    agenda: "1. Entries close to the last line\n2. Reasons for the list\n3. What the jury will be told",
  };
  const given = { id: randomUUID(), roundId, date };
  const { seen } = await lettersForDate(ctx, given, publicUrl);
  await setDate(ctx, { ...given, seen }, publicUrl);
}

/**
 * A meeting that goes on: three entries around the first line and a matter in words. The first is concluded, the second
 * is being voted on by those of `members` who have come and may stay.
 */
export async function sit(chair: Context, members: readonly Context[], roundId: string): Promise<void> {
  const { lines, round } = await selectionOf(chair, roundId);
  const places = round.levels[0]?.places ?? 1;
  const meetingId = await openMeeting(chair, roundId, null);
  await addEntries(chair, meetingId, {
    ids: lines.slice(Math.max(0, places - 2), places + 1).map(({ entryId }) => entryId),
  });
  await addMatter(chair, meetingId, "What the jury will be told (invented for the demonstration)");
  for (const member of members) await attend(member, meetingId, { accountId: member.actor.id, present: true });
  const [first, second] = (await roomOf(chair, meetingId)).items;
  for (const item of [first, second]) {
    if (!item) return;
    await callItem(chair, meetingId, item.id);
    for (const member of members)
      if ((await roomOf(member, meetingId)).away)
        await attend(member, meetingId, { accountId: member.actor.id, present: false });
    await putMotion(chair, meetingId, { itemId: item.id, text: MOTION });
    const motionId = (await roomOf(chair, meetingId)).motions[0]!.id;
    await openVote(chair, meetingId, motionId);
    const able = [];
    for (const member of members) if ((await roomOf(member, meetingId)).own.present) able.push(member);
    const voting = item === first ? able : able.slice(2);
    for (const member of voting)
      await voteOn(member, {
        meetingId,
        motionId,
        vote: chance("votes", item.title ?? "", member.actor.name) < 0.85 ? "yes" : "no",
      });
    if (item === second) return;
    await closeVote(chair, meetingId, motionId);
    await concludeItem(chair, meetingId, item.id, CONCLUSION);
  }
}
