import type { RankingMethod } from "#db/schema/round.ts";
import { chancesOf, type RankCounts, rankCounts, rankInterval } from "./chances.ts";
import { weighed } from "./consistency.ts";
import { average, deviationOf, type Fit, fitSeverity, type Score, tooThin } from "./severity.ts";
import { billionths, byAdjusted, type Caveat, fitted } from "./standing.ts";

/**
 * A counting review: values by criterion, in the order of the weights (per cent); null where a criterion does not
 * apply.
 */
export type CountingReview = { entry: string; reviewer: string; values: (number | null)[] };
export type CutInput = {
  reviews: CountingReview[];
  weights: number[];
  method: RankingMethod;
  /** The entries by mean, equals as the round's rules part them. */
  ranked: string[];
  seed: string;
  draws: number;
};

/** What is done differently, to see what changes. */
export type Variation =
  | { kind: "without-reviewer"; reviewer: string }
  | { kind: "weight"; criterion: number; percent: 120 | 80 }
  | { kind: "method"; method: "mean" | "adjusted" | "median" | "standardised" }
  /** Adjusted scores in which a consistent reviewer tells more; not `trusted` where too few or too alike to weigh. */
  | { kind: "consistency"; trusted: boolean }
  /** Adjusted by the scores of the earlier rounds and these together. */
  | { kind: "pooled" };

export type CutFigures = {
  why: Caveat;
  /** Entries with reviews, best first, by the deciding method. */
  order: string[];
  /** Null where no correction can be worked out: then nothing is said of chances. */
  counts: RankCounts | null;
  variations: { variation: Variation; order: string[] }[];
};

/** P ≥ 0.9 of belonging above the line, P ≤ 0.1, and between them what scores do not tell. */
const SURE = 0.9;
export type Band = "sure" | "near-tie" | "out";
export const bandOf = (chance: number): Band => (chance >= SURE ? "sure" : chance <= 1 - SURE ? "out" : "near-tie");

/** Everything the cut-line page tells, for every line at once. */
export function cutFigures({ reviews, weights, method, ranked, seed, draws }: CutInput): CutFigures {
  const scores = scored(reviews, weights);
  const found = fitted(scores);
  const fit = found.why === "unconnected" ? null : found.fit;
  const orderOf = orderAs(ranked);
  // Under a variation too little may be left to correct by; then the means stand.
  const orderBy = (given: readonly Score[], by: RankingMethod) =>
    by === "adjusted" && fit && !tooThin(given)
      ? adjustedOrder(given === scores ? fit : fitSeverity(given, fit.ratios), seed)
      : orderOf(meansOf(given));
  const usual = fit ? method : "mean";
  const varied = (variation: Variation, order: string[]) => ({ variation, order });
  const reviewers = [...new Set(reviews.map(({ reviewer }) => reviewer))].sort();
  return {
    why: found.why,
    order: orderBy(scores, usual),
    counts: fit ? rankCounts(fit, { draws, lowerIsBetter: false, seed }) : null,
    variations: [
      ...reviewers.map((reviewer) =>
        varied(
          { kind: "without-reviewer", reviewer },
          orderBy(
            scores.filter((score) => score.reviewer !== reviewer),
            usual,
          ),
        ),
      ),
      ...(weights.length < 2
        ? []
        : weights.flatMap((_, criterion) =>
            ([120, 80] as const).map((percent) =>
              varied(
                { kind: "weight", criterion, percent },
                orderBy(scored(reviews, reweighted(weights, criterion, percent)), usual),
              ),
            ),
          )),
      ...(fit ? [usual === "mean" ? ("adjusted" as const) : ("mean" as const)] : []).map((method) =>
        varied({ kind: "method", method }, orderBy(scores, method)),
      ),
      varied({ kind: "method", method: "median" }, orderOf(byEntry(scores, medianOf))),
      varied({ kind: "method", method: "standardised" }, orderOf(meansOf(standardised(scores)))),
      ...(fit ? [consistently(fit, found.scores, seed)] : []),
    ],
  };
}

/** The order in which each reviewer's scores weigh what they tell by the model of all. */
function consistently(fit: Fit, scores: readonly Score[], seed: string): CutFigures["variations"][number] {
  const { weights, trusted } = weighed(fit, scores);
  const given = scores.map((score) => ({ ...score, weight: weights.get(score.reviewer)! }));
  return {
    variation: { kind: "consistency", trusted },
    order: adjustedOrder(fitSeverity(given, fit.ratios), seed),
  };
}

export type CutLine = {
  /** Place by the deciding method, P(above the line), and the ranks it lies between in 90 of 100 draws. */
  entries: { id: string; place: number; chance: number; low: number; high: number; band: Band }[];
  /** How many of those above the line are expected to be among the true best. */
  expectedHits: number | null;
  /**
   * For each variation that changes anything, and for those that are told of in any case: who comes above the line and
   * who falls below it.
   */
  changes: { variation: Variation; in: string[]; out: string[] }[];
  /** How many variations leave the line as it is. */
  unchanged: number;
};

/** Which is told of even where it changes nothing: nobody expects it among the others. */
const isTold = ({ kind }: Variation): boolean => kind === "consistency" || kind === "pooled";
const leavesAll = (change: CutLine["changes"][number]): boolean => change.in.length + change.out.length === 0;

/** The figures at one line: after `line` entries. */
export function cutAt({ order, counts, variations }: CutFigures, line: number): CutLine {
  const chances = counts ? chancesOf(counts, line) : null;
  const above = new Set(order.slice(0, line));
  const changes = variations.map(({ variation, order: other }) => {
    const then = new Set(other.slice(0, line));
    return {
      variation,
      in: other.slice(0, line).filter((id) => !above.has(id)),
      out: order.slice(0, line).filter((id) => !then.has(id)),
    };
  });
  return {
    entries: chances
      ? order.map((id, index) => ({
          id,
          place: index + 1,
          chance: chances.get(id)!,
          ...rankInterval(counts!, id),
          band: bandOf(chances.get(id)!),
        }))
      : [],
    expectedHits: chances ? order.slice(0, line).reduce((sum, id) => sum + chances.get(id)!, 0) : null,
    changes: changes.filter((change) => isTold(change.variation) || !leavesAll(change)),
    unchanged: changes.filter((change) => !isTold(change.variation) && leavesAll(change)).length,
  };
}

/** Where one more review tells most: entries by how undecided their place is, P(1 − P). */
export const worthReading = ({ entries }: Pick<CutLine, "entries">, most: number): string[] =>
  entries
    .filter(({ band }) => band === "near-tie")
    .toSorted((a, b) => Math.abs(a.chance - 0.5) - Math.abs(b.chance - 0.5) || a.place - b.place)
    .slice(0, most)
    .map(({ id }) => id);

/** Weighted means over the criteria that apply. */
const scored = (reviews: readonly CountingReview[], weights: readonly number[]): Score[] =>
  reviews.map(({ entry, reviewer, values }) => {
    const [sum, applied] = values.reduce(
      ([points, all], value, at) =>
        value === null ? [points, all] : [points + value * weights[at]!, all + weights[at]!],
      [0, 0] as [number, number],
    );
    return { entry, reviewer, score: sum / applied };
  });

/** One weight made larger or smaller; the others give or take in proportion, so that the sum stays. */
function reweighted(weights: readonly number[], criterion: number, percent: number): number[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const changed = (weights[criterion]! * percent) / 100;
  const others = (all - changed) / (all - weights[criterion]!);
  return weights.map((weight, at) => (at === criterion ? changed : weight * others));
}

/** The order of adjusted scores. */
export const adjustedOrder = ({ intercept, entries }: Fit, seed: string): string[] =>
  entries
    .map(({ id, effect, mean, deviation }) => ({ id, adjusted: intercept + effect, mean, deviation }))
    .sort(byAdjusted({ lowerIsBetter: false, seed }))
    .map(({ id }) => id);

function byEntry(scores: readonly Score[], summary: (values: number[]) => number): Map<string, number> {
  const given = new Map<string, number[]>();
  for (const { entry, score } of scores) {
    const values = given.get(entry);
    if (values) values.push(score);
    else given.set(entry, [score]);
  }
  return new Map([...given].map(([id, values]) => [id, summary(values)]));
}

const meansOf = (scores: readonly Score[]): Map<string, number> => byEntry(scores, average);

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/**
 * Each reviewer's scores as distances from their own mean in units of their own spread: what most people think of
 * first, and what loses most where reviewers read few entries.
 */
function standardised(scores: readonly Score[]): Score[] {
  const own = new Map<string, number[]>();
  for (const { reviewer, score } of scores) own.set(reviewer, [...(own.get(reviewer) ?? []), score]);
  const scale = new Map(
    [...own].map(([id, values]) => [id, { mean: average(values), deviation: deviationOf(values) || 1 }]),
  );
  return scores.map((score) => ({
    ...score,
    score: (score.score - scale.get(score.reviewer)!.mean) / scale.get(score.reviewer)!.deviation,
  }));
}

/** Equals stay in the order that they have in the ranking. */
function orderAs(ranked: readonly string[]) {
  const places = new Map(ranked.map((id, at) => [id, at]));
  return (values: Map<string, number>): string[] =>
    [...values]
      .sort(([a, one], [b, other]) => billionths(other) - billionths(one) || places.get(a)! - places.get(b)!)
      .map(([id]) => id);
}
