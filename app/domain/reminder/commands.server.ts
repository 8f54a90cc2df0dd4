import { sentReminders } from "#db/schema/cycle.ts";
import { roundStream, SYSTEM_STREAM } from "../audit/rules.ts";
import { apart } from "../apart.ts";
import { missingReviews } from "../assignment/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { cycleState } from "../cycle/rules.ts";
import { oweAll } from "../notification/commands.server.ts";
import { canSetUpRound } from "../round/policy.ts";
import { getRound, lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canRemindReviewers, canRemindTeams } from "./policy.ts";
import {
  allDraftReminders,
  allReviewReminders,
  draftReminders,
  openCalls,
  reviewReminders,
  scoringRounds,
} from "./queries.server.ts";
import { dueReminder, REMINDER_PAUSE, REVIEW_REMINDER_DAYS } from "./rules.ts";

/**
 * Reminds teams of their drafts. Holds the cycle, so that two people who press at once send one letter each. Gives how
 * many went out.
 */
export function remindTeams(outer: Context, cycleId: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    const cycle = await lockCycle(ctx, cycleId, "update");
    const { letters } = await draftReminders(ctx, cycle, publicUrl);
    authorise(canRemindTeams(ctx.actor, cycleState(cycle, ctx.now), letters.length));
    await oweAll(ctx, letters);
    return {
      result: letters.length,
      event: { type: "reminder.sent", stream: SYSTEM_STREAM, subjectId: cycleId, details: { letters: letters.length } },
    };
  });
}

/**
 * What the portal does by itself: reminds teams of their drafts where a day of the schedule of an open call has come.
 * Gives how many letters went out.
 */
export async function sendDueReminders(outer: Context<Actor>, publicUrl: string): Promise<number> {
  const due = (await openCalls(outer)).filter((call) => dueReminder(call, outer.now) !== null);
  const letters = await apart(due, ({ id }) => remindOnTheDay(outer, id, publicUrl));
  return letters.reduce((all, each) => all + each, 0);
}

/**
 * Holds the cycle, so that a job that runs twice sends once, and none goes out for a close that is just being moved.
 */
function remindOnTheDay(outer: Context<Actor>, cycleId: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    const cycle = await lockCycle(ctx, cycleId, "update");
    const days = dueReminder(cycle, ctx.now);
    if (days === null) return { result: 0, event: [] };
    const { letters } = await allDraftReminders(ctx, cycle, publicUrl);
    const [sent] = await ctx.db
      .insert(sentReminders)
      .values({ cycleId, closesAt: cycle.closesAt, days, at: ctx.now, letters: letters.length })
      .onConflictDoNothing()
      .returning();
    if (!sent) return { result: 0, event: [] };
    await oweAll(ctx, letters);
    return {
      result: letters.length,
      event: {
        type: "reminder.sent",
        stream: SYSTEM_STREAM,
        subjectId: cycleId,
        details: { letters: letters.length, days },
      },
    };
  });
}

/**
 * What the portal does by itself: reminds reviewers of what is missing on fixed days before their round closes. Gives
 * how many letters went out.
 */
export async function sendDueReviewReminders(outer: Context<Actor>, publicUrl: string): Promise<number> {
  const due = (await scoringRounds(outer)).filter((round) => dueOf(round, outer.now) !== null);
  const letters = await apart(due, async (round) =>
    (await allReviewReminders(outer, round, publicUrl)).letters.length > 0
      ? remindOfReviews(outer, round.id, publicUrl)
      : 0,
  );
  return letters.reduce((all, each) => all + each, 0);
}

/** Not within a day of the opening, of which everybody has a letter. */
const dueOf = ({ opensAt, closesAt }: { opensAt: Date; closesAt: Date }, now: Date): number | null =>
  dueReminder(
    { opensAt: new Date(opensAt.getTime() + REMINDER_PAUSE), closesAt, reminderDays: REVIEW_REMINDER_DAYS },
    now,
  );

/** Once each: whoever was reminded within a day is left out, and a moment is due for no longer. */
function remindOfReviews(outer: Context<Actor>, roundId: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const round = (await scoringRounds(ctx)).find(({ id }) => id === roundId);
    const days = round ? dueOf(round, ctx.now) : null;
    const letters = round && days !== null ? (await allReviewReminders(ctx, round, publicUrl)).letters : [];
    await oweAll(ctx, letters);
    const details = { letters: letters.length, days: days ?? 0 };
    const event = { type: "reminder.sent", stream: roundStream(roundId), subjectId: roundId, details } as const;
    return { result: letters.length, event: letters.length > 0 ? event : [] };
  });
}

/** Reminds the reviewers of a round of what is missing, each of all that is. */
export function remindReviewers(outer: Context, roundId: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    await lockRound(ctx, roundId, "update");
    const round = await getRound(ctx, roundId);
    const { letters } = await reviewReminders(ctx, round, publicUrl, await missingReviews(ctx, roundId));
    authorise(canRemindReviewers(ctx.actor, round, letters.length));
    await oweAll(ctx, letters);
    return {
      result: letters.length,
      event: {
        type: "reminder.sent",
        stream: roundStream(roundId),
        subjectId: roundId,
        details: { letters: letters.length },
      },
    };
  });
}
