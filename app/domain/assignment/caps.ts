import { fixedCounts, isServable, PAIR, type Problem, rounded, type Rule, sum } from "./problem.ts";

/**
 * Sets tried for one entry at the most; beyond that its cap leaves reviewers kept apart aside, and is no lower than it
 * could be.
 */
const TRIES = 200;
/** A score so near the best an entry could get is the best. */
export const NEAR = 1e-6;

/**
 * What each entry could get at the most if it were alone: the affinities of its best readers that have room and, of the
 * rules that hold, keep those for regions and for reviewers kept apart. NaN for entries that the floor is not for. No
 * plan gives an entry more.
 */
export function capsOf(problem: Problem, holds: (rule: Rule) => boolean): Float64Array {
  const { entries, reviewers, affinity, pairs, regionLimits } = problem;
  const counts = fixedCounts(problem).reviewers;
  const full = reviewers.map(({ max }, reviewer) => holds("max") && max <= counts[reviewer]!);
  const apart = holds("apart") ? problem.apart : [];
  return Float64Array.from(entries, ({ reviews }, entry) => {
    if (!isServable(problem, entry)) return Number.NaN;
    const stateOf = (reviewer: number) => pairs[entry * reviewers.length + reviewer]!;
    const worthOf = (reviewer: number) => affinity[entry * reviewers.length + reviewer]!;
    const readers = [...reviewers.keys()];
    const fixed = readers.filter((reviewer) => stateOf(reviewer) === PAIR.fixed);
    const open = readers.filter(
      (reviewer) => stateOf(reviewer) !== PAIR.fixed && stateOf(reviewer) !== PAIR.forbidden && !full[reviewer],
    );
    open.sort((a, b) => worthOf(b) - worthOf(a) || a - b);
    const limit = holds("region") && regionLimits && regionLimits[entry]! >= 0 ? regionLimits[entry]! : Infinity;
    let tries = 0;
    // Taking the best one after another is exact for a limit by region; of two kept apart one is then left out,
    // whichever costs less.
    const best = (without: readonly number[]): number => {
      tries += 1;
      const taken = greedy(
        open.filter((reviewer) => !without.includes(reviewer)),
        fixed,
        Math.max(0, reviews - fixed.length),
        (reviewer) => reviewers[reviewer]!.region,
        limit,
      );
      const clash =
        tries > TRIES
          ? undefined
          : apart.find(
              (two) =>
                two.every((one) => taken.includes(one) || fixed.includes(one)) &&
                two.some((one) => taken.includes(one)),
            );
      if (!clash) return sum([...fixed, ...taken].map(worthOf));
      return Math.max(...clash.filter((one) => taken.includes(one)).map((one) => best([...without, one])));
    };
    return best([]);
  });
}

/** The first so many with no more of one region than allowed, fixed ones counted. */
function greedy(
  open: readonly number[],
  fixed: readonly number[],
  count: number,
  regionOf: (reviewer: number) => number,
  limit: number,
): number[] {
  const [taken, inRegion]: [number[], Map<number, number>] = [[], new Map()];
  const counted = (reviewer: number) => inRegion.set(regionOf(reviewer), (inRegion.get(regionOf(reviewer)) ?? 0) + 1);
  fixed.forEach(counted);
  for (const reviewer of open) {
    if (taken.length === count) break;
    if (regionOf(reviewer) >= 0 && (inRegion.get(regionOf(reviewer)) ?? 0) >= limit) continue;
    taken.push(reviewer);
    counted(reviewer);
  }
  return taken;
}

/** By entry: a floor, no higher than its cap. */
export const floorsAt = (floor: number, caps: Float64Array): Float64Array =>
  caps.map((cap) => (Number.isNaN(cap) ? -Infinity : Math.min(cap, floor)));

/** The score of the worst-off entry that the floor is for; 0 where there is none. */
export const worst = (scores: Float64Array, caps: Float64Array): number => {
  const least = scores.reduce(
    (low, score, entry) => (Number.isNaN(caps[entry]) ? low : Math.min(low, score)),
    Infinity,
  );
  return least === Infinity ? 0 : least;
};

/** The same of those that are not served as well as they ever could be; where all are, what the best of them has. */
export const worstBelowCap = (scores: Float64Array, caps: Float64Array): number => {
  const below = scores.reduce(
    (low, score, entry) => (score < caps[entry]! - NEAR ? Math.min(low, score) : low),
    Infinity,
  );
  return below === Infinity ? Math.max(0, ...caps.filter((cap) => !Number.isNaN(cap))) : below;
};

/**
 * Each entry gets `floor` or, where that is less, the best it could get alone: that is so of the `entries` (as places).
 * No plan that breaks the rules as little and has the same worst-served entry has a higher such floor than
 * `floorBound`.
 */
export type Capped = { floor: number; floorBound: number; entries: number[] };

/** What of a plan is told about the floor that each entry gets up to its cap. */
export function cappedOf(scores: Float64Array, caps: Float64Array, bound: number): Capped {
  const floor = worstBelowCap(scores, caps);
  return {
    floor: rounded(floor),
    floorBound: rounded(Math.max(floor, bound)),
    entries: [...caps.keys()].filter((entry) => caps[entry]! < floor - NEAR),
  };
}
