import { isDeepStrictEqual } from "node:util";
import { and, eq, getTableColumns, inArray } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignmentRules, assignments, recusals, type SideRules } from "#db/schema/assignment.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { screenings } from "#db/schema/screening.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { roundStream } from "../audit/rules.ts";
import { kindsOf, noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound, Stale } from "../errors.ts";
import { refuseCrowded } from "../panel/division.server.ts";
import { commitAssigned, commitEnded, commitRecused } from "../proof/assigned.server.ts";
import { getRound, isInRound, isSeedOpen, lockRound, refuseUnsettled } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { broughtRecords } from "./brought.ts";
import { keepRuns } from "./certificates.server.ts";
import { type Best, givenPlan } from "./given-plan.server.ts";
import { recordsOf } from "./groups.ts";
import type { PlanLine } from "./input.ts";
import { tellReviewers } from "./letters.server.ts";
import { canAssign, canPair, canRecuse, mayAssign } from "./policy.ts";
import { planningFacts, sideRules } from "./planning.server.ts";
import { type Pair, type Plan, placed, planHash } from "./rules.ts";
import { recomputeTotals } from "./totals.server.ts";

/**
 * Gives an entry to a reviewer by hand. 404 for an entry that is not in the round or in conflict with whoever assigns,
 * and for somebody not on the panel; 409 for a shut account, a conflict of the reviewer and what they have already. An
 * assignment that had ended begins anew.
 */
export function assign(outer: Context, { roundId, ...pair }: Pair & { roundId: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayAssign(ctx.actor, roundId));
    const { round, state } = await lockRound(ctx, roundId, "update");
    authorise(canAssign(ctx.actor, { id: roundId, state }));
    await holdScreenings(ctx, [pair.entryId]);
    await refuseUnfit(ctx, round, pair);
    await insertPairs(ctx, roundId, [pair]);
    return {
      result: undefined,
      event: {
        type: "assignment.made",
        stream: roundStream(roundId),
        subjectId: pair.entryId,
        details: { reviewerId: pair.reviewerId },
      },
    };
  });
}

/** A screening that is being taken back waits for us, and we for it: an entry is never both reopened and assigned. */
async function holdScreenings({ db }: Context, entryIds: string[]): Promise<void> {
  if (entryIds.length > 0)
    await db
      .select({ id: screenings.entryId })
      .from(screenings)
      .where(inArray(screenings.entryId, entryIds))
      .for("share");
}

async function refuseUnfit(ctx: Context, round: { id: string }, { entryId, reviewerId }: Pair): Promise<void> {
  const [entry] = await ctx.db
    .select({ id: entries.id })
    .from(entries)
    .where(
      and(eq(entries.id, entryId), isInRound(round.id), noConflict(ctx, { roundId: round.id, entryId: entries.id })),
    );
  const [member] = await ctx.db
    .select({ disabledAt: accounts.disabledAt })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .where(
      and(
        eq(panelMembers.roundId, round.id),
        eq(panelMembers.accountId, reviewerId),
        eq(panelMembers.role, "reviewer"),
      ),
    );
  if (!entry || !member) throw new NotFound();
  const kinds = await kindsOf(ctx, { roundId: round.id, entryId, accountId: reviewerId });
  const [held] = await ctx.db
    .select({ recusedAt: recusals.at })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(eq(assignments.roundId, round.id), eq(assignments.entryId, entryId), eq(assignments.reviewerId, reviewerId)),
    );
  authorise(canPair({ shut: member.disabledAt !== null, kinds, held: held !== undefined && !held.recusedAt }));
}

const nameOf = ({ entryId, reviewerId }: Pair): string => `${entryId}:${reviewerId}`;

/** Anew for pairs that had ended: the recusal goes, and what was scored before counts again. */
async function insertPairs(ctx: Context, roundId: string, pairs: Pair[]): Promise<void> {
  if (pairs.length === 0) return;
  await refuseUnsettled(ctx, roundId);
  const held = await ctx.db
    .select({ ...getTableColumns(assignments), recusedAt: recusals.at })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(eq(assignments.roundId, roundId));
  const standing = held.filter(({ recusedAt }) => recusedAt === null);
  const rows = placed(roundId, pairs, standing).map((pair) => ({ ...pair, roundId, at: ctx.now, by: ctx.actor.id }));
  const begun: { id: string }[] = [];
  for (let start = 0; start < rows.length; start += 5000) {
    const made = ctx.db
      .insert(assignments)
      .values(rows.slice(start, start + 5000))
      .onConflictDoNothing();
    begun.push(...(await made.returning({ id: assignments.id })));
  }
  const wanted = new Set(pairs.map(nameOf));
  const ended = held.filter((pair) => pair.recusedAt !== null && wanted.has(nameOf(pair)));
  await commitEnded(ctx, ended);
  for (const each of ended) {
    await ctx.db.delete(recusals).where(eq(recusals.assignmentId, each.id));
    await recomputeTotals(ctx, roundId, each.entryId);
    begun.push(each);
  }
  await commitAssigned(ctx, begun);
  await refuseCrowded(ctx, roundId);
}

/**
 * Gives every entry of a round its reviewers, as evenly as conflicts and capacities allow, and tells them; the plan is
 * kept with its proof. Stale when what it rests on changed while it was worked out and, with `seen`, the hash of a
 * preview, for any other plan. `again`: what nobody has begun may go to others. Returns what could not be served, too.
 */
export async function assignBalanced(
  outer: Context,
  calculate: Calculate,
  roundId: string,
  { seen, again = false, publicUrl }: { seen?: string; again?: boolean; publicUrl: string },
): Promise<Plan> {
  authorise(mayAssign(outer.actor, roundId));
  // Worked out before the round is held: nobody waits for a search, and none outlives the transaction it would run in.
  const facts = await planningFacts(outer, await getRound(outer, roundId), again);
  const plan = await calculate("assignment", facts);
  return transact(outer, async (ctx) => {
    const { round, state } = await lockRound(ctx, roundId, "update");
    authorise(canAssign(ctx.actor, { id: roundId, state }));
    await holdRound(ctx, roundId);
    if (!isDeepStrictEqual(await planningFacts(ctx, round, again), facts))
      throw new Stale("what the plan rests on changed this moment");
    if (seen !== undefined && seen !== planHash(plan)) throw new Stale("the plan changed since it was looked at");
    await carryOut(ctx, round, plan, publicUrl);
    const runId = await keepRuns(ctx, roundId, recordsOf(facts, plan));
    const { capped: _capped, ...proof } = plan.proof;
    const details = {
      runId,
      pairs: plan.pairs.length,
      unserved: plan.unserved.length,
      moved: plan.moved.map(({ entryId, reviewerId }) => [entryId, reviewerId]),
      planSha256: planHash(plan),
      ...proof,
    };
    return {
      result: plan,
      event: { type: "assignment.balanced", stream: roundStream(roundId), subjectId: roundId, details },
    };
  });
}

/**
 * Carries out the plan that somebody brings as a table, and tells its reviewers: what is not in it ends where nobody
 * has begun it. Exactly the plan that was looked at, by its hash: Stale once it would change anything else, or a line
 * of it cannot be. What a conflict hides from whoever brings it stays as it is. Kept with its certificate, beside the
 * `best` plan where that is from the same facts.
 */
export function assignGiven(
  outer: Context,
  roundId: string,
  lines: readonly PlanLine[],
  { seen, best = null, publicUrl }: { seen: string; best?: Best | null; publicUrl: string },
): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayAssign(ctx.actor, roundId));
    const { round, state } = await lockRound(ctx, roundId, "update");
    authorise(canAssign(ctx.actor, { id: roundId, state }));
    await holdRound(ctx, roundId);
    const { facts, plan } = await givenPlan(ctx, round, lines);
    if (plan.faults.length > 0 || seen !== planHash(plan)) throw new Stale("the plan changed since it was looked at");
    if (plan.pairs.length === 0 && plan.moved.length === 0) return { result: undefined, event: [] };
    await carryOut(ctx, round, plan, publicUrl);
    const beside = best === "failed" ? best : best && isDeepStrictEqual(best.facts, facts) ? best.plan : null;
    const runId = await keepRuns(ctx, roundId, broughtRecords(facts, plan, beside));
    const ids = (list: readonly Pair[]) => list.map(({ entryId, reviewerId }) => [entryId, reviewerId]);
    const details = { runId, added: ids(plan.pairs), moved: ids(plan.moved), planSha256: planHash(plan) };
    return {
      result: undefined,
      event: { type: "assignment.imported", stream: roundStream(roundId), subjectId: roundId, details },
    };
  });
}

/** Every entry of a round keeps its screening while a plan for it is carried out. */
async function holdRound(ctx: Context, roundId: string): Promise<void> {
  const judged = await ctx.db.select({ id: entries.id }).from(entries).where(isInRound(roundId));
  await holdScreenings(
    ctx,
    judged.map(({ id }) => id),
  );
}

/** Takes back what a plan moves, gives what it gives, and tells those who have more to read. */
async function carryOut(
  ctx: Context,
  round: Parameters<typeof tellReviewers>[1],
  { pairs, moved }: Pick<Plan, "pairs" | "moved">,
  publicUrl: string,
): Promise<void> {
  await takeBack(ctx, round.id, moved);
  await insertPairs(ctx, round.id, pairs);
  await tellReviewers(ctx, round, pairs, publicUrl);
}

/**
 * Assignments that nobody has begun end without a trace but the plan's and the commitment to it: nothing hangs on them,
 * and they may be given again.
 */
async function takeBack(ctx: Context, roundId: string, moved: readonly Pair[]): Promise<void> {
  const held = await ctx.db.select().from(assignments).where(eq(assignments.roundId, roundId));
  const gone = new Set(moved.map(nameOf));
  const taken = held.filter((pair) => gone.has(nameOf(pair)));
  await commitRecused(ctx, taken, "moved");
  const ids = taken.map(({ id }) => id);
  if (ids.length > 0) await ctx.db.delete(assignments).where(inArray(assignments.id, ids));
}

/**
 * Sets what the plans of a round keep and what makes a reader fit; what is assigned stays as it is. Invalid for
 * somebody kept apart who does not review in the round.
 */
export function setRules(outer: Context, roundId: string, rules: SideRules): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayAssign(ctx.actor, roundId));
    const { state } = await lockRound(ctx, roundId, "update");
    authorise(canAssign(ctx.actor, { id: roundId, state }));
    if (isDeepStrictEqual(rules, await sideRules(ctx, roundId))) return { result: undefined, event: [] };
    const panel = await ctx.db
      .select({ id: panelMembers.accountId })
      .from(panelMembers)
      .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.role, "reviewer")));
    if (rules.apart.flat().some((id) => !panel.some((member) => member.id === id)))
      throw new Invalid({ first: "not-a-choice" });
    const set = { rules, at: ctx.now, by: ctx.actor.id };
    await ctx.db
      .insert(assignmentRules)
      .values({ roundId, ...set })
      .onConflictDoUpdate({ target: assignmentRules.roundId, set });
    const details = { ...rules, apart: rules.apart.map((two) => [...two]), soft: [...rules.soft] };
    return {
      result: undefined,
      event: { type: "assignment.rules-set", stream: roundStream(roundId), subjectId: roundId, details },
    };
  });
}

/**
 * Ends an assignment with a reason; what was scored stays on record but no longer counts. 404 for somebody else's,
 * unless one assigns.
 */
export function recuse(outer: Context, assignmentId: string, reason: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const [assignment] = await ctx.db
      .select()
      .from(assignments)
      .where(
        and(
          eq(assignments.id, assignmentId),
          noConflict(ctx, { roundId: assignments.roundId, entryId: assignments.entryId }),
        ),
      );
    if (!assignment) throw new NotFound();
    const { roundId, entryId, reviewerId } = assignment;
    const { frozen } = await lockRound(ctx, roundId, "update");
    const recused = (await ctx.db.$count(recusals, eq(recusals.assignmentId, assignmentId))) > 0;
    const round = { id: roundId, frozen, seedOpen: await isSeedOpen(ctx, roundId) };
    authorise(canRecuse(ctx.actor, { reviewerId, recused, round }));
    if (reason.trim() === "") throw new Invalid({ reason: "reason-needed" });
    await ctx.db.insert(recusals).values({ assignmentId, reason, at: ctx.now, by: ctx.actor.id });
    await commitRecused(ctx, [assignment], reviewerId === ctx.actor.id ? "stepped-back" : "taken-off");
    await recomputeTotals(ctx, roundId, entryId);
    return {
      result: undefined,
      event: {
        type: "assignment.recused",
        stream: roundStream(roundId),
        subjectId: assignmentId,
        details: { entryId, reviewerId },
      },
    };
  });
}
