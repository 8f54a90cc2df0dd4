import { describe, expect, it } from "vitest";
import { gains, SCENARIOS } from "#tests/support/simulation.ts";

/**
 * Forty made-up rounds of each kind (sixteen of the slowest), always the same: enough to see each gain, not enough to
 * measure it. The full figures, over 400 rounds and with exact fits, come from `npm run bench:ranking`.
 */
const seen = Object.fromEntries(
  Object.entries(SCENARIOS).map(([key, scenario]) => [
    key,
    gains(scenario, { rounds: key === "E" ? 16 : 40, top: 15, draws: 200, seed: "1", quick: true }),
  ]),
) as Record<keyof typeof SCENARIOS, ReturnType<typeof gains>>;
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
    expect(Math.abs(over("D", "mean"))).toBeLessThanOrEqual(0.005 + 2 * seen.D.error.mean));
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
    expect(seen[key].calibration!.expectedError).toBeLessThanOrEqual(key === "B" ? 0.025 : 0.01);
    expect(Math.abs(seen[key].calibration!.hits)).toBeLessThanOrEqual(0.035);
  });
});
