import type { Cut, Program } from "./program.ts";

/** How much of a rule a solution may break before it counts. */
const SLIGHT = 1e-6;

/**
 * The rules without a row that a solution breaks; `ahead` = also floors it nearly breaks, by this share. With `floor` =
 * false the floor is left aside.
 */
export function brokenCuts(program: Program, columns: Float64Array, floor: boolean, ahead = 0): Cut[] {
  const { problem, columnOf, rowOf } = program;
  const { reviewers, needs, regions, regionLimits, apart, affinity } = problem;
  const cuts: Cut[] = [];
  const has = (entry: number, reviewer: number) => {
    const column = columnOf[entry * reviewers.length + reviewer]!;
    return column < 0 ? 0 : columns[column]!;
  };
  for (const [index, { entry, readers }] of needs.entries()) {
    if (!rowOf.need.has(index) && readers.reduce((sum, reviewer) => sum + has(entry, reviewer), 0) < 1 - SLIGHT)
      cuts.push({ kind: "need", entry, index });
  }
  const inRegion = new Float64Array(regions.length);
  for (let entry = 0; entry < problem.entries.length; entry++) {
    let score = 0;
    inRegion.fill(0);
    for (let reviewer = 0; reviewer < reviewers.length; reviewer++) {
      const share = has(entry, reviewer);
      if (share === 0) continue;
      score += share * affinity[entry * reviewers.length + reviewer]!;
      if (reviewers[reviewer]!.region >= 0) inRegion[reviewers[reviewer]!.region]! += share;
    }
    if (floor && score < program.floors[entry]! * (1 + ahead) - SLIGHT && !rowOf.floor.has(entry))
      cuts.push({ kind: "floor", entry, index: 0 });
    if (regionLimits && regionLimits[entry]! >= 0) {
      for (const [index, share] of inRegion.entries()) {
        if (share > regionLimits[entry]! + SLIGHT && !rowOf.region.has(entry * regions.length + index))
          cuts.push({ kind: "region", entry, index });
      }
    }
    for (const [index, [a, b]] of apart.entries()) {
      if (has(entry, a) + has(entry, b) > 1 + SLIGHT && !rowOf.apart.has(entry * apart.length + index))
        cuts.push({ kind: "apart", entry, index });
    }
  }
  return cuts;
}
