import type { Highs } from "highs";
import { type Limits, type Objective, optimum } from "./optimum.ts";
import { type Demands, type Violation, violationsOf } from "./plan-check.ts";
import { inSeededOrder, type Need, PAIR, type Problem, type Rule } from "./problem.ts";
import { nameOf } from "./solver.ts";

/**
 * One instance of the problem, by names: what a plan must keep, what each pair is worth, which pairs stand and may
 * move, and which rules may give way.
 */
export type Instance = Demands & {
  affinity(entry: string, reviewer: string): number;
  held: readonly (readonly [string, string])[];
  even: boolean;
  soft: Problem["soft"];
};

export type Solution = {
  /** [entry, reviewer], by id. */
  assignments: [string, string][];
  total: number;
  totalBound: number;
  totalMaximum: number;
  floor: number;
  floorBound: number;
  /** Whether it was proved that no plan breaks the rules less. */
  settled: boolean;
  /**
   * With the aim "capped", where the floor is kept down by an entry's own best readers; `entries` are those that have
   * their best and less than `floor`.
   */
  capped?: { floor: number; floorBound: number; entries: string[] };
  violations: Violation[];
  loads: Record<string, number>;
  seed: string;
  solver: string;
};

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The best plan of an instance, checked against all its rules by code that did not make it. */
export function solutionOf(
  highs: Highs,
  instance: Instance,
  { objective, seed }: { objective: Objective; seed: string },
  limits: Limits,
): Solution {
  const problem = problemOf(instance, seed);
  const { plan, solves: _solves, capped, ...found } = optimum(highs, problem, objective, limits);
  const assignments = plan.map((pair): [string, string] => [
    problem.entries[Math.floor(pair / problem.reviewers.length)]!.id,
    problem.reviewers[pair % problem.reviewers.length]!.id,
  ]);
  assignments.sort((a, b) => byText(a[0], b[0]) || byText(a[1], b[1]));
  const violations = violationsOf(instance, assignments);
  const loads = new Map(instance.reviewers.map(({ id }) => [id, 0]));
  for (const [, reviewer] of assignments) loads.set(reviewer, loads.get(reviewer)! + 1);
  refuseBroken(problem, instance, violations);
  return {
    assignments,
    ...found,
    ...(capped
      ? { capped: { ...capped, entries: capped.entries.map((entry) => problem.entries[entry]!.id).sort(byText) } }
      : {}),
    violations,
    loads: Object.fromEntries([...loads].sort(([a], [b]) => byText(a, b))),
    seed,
    solver: nameOf(highs),
  };
}

/** Rules that never give way may be broken by what was fixed beforehand, and by nothing else. */
function refuseBroken({ soft }: Problem, { fixed }: Instance, violations: readonly Violation[]): void {
  for (const { rule, entry, reviewer } of violations) {
    if ((rule !== "max" && rule !== "region" && rule !== "apart") || soft[rule] !== undefined) continue;
    if (!fixed.some(([e, r]) => e === entry || r === reviewer))
      throw new Error(`The plan breaks a rule that may not give way: ${rule}, ${entry ?? reviewer}.`);
  }
}

function problemOf(instance: Instance, seed: string): Problem {
  const entries = inSeededOrder(instance.entries, `${seed}:entry`);
  const regions = [...new Set(instance.reviewers.flatMap(({ region }) => (region === undefined ? [] : [region])))].sort(
    byText,
  );
  const reviewers = inSeededOrder(instance.reviewers, `${seed}:reviewer`).map(({ region, ...reviewer }) => ({
    ...reviewer,
    region: region === undefined ? -1 : regions.indexOf(region),
  }));
  const entryAt = new Map(entries.map(({ id }, at) => [id, at]));
  const reviewerAt = new Map(reviewers.map(({ id }, at) => [id, at]));
  const affinity = new Float64Array(entries.length * reviewers.length);
  const pairs = new Uint8Array(affinity.length);
  for (const [entry, { id }] of entries.entries()) {
    for (const [reviewer, { id: reviewerId }] of reviewers.entries()) {
      const pair = entry * reviewers.length + reviewer;
      affinity[pair] = instance.affinity(id, reviewerId);
      if (instance.isForbidden(id, reviewerId)) pairs[pair] = PAIR.forbidden;
    }
  }
  const mark = (list: Instance["fixed"], state: number) => {
    for (const [entry, reviewer] of list)
      pairs[entryAt.get(entry)! * reviewers.length + reviewerAt.get(reviewer)!] = state;
  };
  mark(instance.held, PAIR.held);
  mark(instance.fixed, PAIR.fixed);
  const needs = entries.flatMap((entry, at): Need[] =>
    (["expert", "fluent"] as const).flatMap((rule) => {
      const readers = entry[rule]?.map((id) => reviewerAt.get(id)!).sort((a, b) => a - b);
      return readers && entry.reviews > 0 ? [{ rule, entry: at, readers }] : [];
    }),
  );
  const apart = instance.apart
    .map(([a, b]) => [reviewerAt.get(a)!, reviewerAt.get(b)!].sort((x, y) => x - y) as [number, number])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const limited = entries.some(({ regionLimit }) => regionLimit !== undefined);
  return {
    entries: entries.map(({ id, reviews }) => ({ id, reviews })),
    reviewers,
    regions,
    affinity,
    pairs,
    needs,
    regionLimits: limited ? Int32Array.from(entries, ({ regionLimit }) => regionLimit ?? -1) : null,
    apart,
    even: instance.even,
    soft: instance.soft as Partial<Record<Rule, number>>,
  };
}
