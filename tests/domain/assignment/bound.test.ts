import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LagrangianBound } from "#app/domain/assignment/bound.ts";
import { PAIR, type Problem, scoresOf, worth } from "#app/domain/assignment/problem.ts";
import { Program } from "#app/domain/assignment/program.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { brokenCuts } from "#app/domain/assignment/separation.ts";

const highs = await solver();
const [ENTRIES, REVIEWERS, REVIEWS] = [4, 6, 2];

/**
 * Rounds so small that every plan can be tried, and so tight that a floor is reached by mixtures where whole sets of
 * readers fall short.
 */
const problem: fc.Arbitrary<Problem> = fc
  .record({
    affinity: fc.array(fc.integer({ min: 0, max: 100 }), {
      minLength: ENTRIES * REVIEWERS,
      maxLength: ENTRIES * REVIEWERS,
    }),
    states: fc.array(fc.constantFrom(...Array.from({ length: 8 }, () => PAIR.open), PAIR.held, PAIR.forbidden), {
      minLength: ENTRIES * REVIEWERS,
      maxLength: ENTRIES * REVIEWERS,
    }),
    fixed: fc.option(fc.nat(ENTRIES * REVIEWERS - 1), { nil: null }),
    limited: fc.boolean(),
    max: fc.integer({ min: 1, max: 2 }),
    min: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ affinity, states, fixed, limited, max, min }) => ({
    entries: Array.from({ length: ENTRIES }, (_none, at) => ({ id: `e${at}`, reviews: REVIEWS })),
    reviewers: Array.from({ length: REVIEWERS }, (_none, at) => ({
      id: `r${at}`,
      min,
      max: Math.max(max, min + 1),
      region: at % 2,
    })),
    regions: ["north", "south"],
    affinity: Float64Array.from(affinity, (units) => units / 100),
    pairs: Uint8Array.from(states, (state, pair) => (pair === fixed ? PAIR.fixed : state)),
    needs: [],
    regionLimits: limited ? new Int32Array(ENTRIES).fill(1) : null,
    apart: limited ? [[0, 1]] : [],
    even: false,
    soft: {},
  }));

/** Every plan that gives all reviews and breaks no rule. */
function plansOf({ reviewers, pairs, regionLimits, apart }: Problem): number[][] {
  let plans: { plan: number[]; loads: number[] }[] = [{ plan: [], loads: reviewers.map(() => 0) }];
  for (let entry = 0; entry < ENTRIES; entry++) {
    const from = entry * REVIEWERS;
    const sets = reviewers
      .flatMap((_one, a) => reviewers.flatMap((_two, b) => (a < b ? [[a, b]] : [])))
      .filter(
        (set) =>
          set.every((reader) => pairs[from + reader] !== PAIR.forbidden) &&
          reviewers.every((_each, reader) => pairs[from + reader] !== PAIR.fixed || set.includes(reader)) &&
          !(regionLimits && set[0]! % 2 === set[1]! % 2) &&
          !apart.some((two) => two.every((reader) => set.includes(reader))),
      );
    plans = plans
      .flatMap(({ plan, loads }) =>
        sets.map((set) => ({
          plan: [...plan, ...set.map((reader) => from + reader)],
          loads: loads.map((load, reader) => load + (set.includes(reader) ? 1 : 0)),
        })),
      )
      .filter(({ loads }) => loads.every((load, reader) => load <= reviewers[reader]!.max));
  }
  return plans
    .filter(({ loads }) => loads.every((load, reader) => load >= reviewers[reader]!.min))
    .map(({ plan }) => plan);
}

describe("what no whole plan can better", () => {
  it("is no more than the best plan costs, and no less than the relaxed program says; no plan within reach has a pair that was left out", () => {
    let sharper = 0;
    fc.assert(
      fc.property(problem, fc.nat(2), (given, down) => {
        const plans = plansOf(given).map((plan) => ({
          plan,
          cost: -plan.reduce((sum, pair) => sum + worth(given, pair), 0),
          worst: Math.min(...scoresOf(given, plan)),
        }));
        const floors = [...new Set(plans.map(({ worst }) => worst))].sort((a, b) => a - b);
        if (floors.length === 0) return;
        const floor = floors[Math.max(0, floors.length - 1 - down)]!;
        const kept = plans.filter(({ worst }) => worst >= floor - 1e-9);
        const program = new Program(
          highs,
          given,
          [...given.pairs.keys()].filter((pair) => given.pairs[pair] !== PAIR.forbidden),
        );
        try {
          for (const level of program.leeway.levels.keys()) program.leeway.close(level, 0);
          program.aim({ kind: "total" }, new Float64Array(ENTRIES).fill(floor));
          let relaxed = program.solve();
          for (
            let cuts = brokenCuts(program, relaxed.columns, true);
            cuts.length > 0;
            cuts = brokenCuts(program, relaxed.columns, true)
          ) {
            program.addCuts(cuts);
            relaxed = program.solve();
          }
          const bound = new LagrangianBound(program, relaxed, true, () => false);
          const best = Math.min(...kept.map(({ cost }) => cost));
          expect(bound.value).toBeLessThanOrEqual(best + 1e-6);
          expect(bound.value).toBeGreaterThanOrEqual(relaxed.value - 1e-6);
          if (bound.value > relaxed.value + 0.01) sharper += 1;
          for (const width of [best - bound.value, 0.2]) {
            const pairs = new Set(bound.within(width + 1e-6).pairs);
            for (const { plan, cost } of kept)
              if (cost <= bound.value + width) expect(plan.filter((pair) => !pairs.has(pair))).toEqual([]);
          }
        } finally {
          program.dispose();
        }
      }),
      { numRuns: 120, seed: 1 },
    );
    expect(sharper).toBeGreaterThan(10);
  });
});
