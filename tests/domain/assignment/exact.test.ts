import { describe, expect, it } from "vitest";
import { Exact } from "#app/domain/assignment/exact.ts";
import type { Problem } from "#app/domain/assignment/problem.ts";
import { solver } from "#app/domain/assignment/solver.ts";

const highs = await solver();
const clock = { isLate: () => false, left: () => 600, rest: () => 600 };

/** Quarters of affinity, an entry a line. Three of four reviewers keep apart: the best plan is far from the bound. */
const QUARTERS = ["2103", "0214", "1430", "4324", "4210", "0331"];
const problem: Problem = {
  entries: QUARTERS.map((_line, at) => ({ id: `e${at}`, reviews: 2 })),
  reviewers: [0, 1, 2, 3].map((at) => ({ id: `r${at}`, min: 0, max: 4, region: -1 })),
  regions: [],
  affinity: Float64Array.from(QUARTERS.join(""), (quarter) => Number(quarter) / 4),
  pairs: new Uint8Array(24),
  needs: [],
  regionLimits: null,
  apart: [
    [0, 1],
    [1, 2],
    [0, 2],
  ],
  even: false,
  soft: {},
};

function best(mostPairs?: number) {
  const exact = new Exact(highs, problem, clock, mostPairs);
  try {
    return exact.best({ kind: "total" }, false);
  } finally {
    exact.dispose();
  }
}

describe("the best whole plan", () => {
  it("is not searched for among more pairs than a limit once the first width gave no proof: what was found stays, unproved", () => {
    const proved = best();
    expect(proved.bound).toBe(proved.cost);
    const unproved = best(1);
    expect(unproved.plan).not.toBeNull();
    expect(unproved.bound).toBeLessThan(unproved.cost);
  });
});
