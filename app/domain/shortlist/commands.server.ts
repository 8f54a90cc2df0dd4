import { and, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { citations } from "#db/schema/citation.ts";
import { assignments } from "#db/schema/assignment.ts";
import { decisions } from "#db/schema/decision.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { freezes } from "#db/schema/round.ts";
import { balances, finalisations, selections } from "#db/schema/shortlist.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { type AuditEvent, roundStream } from "../audit/rules.ts";
import { hiddenEntries, kindsOf } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { freezeScores } from "../proof/scores.server.ts";
import { stateResult } from "../proof/outcome.server.ts";
import { unopenedSeeds } from "../scrutiny/queries.server.ts";
import { lackingIn } from "../ranking/missing.server.ts";
import { getRound, lockRound, refuseUnsettled } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import type { Balanced } from "./balance.ts";
import { canApprove, canBalance, canFreeze, canPropose, canSelect, type DecisionFacts } from "./policy.ts";
import { balanceInputOf } from "./balancing.server.ts";
import { obstaclesTo, signableList } from "./queries.server.ts";
import {
  type BalanceRule,
  decidedOf,
  departs,
  type FrozenReview,
  isListed,
  levelOf,
  levelsBy,
  scoresHash,
} from "./rules.ts";

/**
 * Closes the scores of a round for good and keeps their fingerprint. Takes the round alone: a save that is under way is
 * waited for and belongs to the frozen set, a later one is refused. 409 when already frozen or not yet open. Where
 * criteria are divided, an entry that lacks a score on one never gets a value any more: that has to be `confirmed`.
 */
export function freezeRound(outer: Context, roundId: string, { confirmed = false } = {}): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const round = await getRound(ctx, roundId);
    const { state, cycleId } = round;
    authorise(canFreeze(ctx.actor, { roundId, state }));
    await refuseUnsettled(ctx, roundId);
    if (!confirmed && (await lackingIn(ctx, round)).size > 0) throw new Invalid({ confirm: "must-accept" });
    const frozen = await submittedReviews(ctx, roundId);
    const scoresSha256 = scoresHash(roundId, frozen);
    await ctx.db
      .insert(freezes)
      .values({ roundId, at: ctx.now, by: ctx.actor.id, reviews: frozen.length, scoresSha256 });
    return {
      result: undefined,
      event: [
        event("round.frozen", roundId, {
          ...{ reviews: frozen.length, scoresSha256 },
          seedsUnopened: await unopenedSeeds(ctx, roundId),
        }),
        ...(await freezeScores(ctx, roundId, cycleId)),
      ],
    };
  });
}

/**
 * Chooses an entry's level; null = none. Going along with the ranking takes an earlier choice back, anything else needs
 * a reason. A standing proposal is void afterwards. 404 for an entry the actor is in conflict with.
 */
export function select(
  outer: Context,
  { roundId, entryId, levelKey, reason }: { roundId: string; entryId: string; levelKey: string | null; reason: string },
): Promise<void> {
  return transact(outer, async (ctx) => {
    const held = await hold(ctx, roundId);
    const conflict = (await kindsOf(ctx, { roundId, entryId, accountId: ctx.actor.id })).length > 0;
    authorise(canSelect(ctx.actor, held.facts, { conflict }));
    const line = held.lines.find((each) => each.entryId === entryId);
    if (!line) throw new NotFound();
    if (levelKey !== null && !held.levels.some((level) => level.levelKey === levelKey))
      throw new Invalid({ level: "not-a-choice" });
    const againstRanking = departs(line, levelKey);
    // Who does not see the whole list always gives a reason: whether one is needed would tell how it stands.
    const kept = againstRanking || !held.seesAll;
    if (kept && !reason.trim()) throw new Invalid({ reason: "reason-needed" });

    const here = and(eq(selections.roundId, roundId), eq(selections.entryId, entryId));
    const choice = { levelKey, reason, at: ctx.now, by: ctx.actor.id };
    if (!kept) await ctx.db.delete(selections).where(here);
    else
      await ctx.db
        .insert(selections)
        .values({ roundId, entryId, ...choice })
        .onConflictDoUpdate({ target: [selections.roundId, selections.entryId], set: choice });
    const selected = event("shortlist.selected", entryId, { round: roundId, againstRanking }, roundId);
    return { result: undefined, event: [selected, ...(await returnProposal(ctx, held.facts))] };
  });
}

/**
 * First signature: proposes the list as it stands. `seen` is the fingerprint of what the person read; another list than
 * that is refused with 409. 409 while the panel votes; and while ties are open, entries without reviews are undecided
 * or a level has more entries than places, for whoever sees every line: to others that answer would tell of the rest.
 */
export function proposeShortlist(outer: Context, roundId: string, seen?: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { facts, lines, listSha256, outdated, ...held } = await hold(ctx, roundId, seen);
    authorise(canPropose(ctx.actor, outdated ? { ...facts, proposedBy: null } : facts, held));
    const returned = outdated ? await returnProposal(ctx, facts) : [];
    const places = lines.filter(levelOf).length;
    const version = held.correction?.version ?? 1;
    await ctx.db
      .insert(finalisations)
      .values({ roundId, version, listSha256, places, proposedAt: ctx.now, proposedBy: ctx.actor.id });
    const proposed = event("shortlist.proposed", roundId, { listSha256, version });
    return { result: undefined, event: [...returned, proposed] };
  });
}

/**
 * Second signature, by another person who sees the whole list: makes exactly the proposed list final and writes one
 * decision per entry; of a corrected list that waits until it is out. Called inside the `transact` of `approveList`,
 * to which its events are left. 403 for the proposer, 409 when the list is no longer the proposed one, whoever proposed
 * it has no part in deciding any more, or something stands in its way that they could not see.
 */
export async function signSecond(ctx: Context, roundId: string, seen?: string): Promise<AuditEvent[]> {
  const { facts, lines, listSha256, ...held } = await hold(ctx, roundId, seen);
  authorise(canApprove(ctx.actor, facts, held));
  await ctx.db
    .update(finalisations)
    .set({ approvedAt: ctx.now, approvedBy: ctx.actor.id })
    .where(and(eq(finalisations.roundId, roundId), isNull(finalisations.approvedAt)));
  const version = held.correction?.version ?? 1;
  const signed = event("shortlist.finalised", roundId, { listSha256, entries: lines.length, version });
  const onList = lines.filter(isListed).map(({ entryId }) => entryId);
  if (onList.length > 0)
    await ctx.db
      .update(citations)
      .set({ approvedAt: ctx.now, approvedBy: ctx.actor.id })
      .where(
        and(
          eq(citations.roundId, roundId),
          inArray(citations.entryId, onList),
          eq(citations.version, 1),
          isNull(citations.approvedAt),
        ),
      );
  if (held.correction) return [signed];
  const told = lines.map(decidedOf);
  const decided = told.map(
    ({ entryId, level: levelKey, rank, reviews: read, total, adjusted, reason, honours }, at) => ({
      ...{ roundId, entryId, levelKey, rank, reviews: read, total },
      ...{ parts: lines[at]!.parts, adjusted, reason, honours, at: ctx.now },
    }),
  );
  if (decided.length > 0) await ctx.db.insert(decisions).values(decided);
  await stateResult(ctx, roundId, told);
  return [signed];
}

/**
 * Works out a list under rules of balance and keeps it with its report; chooses nothing. The calculation runs beside
 * the server before the round is held: scores are frozen. 403 for somebody from whom a conflict hides an entry, 409
 * once the list is final.
 */
export async function recordBalance(
  outer: Context,
  calculate: Calculate,
  {
    roundId,
    line,
    rules,
    reach,
    reason,
  }: { roundId: string; line: number; rules: BalanceRule[]; reach: "band" | "all"; reason: string },
): Promise<string> {
  const outcome = await calculate("balance", await balanceInputOf(outer, calculate, { roundId, line, rules, reach }));
  return transact(outer, async (ctx) => {
    const { facts, seesAll } = await hold(ctx, roundId);
    authorise(canBalance(ctx.actor, facts, { seesAll }));
    const [kept] = await ctx.db
      .insert(balances)
      .values({
        roundId,
        at: ctx.now,
        by: ctx.actor.id,
        line,
        reach,
        reason: reach === "all" ? reason : "",
        rules,
        outcome,
      })
      .returning({ id: balances.id });
    const details = {
      balance: kept!.id,
      places: line,
      reach,
      moved: outcome.feasible ? outcome.report.in.length : null,
    };
    return { result: kept!.id, event: event("shortlist.balanced", roundId, details) };
  });
}

/**
 * Takes a balanced list into the selection: whatever it gives another level than the ranking does is chosen so, for the
 * reason given; choices that were made by hand before give way. Voids a standing proposal. 404 for a list of another
 * round or one that could not be worked out.
 */
export function adoptBalance(
  outer: Context,
  { roundId, balanceId, reason }: { roundId: string; balanceId: string; reason: string },
): Promise<void> {
  return transact(outer, async (ctx) => {
    const held = await hold(ctx, roundId);
    authorise(canBalance(ctx.actor, held.facts, held));
    const [kept] = await ctx.db
      .select({ outcome: sql<Balanced>`${balances.outcome}` })
      .from(balances)
      .where(and(eq(balances.id, balanceId), eq(balances.roundId, roundId)));
    if (!kept?.outcome.feasible) throw new NotFound();
    const order = held.lines.filter(({ rank }) => rank !== null).map(({ entryId }) => entryId);
    const wanted = levelsBy(order, kept.outcome.report.chosen, held.levels);
    const moved = held.lines
      .filter((line) => wanted.has(line.entryId) && departs(line, wanted.get(line.entryId)!))
      .map(({ entryId }) => ({
        roundId,
        entryId,
        levelKey: wanted.get(entryId)!,
        reason,
        at: ctx.now,
        by: ctx.actor.id,
      }));
    if (order.length > 0)
      await ctx.db.delete(selections).where(and(eq(selections.roundId, roundId), inArray(selections.entryId, order)));
    if (moved.length > 0) await ctx.db.insert(selections).values(moved);
    return {
      result: undefined,
      event: [
        event("shortlist.balance-adopted", roundId, { balance: balanceId, moved: moved.length }),
        ...(await returnProposal(ctx, held.facts)),
      ],
    };
  });
}

/**
 * The whole list of a round that nobody else can change until the transaction ends, and whether the actor sees it.
 * `seen`: the fingerprint of the list that somebody read.
 */
async function hold(ctx: Context, roundId: string, seen?: string) {
  await lockRound(ctx, roundId, "update");
  const { levels, ...round } = await getRound(ctx, roundId);
  const list = await signableList(ctx, { ...round, levels });
  const seesAll = (await hiddenEntries(ctx, roundId)).size === 0;
  const obstacles = await obstaclesTo(ctx, roundId, { ...list, levels, seesAll });
  return { ...list, levels, seesAll, obstacles, changed: seen !== undefined && seen !== list.listSha256 };
}

/** Takes a proposal that is not approved yet off the table; it stays in the audit trail. */
export async function returnProposal(ctx: Context, { roundId, proposedBy }: DecisionFacts): Promise<AuditEvent[]> {
  if (!proposedBy) return [];
  const [returned] = await ctx.db
    .delete(finalisations)
    .where(and(eq(finalisations.roundId, roundId), isNull(finalisations.approvedAt)))
    .returning({ listSha256: finalisations.listSha256 });
  return returned ? [event("shortlist.returned", roundId, { listSha256: returned.listSha256 })] : [];
}

/** Every review that was handed in, whether it counts or not: what is frozen is what was acknowledged. */
function submittedReviews({ db }: Context, roundId: string): Promise<FrozenReview[]> {
  return db
    .select({
      assignmentId: assignments.id,
      entryId: assignments.entryId,
      total: sql`${reviews.total}`.mapWith(Number),
      scores: sql<FrozenReview["scores"]>`coalesce((
        select json_agg(json_build_object('criterionId', s.criterion_id, 'value', s.value))
        from ${scores} s
        where s.review_id = ${reviews.id}
      ), '[]'::json)`,
    })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(eq(assignments.roundId, roundId), isNotNull(reviews.submittedAt)));
}

function event(
  type: AuditEvent["type"],
  subjectId: string,
  details: AuditEvent["details"],
  roundId = subjectId,
): AuditEvent {
  return { type, stream: roundStream(roundId), subjectId, ...(details ? { details } : {}) };
}
