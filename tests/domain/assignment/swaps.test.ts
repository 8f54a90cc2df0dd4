import { describe, expect, it } from "vitest";
import type { Objective, Progress } from "#app/domain/assignment/optimum.ts";
import { readProblem } from "#app/cli/problem-file.ts";
import type { Problem } from "#app/domain/assignment/problem.ts";
import { type Instance, type Solution, solutionOf } from "#app/domain/assignment/solution.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { raisedBySwaps } from "#app/domain/assignment/swaps.ts";
import { syntheticRound } from "../../support/synthetic-round.ts";

const highs = await solver();
const [ENTRIES, REVIEWERS, REVIEWS] = [1000, 100, 3];

/** A round in which everybody may read everything, and a plan that asks nobody what fits them. */
const problem: Problem = {
  entries: Array.from({ length: ENTRIES }, (_none, at) => ({ id: `e${at}`, reviews: REVIEWS })),
  reviewers: Array.from({ length: REVIEWERS }, (_none, at) => ({ id: `r${at}`, min: 0, max: ENTRIES, region: -1 })),
  regions: [],
  affinity: Float64Array.from({ length: ENTRIES * REVIEWERS }, (_none, pair) => ((pair * 7919) % 1009) / 1009),
  pairs: new Uint8Array(ENTRIES * REVIEWERS),
  needs: [],
  regionLimits: null,
  apart: [],
  even: false,
  soft: {},
};
const plan = Array.from(
  { length: ENTRIES * REVIEWS },
  (_none, at) => Math.floor(at / REVIEWS) * REVIEWERS + ((at * 37) % REVIEWERS),
).sort((a, b) => a - b);

/** What exchanges make of the plan when time is over after the clock was looked at so often. */
function exchanged(floor: number, ticks: number) {
  let looks = 0;
  const raised = raisedBySwaps(problem, plan, new Float64Array(ENTRIES).fill(floor), () => looks++ >= ticks);
  const before = new Set(plan);
  return { raised, changed: raised?.filter((pair) => !before.has(pair)).length, looks };
}

describe("exchanges of readers", () => {
  it("end when time is over: between two looks at the clock there is one exchange of two readers at the most", () => {
    expect(exchanged(-Infinity, 0)).toEqual({ raised: plan, changed: 0, looks: 1 });
    const { raised, changed, looks } = exchanged(-Infinity, 20);
    expect([raised!.length, looks]).toEqual([plan.length, 21]);
    expect(changed).toBeGreaterThan(20);
    expect(changed).toBeLessThanOrEqual(40);
    expect(exchanged(-Infinity, Infinity).changed).toBeGreaterThan(1000);
  });

  it("find nothing where time is over before each entry has its floor", () => {
    expect(exchanged(1, 0)).toMatchObject({ raised: null, looks: 1 });
    expect(exchanged(1, 20)).toMatchObject({ raised: null, looks: 21 });
    expect(exchanged(1, Infinity).raised).not.toBeNull();
  });
});

describe("a search whose time is over", () => {
  /** With 100 s for the search, at so many seconds from when a step is begun. */
  const foundAt = (seconds: number, given: Instance, objective: Objective, step: Progress["step"]) => {
    let now = 0;
    const tell = (told: Progress) => {
      if (told.step === step) now = seconds * 1000;
    };
    return solutionOf(highs, given, { objective, seed: "1" }, { seconds: 100, now: () => now, tell });
  };

  it("has the first plan bettered by exchanges as long as there is time for those, and then takes it as it is", () => {
    const round = readProblem(JSON.stringify(syntheticRound({ entries: 60, reviewers: 20, reviews: 3, seed: 1 })));
    const [bettered, first] = [115, 150].map((at) => foundAt(at, round, "total", "rules")) as [Solution, Solution];
    expect([bettered.settled, first.settled]).toEqual([false, false]);
    expect([first.violations, first.assignments.length]).toEqual([bettered.violations, 180]);
    expect(bettered.total).toBeGreaterThan(first.total + 1);
  });

  it("has the floor raised by exchanges as long as there is time for those", () => {
    const fit = { e0: { r0: 1, r1: 0.5 }, e1: { r0: 0.5, r1: 0.1 } };
    const round = readProblem(
      JSON.stringify({
        entries: Object.keys(fit).map((id) => ({ id, reviews: 1 })),
        reviewers: ["r0", "r1"].map((id) => ({ id, max: 1 })),
        affinity: fit,
      }),
    );
    expect(foundAt(115, round, "fair", "floor")).toMatchObject({ settled: true, floor: 0.5, total: 1 });
    expect(foundAt(150, round, "fair", "floor")).toMatchObject({ settled: true, floor: 0.1, total: 1.1 });
  });
});
