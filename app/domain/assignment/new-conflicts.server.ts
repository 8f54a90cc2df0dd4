import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { saveReviewerProfile } from "../account/commands.server.ts";
import type { ReviewerProfile } from "../account/rules.ts";
import { type AuditEvent, roundStream } from "../audit/rules.ts";
import { answerRequest, joinTeam } from "../team/commands.server.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { commitRecused } from "../proof/assigned.server.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { recomputeTotals } from "./totals.server.ts";

/** Saves one's own reviewer profile, and ends the assignments that have come to stand in conflict by it. */
export const changeProfile = (outer: Context, profile: ReviewerProfile): Promise<void> =>
  endingConflicted(outer, outer.actor.id, (ctx) => saveReviewerProfile(ctx, profile));

/** Takes up an invitation to a team, and ends one's assignments of its entries. See `joinTeam`. */
export const enterTeam = (outer: Context, token: string): Promise<string> =>
  endingConflicted(outer, outer.actor.id, (ctx) => joinTeam(ctx, token));

/** Answers who asked to join a team, and ends their assignments of its entries. See `answerRequest`. */
export const answerNewcomer = (
  outer: Context,
  answer: Parameters<typeof answerRequest>[1],
  publicUrl: string,
): Promise<void> => endingConflicted(outer, answer.accountId, (ctx) => answerRequest(ctx, answer, publicUrl));

/**
 * Does what changes somebody's ties and ends their assignments that come to stand in conflict by it, in one
 * transaction: the rounds they judge are held alone from the start, so that no score, assignment or freeze comes
 * between. Rounds that are frozen stay as they are.
 */
function endingConflicted<Result>(
  outer: Context,
  accountId: string,
  change: (ctx: Context) => Promise<Result>,
): Promise<Result> {
  return transact(outer, async (ctx) => {
    const judged = ctx.db
      .selectDistinct({ roundId: panelMembers.roundId })
      .from(panelMembers)
      .where(eq(panelMembers.accountId, accountId))
      .orderBy(asc(panelMembers.roundId));
    const open: string[] = [];
    for (const { roundId } of await judged) if (!(await lockRound(ctx, roundId, "update")).frozen) open.push(roundId);
    const result = await change(ctx);
    return { result, event: await endConflicted(ctx, accountId, open) };
  });
}

async function endConflicted(ctx: Context, reviewerId: string, openRounds: string[]): Promise<AuditEvent[]> {
  if (openRounds.length === 0) return [];
  const struck = await ctx.db
    .select({ id: assignments.id, roundId: assignments.roundId, entryId: assignments.entryId })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(
        inArray(assignments.roundId, openRounds),
        eq(assignments.reviewerId, reviewerId),
        isNull(recusals.assignmentId),
        sql`not ${noConflict(ctx, { roundId: assignments.roundId, entryId: assignments.entryId, accountId: reviewerId })}`,
      ),
    );
  for (const { id, roundId, entryId } of struck) {
    await ctx.db.insert(recusals).values({ assignmentId: id, reason: "conflict", at: ctx.now, by: ctx.actor.id });
    await recomputeTotals(ctx, roundId, entryId);
  }
  await commitRecused(ctx, struck, "tie");
  return struck.map(({ id, roundId }) => ({
    type: "assignment.recused",
    stream: roundStream(roundId),
    subjectId: id,
    details: { because: "conflict" },
  }));
}
