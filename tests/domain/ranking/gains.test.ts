import { describe, expect, it } from "vitest";
import { type Gains, gains, SCENARIOS } from "#tests/support/simulation.ts";

/**
 * SCIENCE's B5 and B6 with its own figures, over the 400 made-up rounds of each kind that it asks for, always the same.
 * Exact fits and more draws are in `npm run bench:ranking`.
 */
const seen = {} as Record<keyof typeof SCENARIOS, Gains>;
for (const key of Object.keys(SCENARIOS) as (keyof typeof SCENARIOS)[])
  seen[key] = await gains(SCENARIOS[key], { rounds: 400, top: 15, draws: 200, seed: "1", quick: true });

const over = (key: keyof typeof SCENARIOS, method: "mean" | "standardised") =>
  seen[key].recall.adjusted - seen[key].recall[method];

describe("B5: how much more of the true top 15 adjusted scores find", () => {
  it.each([
    ["A", 0.035],
    ["C", 0.12],
  ] as const)("than the mean, in scenario %s: at least %d", (key, least) =>
    expect(over(key, "mean")).toBeGreaterThanOrEqual(least),
  );
  it("than the mean where there is no severity: nothing more, nothing less", () =>
    expect(Math.abs(over("D", "mean"))).toBeLessThanOrEqual(0.005));
  it.each([
    ["A", 0.02],
    ["D", 0.03],
    ["E", 0.08],
  ] as const)("than z-scores, in scenario %s: at least %d", (key, least) =>
    expect(over(key, "standardised")).toBeGreaterThanOrEqual(least),
  );
});

describe("B6: chances of the top 15 come true as often as they say", () => {
  it.each(["A", "B", "C", "D", "E"] as const)("scenario %s", (key) => {
    expect(seen[key].calibration!.expectedError).toBeLessThanOrEqual(0.01);
    expect(Math.abs(seen[key].calibration!.hits)).toBeLessThanOrEqual(0.015);
  });
});
