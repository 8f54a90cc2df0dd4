import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations, conflictWaivers } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { recomputeTotals } from "../assignment/totals.server.ts";
import { type AuditEvent, entryStream, roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { declarationProblems } from "./input.ts";
import { canDeclare, canWaive } from "./policy.ts";
import { getWaivable, kindsOf } from "./queries.server.ts";
import type { ConflictAnswer } from "./rules.ts";

/**
 * Answers the conflict question for oneself. A conflict or a doubt ends the person's assignments of that entry and takes what they scored
 * out of the totals of rounds that are not frozen. An earlier waiver does not cover a conflict declared after it.
 */
export function declareConflict(outer: Context, { entryId, answer, reason }: { entryId: string; answer: ConflictAnswer; reason: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canDeclare(ctx.actor, await cycleOf(ctx, entryId), { before: null, after: answer }));
    const open = await holdRounds(ctx, entryId);
    const key = and(eq(conflictDeclarations.entryId, entryId), eq(conflictDeclarations.accountId, ctx.actor.id));
    const [before] = await ctx.db.select({ answer: conflictDeclarations.answer }).from(conflictDeclarations).where(key).for("update");
    authorise(canDeclare(ctx.actor, await cycleOf(ctx, entryId), { before: before?.answer ?? null, after: answer }));
    const problems = declarationProblems({ answer, reason });
    if (problems) throw new Invalid(problems);
    const row = { answer, reason, at: ctx.now };
    await ctx.db.insert(conflictDeclarations).values({ entryId, accountId: ctx.actor.id, ...row })
      .onConflictDoUpdate({ target: [conflictDeclarations.entryId, conflictDeclarations.accountId], set: row });
    const ended = answer === "none" ? [] : await endAssignments(ctx, entryId, open, reason);
    const declared: AuditEvent = { type: "conflict.declared", stream: entryStream(entryId), subjectId: entryId, details: { answer } };
    return { result: undefined, event: [declared, ...ended] };
  });
}

/**
 * Lifts the conflicts that stand in a round between somebody on its panel and an entry, but never with their own city's. It holds for the
 * entry in every round. Assignments that ended stay ended until somebody assigns anew.
 */
export function waiveConflict(outer: Context, { reason, ...which }: { roundId: string; entryId: string; accountId: string; reason: string }): Promise<void> {
  const { entryId, accountId } = which;
  return transact(outer, async (ctx) => {
    await getWaivable(ctx, which);
    const open = await holdRounds(ctx, entryId);
    authorise(canWaive(ctx.actor, { accountId, kinds: await kindsOf(ctx, which) }));
    if (reason.trim() === "") throw new Invalid({ reason: "reason-needed" });
    const row = { reason, at: ctx.now, by: ctx.actor.id };
    await ctx.db.insert(conflictWaivers).values({ entryId, accountId, ...row })
      .onConflictDoUpdate({ target: [conflictWaivers.entryId, conflictWaivers.accountId], set: row });
    for (const roundId of open) await recomputeTotals(ctx, roundId, entryId);
    return { result: undefined, event: { type: "conflict.waived", stream: entryStream(entryId), subjectId: entryId, details: { accountId } } };
  });
}

async function cycleOf({ db }: Context, entryId: string): Promise<{ cycleId: string } | null> {
  const [entry] = await db.select({ cycleId: entries.cycleId }).from(entries).where(eq(entries.id, entryId));
  return entry ?? null;
}

/** Takes every round of the entry's cycle alone, so that no score or assignment slips past, and returns those that are not frozen. */
async function holdRounds({ db }: Context, entryId: string): Promise<string[]> {
  const cycle = db.select({ id: entries.cycleId }).from(entries).where(eq(entries.id, entryId));
  const held = await db.select({ id: rounds.id }).from(rounds).where(inArray(rounds.cycleId, cycle)).orderBy(asc(rounds.id)).for("update");
  if (held.length === 0) return [];
  const ids = held.map(({ id }) => id);
  const frozen = await db.select({ id: freezes.roundId }).from(freezes).where(inArray(freezes.roundId, ids));
  return ids.filter((id) => !frozen.some((freeze) => freeze.id === id));
}

async function endAssignments(ctx: Context, entryId: string, openRounds: string[], reason: string): Promise<AuditEvent[]> {
  await ctx.db.delete(conflictWaivers).where(and(eq(conflictWaivers.entryId, entryId), eq(conflictWaivers.accountId, ctx.actor.id)));
  if (openRounds.length === 0) return [];
  const live = await ctx.db.select({ id: assignments.id, roundId: assignments.roundId }).from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(and(eq(assignments.entryId, entryId), eq(assignments.reviewerId, ctx.actor.id), inArray(assignments.roundId, openRounds), isNull(recusals.assignmentId)));
  if (live.length > 0) await ctx.db.insert(recusals).values(live.map(({ id }) => ({ assignmentId: id, reason, at: ctx.now, by: ctx.actor.id })));
  for (const roundId of openRounds) await recomputeTotals(ctx, roundId, entryId);
  return live.map(({ id, roundId }) => ({ type: "assignment.recused", stream: roundStream(roundId), subjectId: id, details: { because: "conflict" } }));
}
