import type { RecordedPair, RecordedShortage } from "#db/schema/assignment.ts";
import { type Pair, type Plan, type PlanInput, planHash, sharedThemes } from "./rules.ts";

const PERCENTILES = [5, 10, 25, 50, 75] as const;
const WORST = 10;

/** What is kept of a plan that is carried out: everything its certificate says. */
export function recordOf({ entries, reviewers, existing, reviewsPerEntry, seed }: PlanInput, plan: Plan) {
  const [known, judges] = [new Map(entries.map((entry) => [entry.id, entry])), new Map(reviewers.map((reviewer) => [reviewer.id, reviewer]))];
  const recorded = (standing: boolean) => ({ entryId, reviewerId }: Pair): RecordedPair[] => {
    const [entry, reviewer] = [known.get(entryId), judges.get(reviewerId)];
    if (!entry || !reviewer) return [];
    const themes = sharedThemes(entry, reviewer);
    return [{ entryId, reviewerId, affinity: themes.length > 0 ? 1 : 0, themes, standing }];
  };
  const { solver, ...figures } = plan.proof;
  return {
    seed, solver, objective: "fair", planSha256: planHash(plan), reviewsPerEntry, ...figures,
    pairs: [...existing.flatMap(recorded(true)), ...plan.pairs.flatMap(recorded(false))], unserved: plan.unserved, loads: Object.fromEntries(plan.loads),
  };
}

type Run = { total: number; totalBound: number; floor: number; floorBound: number; pairs: readonly RecordedPair[]; unserved: readonly RecordedShortage[]; loads: Readonly<Record<string, number>> };

/** How an entry is served: readers in all, how many of them know a theme of it, how many are missing and why. */
export type Served = { entryId: string; readers: RecordedPair[]; score: number; missing: number; because: RecordedShortage["because"] | null };

/**
 * What a run says about the entries in `seen` alone. `proof` is worked out over all entries, and its figures are null once one of them is not
 * seen, as are the loads then counted over what is. Affinities are whole numbers, so a bound less than 1 above what was reached is reached.
 */
export function certify(run: Run, seen: ReadonlySet<string>) {
  const short = new Map(run.unserved.map((each) => [each.entryId, each]));
  const readers = new Map<string, RecordedPair[]>([...short.keys()].map((id) => [id, []]));
  for (const pair of run.pairs) readers.set(pair.entryId, [...(readers.get(pair.entryId) ?? []), pair]);
  const whole = [...readers.keys()].every((id) => seen.has(id));
  const entries = [...readers].filter(([id]) => seen.has(id)).map(([entryId, own]): Served => ({
    entryId, readers: own, score: own.reduce((sum, { affinity }) => sum + affinity, 0), missing: short.get(entryId)?.missing ?? 0, because: short.get(entryId)?.because ?? null,
  }));
  const [totalBound, floorBound] = [Math.floor(run.totalBound + 1e-6), Math.floor(run.floorBound + 1e-6)];
  const counted = new Map(Object.keys(run.loads).map((id) => [id, 0]));
  for (const { readers: own } of entries) for (const { reviewerId } of own) counted.set(reviewerId, (counted.get(reviewerId) ?? 0) + 1);
  return {
    whole, proved: totalBound <= run.total && floorBound <= run.floor,
    figures: whole ? { total: run.total, totalBound, floor: run.floor, floorBound } : null,
    entries, worst: entries.toSorted((a, b) => a.score - b.score || b.missing - a.missing).slice(0, WORST), unserved: entries.filter(({ missing }) => missing > 0),
    percentiles: percentilesOf(entries.map(({ score }) => score)), loads: whole ? new Map(Object.entries(run.loads)) : counted,
  };
}

/** The smallest value that at least so many per cent do not exceed. Nothing of nothing. */
function percentilesOf(scores: readonly number[]): { percent: number; score: number }[] {
  const sorted = scores.toSorted((a, b) => a - b);
  return sorted.length === 0 ? [] : PERCENTILES.map((percent) => ({ percent, score: sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]! }));
}
