import { and, eq } from "drizzle-orm";
import { meetingItems, meetings, motions } from "#db/schema/meeting.ts";
import type { Context } from "../context.ts";
import { authorise, isTheirs } from "../verdict.ts";
import { itemsOf, roomOf } from "./queries.server.ts";

/**
 * What everybody in the room may read at this moment, for whoever leads: the current item with its latest motion, or
 * nothing of it but who must leave, as long as they are there. Nothing at all of an item that whoever projects must
 * leave for. No names of voters, and counts as everywhere once a motion is decided.
 */
export async function projectedOf(ctx: Context, meetingId: string) {
  const { round, meeting, current, toLeave, motions: put, quorum, leading } = await roomOf(ctx, meetingId);
  const ended = meeting.endedAt !== null;
  if (!isTheirs(leading)) authorise(leading);
  const motion = put.find(({ state }) => state === "open") ?? put.at(-1);
  const { code, title, text } = current ?? { code: null, title: null, text: "" };
  return {
    round: { name: round.name },
    meetingId,
    ended,
    toLeave,
    shown:
      current === null || toLeave.length > 0
        ? null
        : {
            code,
            title,
            text,
            quorum,
            motion: motion
              ? {
                  text: motion.text,
                  state: motion.state,
                  voters: motion.voters,
                  outcome: motion.outcome,
                  counts: motion.counts,
                }
              : null,
          },
  };
}

/**
 * The words of a motion about an entry that was adopted in a meeting of a round; null for any other, and for what the
 * actor must leave for.
 */
export async function adoptedWords(
  ctx: Context,
  { roundId, entryId, motionId }: { roundId: string; entryId: string; motionId: string },
): Promise<string | null> {
  const [found] = await ctx.db
    .select({ text: motions.text, itemId: motions.itemId, meetingId: meetings.id })
    .from(motions)
    .innerJoin(meetingItems, eq(meetingItems.id, motions.itemId))
    .innerJoin(meetings, eq(meetings.id, meetingItems.meetingId))
    .where(
      and(
        eq(motions.id, motionId),
        eq(motions.outcome, "adopted"),
        eq(meetingItems.entryId, entryId),
        eq(meetings.roundId, roundId),
      ),
    );
  if (!found) return null;
  const seen = await itemsOf(ctx, { id: found.meetingId, roundId });
  return seen.some(({ id }) => id === found.itemId) ? found.text : null;
}
