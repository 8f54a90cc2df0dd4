import { PAIR, type Problem, type Rule, worth } from "./problem.ts";
import type { Solved } from "./linear-model.ts";
import type { Program } from "./program.ts";

/** A pair that lowers the cost by less than this is not worth a column: the solver's own tolerance for duals. */
const WORTHWHILE = 1e-7;
const PER_ENTRY = 20;
const START = { best: 30, needed: 3, perRegion: 2, perReviewer: 2, spare: 10 };

/** A rule of an entry that has a row. */
export type RuleRow = { rule: Rule; row: number; readers: readonly number[] };

/** By entry: the rules that have rows, with those who keep or break them. */
export function rulesOf({ problem, rowOf }: Program): RuleRow[][] {
  const { entries, reviewers, regions, needs, apart } = problem;
  const rules: RuleRow[][] = entries.map(() => []);
  for (const [index, row] of rowOf.need)
    rules[needs[index]!.entry]!.push({ rule: needs[index]!.rule, row, readers: needs[index]!.readers });
  for (const [key, row] of rowOf.apart)
    rules[Math.floor(key / apart.length)]!.push({ rule: "apart", row, readers: apart[key % apart.length]! });
  const byRegion = regions.map((_name, index) =>
    [...reviewers.keys()].filter((reviewer) => reviewers[reviewer]!.region === index),
  );
  for (const [key, row] of rowOf.region)
    rules[Math.floor(key / regions.length)]!.push({ rule: "region", row, readers: byRegion[key % regions.length]! });
  return rules;
}

/**
 * Calls back with every allowed pair that has no column, and with what its column would change the cost by per unit:
 * below zero it can better the solution, at zero or above it cannot.
 */
function priceLeftOut(
  program: Program,
  { rowDuals }: Solved,
  found: (pair: number, reducedCost: number) => void,
): void {
  const { problem, columnOf, rowOf } = program;
  const { entries, reviewers, pairs, affinity } = problem;
  const total = program.goal.kind === "total";
  const byReviewer = Float64Array.from(
    reviewers,
    (_reviewer, at) =>
      rowDuals[program.loadRow[at]!]! + (program.evenRow.length > 0 ? rowDuals[program.evenRow[at]!]! : 0),
  );
  const extra = rulesOf(program);
  const own = new Float64Array(reviewers.length);
  for (let entry = 0; entry < entries.length; entry++) {
    const cover = rowDuals[program.coverRow[entry]!]!;
    const floorRow = rowOf.floor.get(entry);
    const floor = floorRow === undefined ? 0 : rowDuals[floorRow]!;
    own.fill(0);
    for (const { row, readers } of extra[entry]!) for (const reviewer of readers) own[reviewer]! += rowDuals[row]!;
    for (let reviewer = 0, pair = entry * reviewers.length; reviewer < reviewers.length; reviewer++, pair++) {
      if (columnOf[pair]! >= 0 || pairs[pair] === PAIR.forbidden) continue;
      found(
        pair,
        (total ? -worth(problem, pair) : 0) - cover - byReviewer[reviewer]! - own[reviewer]! - floor * affinity[pair]!,
      );
    }
  }
}

/**
 * The pairs that would better a solution, the best of each entry, and how much all together could at the very most:
 * each pair is at most one.
 */
export function missedPairs(program: Program, solved: Solved): { pairs: number[]; most: number } {
  const byEntry = new Map<number, { pair: number; reducedCost: number }[]>();
  let most = 0;
  priceLeftOut(program, solved, (pair, reducedCost) => {
    if (reducedCost < 0) most -= reducedCost;
    if (reducedCost >= -WORTHWHILE) return;
    const entry = Math.floor(pair / program.problem.reviewers.length);
    const list = byEntry.get(entry);
    if (list) list.push({ pair, reducedCost });
    else byEntry.set(entry, [{ pair, reducedCost }]);
  });
  const pairs = [...byEntry.values()].flatMap((list) =>
    list
      .sort((a, b) => a.reducedCost - b.reducedCost || a.pair - b.pair)
      .slice(0, PER_ENTRY)
      .map(({ pair }) => pair),
  );
  return { pairs, most };
}

/**
 * The pairs to begin with: the best of each entry, of each rule it has, of each region and of each reviewer, and
 * whatever is fixed or held.
 */
export function firstPairs(problem: Problem): number[] {
  const { entries, reviewers, regions, regionLimits, needs, pairs } = problem;
  const chosen = new Uint8Array(pairs.length);
  const take = (list: number[], most: number) => {
    for (const pair of list.slice(0, most)) chosen[pair] = 1;
  };
  const byWorth = (list: number[]) => list.sort((a, b) => worth(problem, b) - worth(problem, a) || a - b);
  const allowed = (list: number[]) => list.filter((pair) => pairs[pair] !== PAIR.forbidden);
  const needed = entries.map((): (readonly number[])[] => []);
  for (const { entry, readers } of needs) needed[entry]!.push(readers);
  for (let entry = 0; entry < entries.length; entry++) {
    const own = byWorth(allowed(reviewers.map((_reviewer, reviewer) => entry * reviewers.length + reviewer)));
    take(own, Math.max(START.best, 2 * entries[entry]!.reviews));
    take(
      own.filter((pair) => pairs[pair] !== PAIR.open),
      own.length,
    );
    for (const readers of needed[entry]!)
      take(byWorth(allowed(readers.map((reviewer) => entry * reviewers.length + reviewer))), START.needed);
    if (regionLimits)
      for (const region of regions.keys())
        take(
          own.filter((pair) => reviewers[pair % reviewers.length]!.region === region),
          START.perRegion,
        );
  }
  const demand = entries.reduce((total, { reviews }) => total + reviews, 0);
  for (const [reviewer, { max }] of reviewers.entries()) {
    const most = Math.min(max, Math.ceil(demand / reviewers.length) + START.spare);
    take(
      byWorth(allowed(entries.map((_entry, entry) => entry * reviewers.length + reviewer))),
      START.perReviewer * most,
    );
  }
  return Array.from(chosen.keys()).filter((pair) => chosen[pair] === 1);
}
