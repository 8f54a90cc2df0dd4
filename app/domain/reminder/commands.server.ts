import { roundStream, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { cycleState } from "../cycle/rules.ts";
import { oweAll } from "../notification/commands.server.ts";
import { getRound, lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canRemindReviewers, canRemindTeams } from "./policy.ts";
import { draftReminders, reviewReminders } from "./queries.server.ts";

/** Reminds teams of their drafts. Holds the cycle, so that two people who press at once send one letter each. Gives how many went out. */
export function remindTeams(outer: Context, cycleId: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    const cycle = await lockCycle(ctx, cycleId, "update");
    const { letters } = await draftReminders(ctx, cycle, publicUrl);
    authorise(canRemindTeams(ctx.actor, cycleState(cycle, ctx.now), letters.length));
    await oweAll(ctx, letters);
    return { result: letters.length, event: { type: "reminder.sent", stream: SYSTEM_STREAM, subjectId: cycleId, details: { letters: letters.length } } };
  });
}

/** Reminds the reviewers of a round of what is missing. */
export function remindReviewers(outer: Context, roundId: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    const round = await getRound(ctx, roundId);
    await lockRound(ctx, roundId, "update");
    const { letters } = await reviewReminders(ctx, round, publicUrl);
    authorise(canRemindReviewers(ctx.actor, round, letters.length));
    await oweAll(ctx, letters);
    return { result: letters.length, event: { type: "reminder.sent", stream: roundStream(roundId), subjectId: roundId, details: { letters: letters.length } } };
  });
}
