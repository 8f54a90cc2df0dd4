import type {
  RecordedBreach,
  RecordedBrought,
  RecordedCapped,
  RecordedPair,
  RecordedShortage,
  SideRules,
} from "#db/schema/assignment.ts";
import { fitOf, keyOf, type Pair, type Plan, type PlanInput, planHash, sharedThemes } from "./rules.ts";

const PERCENTILES = [5, 10, 25, 50, 75] as const;
const WORST = 10;
/**
 * What a plan is called that was taken before it was proved how well rules can be kept: it was the first to come to
 * hand.
 */
const FIRST_PLAN = "first";
/** What a plan is called that somebody brought as a table. */
export const BROUGHT = "brought";

/** What is kept of a plan that is carried out: everything its certificate says. */
export function recordOf(
  { entries, reviewers, existing, reviewsPerEntry, rules, calibration, seed }: PlanInput,
  plan: Plan,
) {
  const [known, judges] = [
    new Map(entries.map((entry) => [entry.id, entry])),
    new Map(reviewers.map((reviewer) => [reviewer.id, reviewer])),
  ];
  const recorded =
    (standing: boolean) =>
    ({ entryId, reviewerId }: Pair): RecordedPair[] => {
      const [entry, reviewer] = [known.get(entryId), judges.get(reviewerId)];
      if (!entry || !reviewer) return [];
      return [
        {
          entryId,
          reviewerId,
          affinity: fitOf(entry, reviewer, rules),
          themes: sharedThemes(entry, reviewer),
          standing,
        },
      ];
    };
  const { solver, settled, ...figures } = plan.proof;
  const moved = new Set(plan.moved.map(keyOf));
  return {
    seed,
    solver,
    objective: settled ? "capped" : FIRST_PLAN,
    planSha256: planHash(plan),
    reviewsPerEntry,
    ...figures,
    pairs: [
      ...existing.filter((pair) => !moved.has(keyOf(pair))).flatMap(recorded(true)),
      ...plan.pairs.flatMap(recorded(false)),
    ],
    unserved: plan.unserved,
    unkept: plan.unkept,
    loads: Object.fromEntries(plan.loads),
    rules,
    calibration: [...calibration],
    moved: plan.moved,
  };
}

type Run = {
  objective: string;
  brought?: RecordedBrought | null;
  rules: SideRules | null;
  calibration: readonly string[];
  unkept: readonly RecordedBreach[];
  moved: readonly Pair[];
  total: number;
  totalBound: number;
  floor: number;
  floorBound: number;
  capped: RecordedCapped | null;
  pairs: readonly RecordedPair[];
  unserved: readonly RecordedShortage[];
  loads: Readonly<Record<string, number>>;
};

/**
 * How an entry is served: its readers, the sum of their fit (how many know a theme, where breadth has no weight), how
 * many are missing and why.
 */
export type Served = {
  entryId: string;
  readers: RecordedPair[];
  score: number;
  missing: number;
  because: RecordedShortage["because"] | null;
};

/**
 * What a run says about the entries in `seen` alone: loads are counted over their readers, never over those of entries
 * that had left the round. `proof` is worked out over all entries, and its figures are null once one of them is not
 * seen, or any of the round is `hidden` by a conflict: one whose readers all left the panel is in no pair, nor short.
 * Sums of fits go by steps, so a bound less than a step above what was reached is reached.
 */
export function certify(run: Run, seen: ReadonlySet<string>, hidden: ReadonlySet<string>) {
  const short = new Map(run.unserved.map((each) => [each.entryId, each]));
  const readers = new Map<string, RecordedPair[]>([...short.keys()].map((id) => [id, []]));
  for (const pair of run.pairs) {
    const own = readers.get(pair.entryId);
    if (own) own.push(pair);
    else readers.set(pair.entryId, [pair]);
  }
  const whole = hidden.size === 0 && [...readers.keys()].every((id) => seen.has(id));
  const entries = [...readers]
    .filter(([id]) => seen.has(id))
    .map(
      ([entryId, own]): Served => ({
        entryId,
        readers: own,
        score: own.reduce((sum, { affinity }) => sum + affinity, 0),
        missing: short.get(entryId)?.missing ?? 0,
        because: short.get(entryId)?.because ?? null,
      }),
    );
  const steps = run.rules?.breadth ? 10_000 : 1;
  const onStep = (bound: number) => Math.floor(bound * steps + 1e-4) / steps;
  const [totalBound, floorBound] = [onStep(run.totalBound), onStep(run.floorBound)];
  const capped = run.capped && { floor: run.capped.floor, floorBound: onStep(run.capped.floorBound) };
  const loads = new Map(Object.keys(run.loads).map((id) => [id, 0]));
  for (const { readers: own } of entries)
    for (const { reviewerId } of own) loads.set(reviewerId, (loads.get(reviewerId) ?? 0) + 1);
  return {
    whole,
    settled: run.objective !== FIRST_PLAN,
    isBrought: run.objective === BROUGHT,
    brought: whole ? (run.brought ?? null) : null,
    proved:
      run.objective !== FIRST_PLAN &&
      run.objective !== BROUGHT &&
      totalBound <= run.total + 1e-6 &&
      floorBound <= run.floor + 1e-6 &&
      (!capped || capped.floorBound <= capped.floor + 1e-6),
    figures: whole ? { total: run.total, totalBound, floor: run.floor, floorBound, capped } : null,
    entries,
    worst: entries.toSorted((a, b) => a.score - b.score || b.missing - a.missing).slice(0, WORST),
    unserved: entries.filter(({ missing }) => missing > 0),
    unkept: run.unkept.filter(({ entryId }) => seen.has(entryId)),
    calibration: run.calibration.filter((id) => seen.has(id)),
    moved: run.moved.filter(({ entryId }) => seen.has(entryId)).length,
    atCap: entries.filter(({ entryId }) => run.capped?.entries.includes(entryId)),
    percentiles: percentilesOf(entries.map(({ score }) => score)),
    loads,
  };
}

/** The smallest value that at least so many per cent do not exceed. Nothing of nothing. */
function percentilesOf(scores: readonly number[]): { percent: number; score: number }[] {
  const sorted = scores.toSorted((a, b) => a - b);
  return sorted.length === 0
    ? []
    : PERCENTILES.map((percent) => ({
        percent,
        score: sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!,
      }));
}
