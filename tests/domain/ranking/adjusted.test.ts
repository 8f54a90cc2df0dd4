import { describe, expect, it } from "vitest";
import { adjust, type Adjustment, decidingScore, rankBy } from "#app/domain/ranking/adjusted.ts";

const entry = (entryId: string, reviews: number, total: number) => ({ entryId, code: entryId, reviews, total });
/** Twelve entries, each read by two of four reviewers, of whom r0 gives two points less than the others. */
const SCORES = Array.from({ length: 12 }, (_, n) =>
  [n % 4, (n + 1 + (n % 3)) % 4].map((reviewer) => ({
    entry: `e${n}`,
    reviewer: `r${reviewer}`,
    score: 3 + ((n * 5) % 7) / 4 + ((n * reviewer) % 3) / 10 - (reviewer === 0 ? 2 : 0),
  })),
).flat();
const ENTRIES = Array.from({ length: 12 }, (_, n) =>
  entry(
    `e${n}`,
    2,
    SCORES.filter((score) => score.entry === `e${n}`).reduce((sum, { score }) => sum + Math.round(score * 100), 0),
  ),
);

const found = (
  entries: Record<string, Partial<{ billionths: number; mean: number; deviation: number }>>,
): Adjustment => ({
  corrected: true,
  why: null,
  intercept: 3,
  variance: { entry: 1, reviewer: 1, residual: 1 },
  entries: new Map(
    Object.entries(entries).map(([id, given]) => [
      id,
      { billionths: 1, mean: 3, correction: 0, shrinkage: 1, deviation: 0, ...given },
    ]),
  ),
});
const order = (adjustment: Adjustment, entries: ReturnType<typeof entry>[], seed = "s") =>
  rankBy("adjusted", entries, adjustment, seed).map(({ entryId, rank }) => `${entryId} ${rank}`);

describe("the order of adjusted scores", () => {
  it("is not that of the means where a severe reviewer has read", () => {
    const adjustment = adjust(SCORES);
    expect(adjustment.corrected).toBe(true);
    const [means, adjusted] = [rankBy("mean", ENTRIES, adjustment, "s"), rankBy("adjusted", ENTRIES, adjustment, "s")];
    expect(adjusted.map(({ entryId }) => entryId)).not.toEqual(means.map(({ entryId }) => entryId));
    const scores = adjusted.map(({ entryId }) => adjustment.entries.get(entryId)!.billionths);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it("equals to nine digits go by the exact mean, then by the lower spread, then by lot", () => {
    const pair = [entry("a", 3, 900), entry("b", 1, 301)];
    expect(order(found({ a: {}, b: {} }), pair)).toEqual(["b 1", "a 2"]);
    const alike = [entry("a", 1, 300), entry("b", 2, 600)];
    expect(order(found({ a: { deviation: 0.2 }, b: { deviation: 0.1 } }), alike)).toEqual(["b 1", "a 2"]);
    const lots = ["1", "2", "3", "4", "5", "6"].map((seed) => order(found({ a: {}, b: {} }), alike, seed).join());
    expect(new Set(lots)).toEqual(new Set(["a 1,b 2", "b 1,a 2"]));
    expect(order(found({ a: {}, b: {} }), alike.toReversed())).toEqual(order(found({ a: {}, b: {} }), alike));
  });

  it("entries without reviews stand last and have no rank", () =>
    expect(order(found({ b: {} }), [entry("a", 0, 0), entry("b", 1, 100)])).toEqual(["b 1", "a null"]));
});

it("anyone can redo an adjusted score from what is shown", () => {
  const { entries, intercept, variance } = adjust(SCORES);
  for (const { billionths, mean, correction, shrinkage } of entries.values()) {
    expect(shrinkage).toBeCloseTo((2 * variance!.entry) / (2 * variance!.entry + variance!.residual), 10);
    expect(billionths / 1e9).toBeCloseTo(intercept + shrinkage * (mean + correction - intercept), 8);
  }
});

describe("where a correction is refused the means decide, ties and all", () => {
  const apart = [
    ...SCORES,
    ...SCORES.map(({ entry: id, reviewer, score }) => ({ entry: `x${id}`, reviewer: `x${reviewer}`, score })),
  ];
  it.each([
    ["too few entries", SCORES.slice(0, 12), "too-few-entries"],
    ["panels that never meet", apart, "unconnected"],
  ] as const)("%s", (_case, scores, why) => {
    const adjustment = adjust(scores);
    expect(adjustment).toMatchObject({ corrected: false, why });
    expect(
      rankBy("adjusted", [entry("a", 2, 800), entry("b", 1, 400)], adjustment, "s").map(({ rank, tied }) => [
        rank,
        tied,
      ]),
    ).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(decidingScore("adjusted", adjustment, "e0")).toBeNull();
  });
  it("and where the rules of the round say so", () => {
    expect(decidingScore("mean", adjust(SCORES), "e0")).toBeNull();
    expect(decidingScore("adjusted", adjust(SCORES), "e0")).toBe(adjust(SCORES).entries.get("e0")!.billionths);
  });
});
