import { and, asc, eq, exists, lt, sql } from "drizzle-orm";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { decisions } from "#db/schema/decision.ts";
import { rounds, type TieRule } from "#db/schema/round.ts";

import { canAssign, mayAssign } from "../assignment/policy.ts";
import { planningFacts } from "../assignment/planning.server.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { named } from "../round/policy.ts";
import { getRound } from "../round/queries.server.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { authorise } from "../verdict.ts";
import { adjust } from "./adjusted.ts";
import { type CutFigures, cutAt, worthReading } from "./cut.ts";
import { endsOf, moved } from "./pooled.ts";
import { canSeeRanking, canSeeReviews } from "./policy.ts";
import { countingReviews, entriesOf, inOrder, panelNames, scoresOf } from "./queries.server.ts";
import { cutLines, type Ranked, type Tallied } from "./rules.ts";
import type { Score } from "./severity.ts";

/** Draws from the posterior behind every chance that is shown. */
const DRAWS = 4000;
const MOST_EXTRA_READS = 5;

/**
 * How sure a line after `line` entries is, for whoever sees the whole ranking. Somebody from whom a conflict hides an
 * entry gets `cut` null: every figure here is worked out over all entries; and so does everybody where criteria are
 * divided: chances rest on whole totals. Reviewers are named for those who may read
 * reviews. 404 as for the ranking.
 */
export async function cutOf(ctx: Context, calculate: Calculate, roundId: string, line: number | null) {
  const round = await getRound(ctx, roundId);
  const frozen = round.frozenAt !== null;
  authorise(canSeeRanking(ctx.actor, { roundId, frozen }));
  const lines = cutLines(round.levels);
  if ((await hiddenEntries(ctx, roundId)).size > 0) return { round, lines, line: 0, cut: null };
  if (round.divided) return { round, lines, line: 0, cut: null };
  const figures = await figuresOf(ctx, calculate, round);
  const at = lineAmong(lines, line, figures.order);
  const pooled = await pooledVariation(ctx, calculate, round);
  const cut = cutAt({ ...figures, variations: [...figures.variations, ...pooled] }, at);
  const rows = new Map(figures.byMean.map((row) => [row.entryId, named(ctx.actor, round, row)]));
  const names = new Map(
    canSeeReviews(ctx.actor, { roundId, frozen }).allowed
      ? (await panelNames(ctx, roundId)).map(({ id, name }) => [id, name])
      : [],
  );
  const tie = round.method === "mean" || !figures.counts ? tiedAt(figures.byMean, at) : 0;
  const assigning = canAssign(ctx.actor, round);
  const extra =
    mayAssign(ctx.actor, roundId).allowed && !frozen
      ? await extraReads(ctx, round, worthReading(cut, MOST_EXTRA_READS))
      : [];
  return {
    round,
    lines,
    line: at,
    cut: {
      ...cut,
      why: figures.why,
      total: figures.order.length,
      tie,
      extra,
      refused: assigning.allowed ? null : assigning.because,
      rows,
      names,
      criteria: figures.criteria.map(({ name }) => name),
    },
  };
}

/**
 * P(above the line) of every entry with reviews; null where nothing can be said. Not guarded, and blind to conflicts.
 */
export async function chancesAt(
  ctx: Context,
  calculate: Calculate,
  roundId: string,
  line: number,
): Promise<Map<string, number> | null> {
  const round = await getRound(ctx, roundId);
  if (round.divided) return null;
  const { entries: found, expectedHits } = cutAt(await figuresOf(ctx, calculate, round), line);
  return expectedHits === null ? null : new Map(found.map(({ id, chance }) => [id, chance]));
}

/**
 * How sure each place of a ranking is that is taken along as a file: `entries` empty where that cannot be calculated
 * just now, null where it is not for this reader or there is none to be told. 404 as for the ranking.
 */
export async function placesKnown(ctx: Context, calculate: Calculate, roundId: string) {
  const round = await getRound(ctx, roundId);
  authorise(canSeeRanking(ctx.actor, { roundId, frozen: round.frozenAt !== null }));
  const lines = cutLines(round.levels);
  const line = lineAmong(lines, null);
  if (round.divided || (await hiddenEntries(ctx, roundId)).size > 0) return { line, entries: null };
  const asked: Calculate = async (what, input) => {
    try {
      return await calculate(what, input);
    } catch (cause) {
      throw new Uncalculated("chances cannot be calculated", { cause });
    }
  };
  try {
    const figures = await figuresOf(ctx, asked, round);
    const at = lineAmong(lines, null, figures.order);
    const { entries: known } = cutAt(figures, at);
    return { line: at, entries: known.length > 0 ? known : null };
  } catch (error) {
    if (error instanceof Uncalculated) return { line, entries: [] };
    throw error;
  }
}

class Uncalculated extends Error {}

/** The line that is asked for, else the lowest of the round; of an order, one with entries on both sides. */
function lineAmong(lines: readonly { after: number }[], line: number | null, order?: readonly string[]): number {
  const asked = Math.max(1, line ?? lines.at(-1)?.after ?? 1);
  return order ? Math.min(asked, Math.max(1, order.length - 1)) : asked;
}

async function figuresOf(
  ctx: Context,
  calculate: Calculate,
  round: { id: string; rubricId: string; method: "mean" | "adjusted"; ties: readonly TieRule[] },
) {
  const { criteria, reviews: given } = await countingReviews(ctx, round);
  const byMean = await inOrder(ctx, { ...round, method: "mean" }, await entriesOf(ctx, round.id), adjust([]));
  return {
    criteria,
    byMean,
    ...(await calculate("cut", {
      reviews: given.map(({ entry, reviewer, values }) => ({ entry, reviewer, values })),
      weights: criteria.map(({ weight }) => weight),
      method: round.method,
      ranked: byMean.map(({ entryId }) => entryId),
      seed: round.id,
      draws: DRAWS,
    })),
  };
}

/**
 * The order by the scores of this round and of all earlier ones whose lists led to it, for whoever may see all of
 * these; none without such a round. Their scales are laid over each other, end to end.
 */
async function pooledVariation(
  ctx: Context,
  calculate: Calculate,
  round: { id: string; rubricId: string; cycleId: string; position: number },
): Promise<CutFigures["variations"]> {
  const list = ctx.db.select({ one: sql`1` }).from(decisions).where(eq(decisions.roundId, rounds.id));
  const earlier = await ctx.db
    .select({ id: rounds.id, rubricId: rounds.rubricId, divided: rounds.divided })
    .from(rounds)
    .where(and(eq(rounds.cycleId, round.cycleId), lt(rounds.position, round.position), exists(list)))
    .orderBy(asc(rounds.position));
  if (earlier.length === 0) return [];
  const scores: Score[] = [];
  const to = endsOf((await rubricOf(ctx, round.rubricId)).criteria);
  for (const { id, rubricId, divided } of [...earlier, { ...round, divided: false }]) {
    const may = canSeeRanking(ctx.actor, { roundId: id, frozen: true }).allowed;
    if (!may || divided || (await hiddenEntries(ctx, id)).size > 0) return [];
    const from = endsOf((await rubricOf(ctx, rubricId)).criteria);
    for (const { entry, reviewer, score } of await scoresOf(ctx, id))
      scores.push({ entry, reviewer: `${id}:${reviewer}`, score: moved(score, from, to), round: id });
  }
  const order = await calculate("pooled", { scores, round: round.id, seed: round.id });
  return order ? [{ variation: { kind: "pooled" }, order }] : [];
}

/** How many entries share the mean at a line and lie on both sides of it; 0 = none. */
function tiedAt(ranked: readonly Ranked<Tallied>[], line: number): number {
  const [last, next] = [ranked[line - 1], ranked[line]];
  return last?.rank != null && last.rank === next?.rank
    ? ranked.filter(({ rank: place }) => place === last.rank).length
    : 0;
}

/**
 * Who could give each of these entries one more review: the reviewer with the fewest entries whom nothing keeps from
 * it.
 */
async function extraReads(
  ctx: Context,
  round: { id: string; reviewsPerEntry: number | null },
  entryIds: readonly string[],
) {
  const { reviewers, existing, forbidden } = await planningFacts(ctx, round);
  const loads = new Map(reviewers.map(({ id }) => [id, existing.filter(({ reviewerId }) => reviewerId === id).length]));
  const barred = new Set([...existing, ...forbidden].map(({ entryId, reviewerId }) => `${entryId}:${reviewerId}`));
  const names = new Map((await panelNames(ctx, round.id)).map(({ id, name }) => [id, name]));
  return entryIds.map((entryId) => {
    const free = reviewers.filter(
      ({ id, capacity }) => !barred.has(`${entryId}:${id}`) && (capacity === null || loads.get(id)! < capacity),
    );
    const [reader] = free.sort((a, b) => loads.get(a.id)! - loads.get(b.id)! || (a.id < b.id ? -1 : 1));
    return { entryId, reviewer: reader ? { id: reader.id, name: names.get(reader.id) ?? "" } : null };
  });
}
