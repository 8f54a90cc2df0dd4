import { createHash } from "node:crypto";
import { chancesOf, rankCounts } from "./chances.ts";
import { components } from "../assignment/connectedness.ts";
import { average, deviationOf, type EntryEffect, type Fit, fitSeverity, type Score, tooThin } from "./severity.ts";

export type StandingOptions = {
  /** How many places count as the top; leaves chances out when null. */
  top: number | null;
  lowerIsBetter: boolean;
  /** Draws from the posterior; 0 leaves chances out. */
  draws: number;
  seed: string;
};

/** Why the plain mean is used, or what to beware of; null when there is nothing to say. */
export type Caveat =
  | "too-few-entries"
  | "too-few-reviewers"
  | "too-few-reviews"
  | "all-equal"
  | "unconnected"
  | "no-severity"
  | null;

export type Standing = {
  method: "reml" | "mean";
  why: Caveat;
  intercept: number;
  variance: Fit["variance"] | null;
  minus2LogREML: number | null;
  components: number;
  /**
   * In rank order. `adjusted` = intercept + shrinkage × (mean + correction − intercept); in the scores' own units and
   * direction.
   */
  entries: {
    id: string;
    reviews: number;
    mean: number;
    adjusted: number;
    correction: number;
    shrinkage: number;
    rank: number;
    pTop: number | null;
  }[];
  /**
   * How far above (+) or below (−) the others a reviewer scores, with a 95 % interval; null where it cannot be told.
   */
  reviewers: { id: string; reviews: number; severity: number | null; low: number | null; high: number | null }[];
  /** How many of the first `top` are expected to be among the true best `top`. */
  expectedHits: number | null;
};

const WHY = {
  entries: "too-few-entries",
  reviewers: "too-few-reviewers",
  reviews: "too-few-reviews",
  equal: "all-equal",
} as const;

/**
 * A score in billionths, whole: two that agree to nine digits are equal, and equality holds between any number of them.
 */
export const billionths = (score: number): number => Math.round(score * 1e9);

/**
 * Ranks entries by their adjusted scores, or by their means where the data are too thin to correct, and says which.
 * Deterministic in the seed, whatever the order of the scores.
 */
export function standing(scores: readonly Score[], options: StandingOptions): Standing {
  return standingOf(fitted(scores), options);
}

export type Fitted = { scores: readonly Score[]; fit: Fit | null; why: Caveat; components: number };

/** The model of a set of scores, or why there is none. Does not depend on the scores' order. */
export function fitted(given: readonly Score[]): Fitted {
  const scores = [...given].sort((a, b) => order(a.entry, b.entry) || order(a.reviewer, b.reviewer));
  const thin = tooThin(scores);
  const parts = components(scores);
  const fit = thin ? null : fitSeverity(scores);
  return {
    scores,
    fit,
    components: parts,
    why: thin ? WHY[thin] : parts > 1 ? "unconnected" : fit!.variance.reviewer === 0 ? "no-severity" : null,
  };
}

function standingOf(
  { scores, fit, why, components: parts }: Fitted,
  { top, lowerIsBetter, draws, seed }: StandingOptions,
): Standing {
  const intercept = fit?.intercept ?? average(scores.map(({ score }) => score));
  const listed = (fit?.entries ?? plainMeans(scores))
    .map((entry) => ({ ...entry, adjusted: fit ? intercept + entry.effect : entry.mean }))
    .sort(byAdjusted({ lowerIsBetter, seed }));
  const chances =
    fit && top !== null && draws > 0 ? chancesOf(rankCounts(fit, { lowerIsBetter, draws, seed }), top) : null;
  return {
    method: fit ? "reml" : "mean",
    why,
    intercept,
    variance: fit?.variance ?? null,
    minus2LogREML: fit?.minus2LogREML ?? null,
    components: parts,
    entries: listed.map(({ id, reviews, mean, adjusted, correction, shrinkage }, index) => ({
      id,
      reviews,
      mean,
      adjusted,
      correction,
      shrinkage,
      rank: index + 1,
      pTop: chances?.get(id) ?? null,
    })),
    reviewers: fit
      ? fit.reviewers.map(({ id, reviews, severity, error }) => ({
          id,
          reviews,
          severity,
          low: severity - 1.96 * error,
          high: severity + 1.96 * error,
        }))
      : [...countBy(scores, "reviewer")].map(([id, reviews]) => ({
          id,
          reviews,
          severity: null,
          low: null,
          high: null,
        })),
    expectedHits: chances ? listed.slice(0, top!).reduce((sum, { id }) => sum + chances.get(id)!, 0) : null,
  };
}

/**
 * The order of adjusted scores: equal in billionths go by the higher mean, then by the lower spread of their scores,
 * then by a lot from the published seed.
 */
export function byAdjusted({ lowerIsBetter, seed }: Pick<StandingOptions, "lowerIsBetter" | "seed">) {
  const better = lowerIsBetter ? -1 : 1;
  type Valued = Pick<EntryEffect, "id" | "mean" | "deviation"> & { adjusted: number };
  return (a: Valued, b: Valued) =>
    better * (billionths(b.adjusted) - billionths(a.adjusted)) ||
    better * (billionths(b.mean) - billionths(a.mean)) ||
    billionths(a.deviation) - billionths(b.deviation) ||
    order(lotOf(seed, a.id), lotOf(seed, b.id));
}

function plainMeans(scores: readonly Score[]): EntryEffect[] {
  const given = new Map<string, number[]>();
  for (const { entry, score } of scores) given.set(entry, [...(given.get(entry) ?? []), score]);
  return [...given].map(([id, values]) => ({
    id,
    reviews: values.length,
    mean: average(values),
    deviation: deviationOf(values),
    effect: 0,
    correction: 0,
    shrinkage: 1,
  }));
}

function countBy(scores: readonly Score[], key: "entry" | "reviewer"): Map<string, number> {
  const counts = new Map<string, number>();
  for (const score of scores) counts.set(score[key], (counts.get(score[key]) ?? 0) + 1);
  return counts;
}

/** A lot drawn for an entry from the published seed: the last resort among equals. */
const lotOf = (seed: string, id: string): string => createHash("sha256").update(`${seed}\n${id}`).digest("hex");

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
