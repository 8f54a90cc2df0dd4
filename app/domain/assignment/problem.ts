import { createHash } from "node:crypto";

/** What an assignment has to keep. `reviews`: as many readers as wanted; `even`: loads as alike as can be. */
export const RULES = ["reviews", "max", "min", "expert", "fluent", "region", "apart", "even"] as const;
export type Rule = (typeof RULES)[number];

/** May this pair be planned? `held` pairs stand now and may move, at a small price. */
export const PAIR = { open: 0, forbidden: 1, fixed: 2, held: 3 } as const;

/** What one changed pair costs, in affinity, when a round is planned again. */
export const PRICE_OF_CHANGE = 0.001;

/** At least one of these reviewers for this entry. */
export type Need = { rule: "expert" | "fluent"; entry: number; readers: readonly number[] };

/**
 * One round as numbers: entries and reviewers are known by their place in these lists, pairs by `entry *
 * reviewers.length + reviewer`. Make it from lists that are `inSeededOrder`: then the plan depends on the seed and not
 * on the order in which things were given.
 */
export type Problem = {
  entries: readonly { id: string; reviews: number }[];
  /** `region` is a place in `regions`, -1 = none. */
  reviewers: readonly { id: string; min: number; max: number; region: number }[];
  regions: readonly string[];
  /** By pair, finite and not negative. */
  affinity: Float64Array;
  /** By pair: one of `PAIR`. */
  pairs: Uint8Array;
  needs: readonly Need[];
  /** By entry: the most readers from one region, -1 = no limit. Null = no such rule. */
  regionLimits: Int32Array | null;
  /** Reviewers who never read the same entry. */
  apart: readonly (readonly [number, number])[];
  /** Shall loads be as alike as can be? */
  even: boolean;
  /**
   * Rules that may give way, and in which order, from 1: the smallest number gives way last. All others hold wherever
   * they can.
   */
  soft: Readonly<Partial<Record<Rule, number>>>;
};

/**
 * In the order of a hash of seed and id: ties between equal plans then favour nobody, and the order in which things
 * came does not matter.
 */
export function inSeededOrder<T extends { id: string }>(items: readonly T[], seed: string): T[] {
  const keyed = items.map((item) => ({ item, key: createHash("sha256").update(`${seed}:${item.id}`).digest("hex") }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item);
}

/**
 * Rules that say "at least" cannot always be kept. Kept wherever possible, in this order, before anything that is soft.
 */
const AT_LEAST: readonly Rule[] = ["reviews", "expert", "fluent", "min"];

/**
 * Which rules can give way, the most important first; those of one level count alike. Rules that are not in it always
 * hold.
 */
export function levelsOf(problem: Problem): Rule[][] {
  const priorities = new Map<number, Rule[]>();
  for (const rule of RULES) {
    const unasked =
      rule === "even"
        ? problem.even
          ? Infinity
          : undefined
        : AT_LEAST.includes(rule)
          ? AT_LEAST.indexOf(rule) - AT_LEAST.length
          : undefined;
    const priority = problem.soft[rule] ?? unasked;
    if (priority !== undefined) priorities.set(priority, [...(priorities.get(priority) ?? []), rule]);
  }
  return [...priorities].sort(([a], [b]) => a - b).map(([, rules]) => rules);
}

/** What a pair is worth to the plan: its affinity, and a little more where it stands already. */
export const worth = ({ affinity, pairs }: Problem, pair: number): number =>
  affinity[pair]! + (pairs[pair] === PAIR.held ? PRICE_OF_CHANGE : 0);

/**
 * How much a breach grows dearer step by step, so that two missing reviews are missed by two entries rather than by
 * one; from the last step on it grows no dearer.
 */
export const STEPS = 6;

/** What one step more costs after so many. */
export const stepCost = (step: number): number => 2 * Math.min(step, STEPS - 1) + 1;

/** What so many steps cost together. */
export const stepsCost = (steps: number): number => sum(Array.from({ length: steps }, (_none, step) => stepCost(step)));

/** What each reads at the least where loads are even. */
export const evenShare = ({ entries, reviewers }: Problem): number =>
  Math.floor(sum(entries.map(({ reviews }) => reviews)) / Math.max(1, reviewers.length));

/** How many fixed pairs each entry and each reviewer has. */
export function fixedCounts({ entries, reviewers, pairs }: Problem): { entries: Int32Array; reviewers: Int32Array } {
  const counts = { entries: new Int32Array(entries.length), reviewers: new Int32Array(reviewers.length) };
  for (const [pair, state] of pairs.entries()) {
    if (state !== PAIR.fixed) continue;
    counts.entries[Math.floor(pair / reviewers.length)]! += 1;
    counts.reviewers[pair % reviewers.length]! += 1;
  }
  return counts;
}

/**
 * Is the floor for this entry, too? It wants reviews, and somebody may read it: one that nobody may read would leave no
 * floor to the others.
 */
export const isServable = ({ entries, reviewers, pairs }: Problem, entry: number): boolean =>
  entries[entry]!.reviews > 0 &&
  reviewers.some((_reviewer, reviewer) => pairs[entry * reviewers.length + reviewer] !== PAIR.forbidden);

/** The sum of affinities of each entry's pairs, and over all. */
export function scoresOf({ entries, reviewers, affinity }: Problem, plan: readonly number[]): Float64Array {
  const scores = new Float64Array(entries.length);
  for (const pair of plan) scores[Math.floor(pair / reviewers.length)]! += affinity[pair]!;
  return scores;
}

/**
 * The step all affinities are whole multiples of, if there is one of at least 0.0001: sums are then multiples of it
 * too, and gaps below it are closed. 0 = none.
 */
export function grainOf({ affinity, pairs }: Problem): number {
  let grain = 0;
  for (let pair = 0; pair < affinity.length; pair++) {
    if (pairs[pair] === PAIR.forbidden || affinity[pair] === 0) continue;
    const units = Math.round(affinity[pair]! * 10_000);
    if (Math.abs(affinity[pair]! * 10_000 - units) > 1e-7) return 0;
    for (let rest = units; rest > 0; ) [grain, rest] = [rest, grain % rest];
    if (grain === 1) break;
  }
  return grain / 10_000;
}

export const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** A figure as it is told: without what sums of affinities lose in rounding. */
export const rounded = (figure: number): number => Math.round(figure * 1e9) / 1e9;
