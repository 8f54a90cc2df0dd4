import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { components } from "#app/domain/assignment/connectedness.ts";
import { fitSeverity, tooThin } from "#app/domain/ranking/severity.ts";
import { standing } from "#app/domain/ranking/standing.ts";
import { type Effect, reference, referenceFile, scoresOf } from "#tests/support/references.ts";

type Chances = { entries: { id: string }[] };

/** The largest distance between effects and their references. */
const furthest = (
  ours: { id: string }[],
  theirs: Effect[],
  value: (each: never) => number,
  wanted: (each: Effect) => number,
) => Math.max(...theirs.map((each) => Math.abs(value(ours.find(({ id }) => id === each.id) as never) - wanted(each))));

describe("B1: the fit is lme4's", () => {
  it.each(["aibs_overall", "aibs_Innovation", "aibs_Approach", "aibs_Investig", "aibs_Signif", "synthetic_300x60"])(
    "%s",
    (name) => {
      const [theirs, scores] = [reference(name), scoresOf(name)];
      const fit = fitSeverity(scores);
      const mean = scores.reduce((sum, { score }) => sum + score, 0) / scores.length;
      const close = 1e-6 * Math.sqrt(scores.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / scores.length);
      expect(Math.abs(fit.intercept - theirs.intercept)).toBeLessThan(close);
      expect(Math.abs(fit.variance.entry / theirs.varEntry - 1)).toBeLessThan(1e-6);
      expect(Math.abs(fit.variance.residual / theirs.varResidual - 1)).toBeLessThan(1e-6);
      expect(Math.abs(fit.variance.reviewer - theirs.varReviewer)).toBeLessThan(1e-5);
      expect(Math.abs(fit.minus2LogREML - theirs.minus2LogREML)).toBeLessThan(1e-8);
      expect(
        furthest(
          fit.entries,
          theirs.entries,
          ({ effect }: { effect: number }) => effect,
          ({ blup }) => blup,
        ),
      ).toBeLessThan(close);
      expect(
        furthest(
          fit.reviewers,
          theirs.reviewers,
          ({ severity }: { severity: number }) => severity,
          ({ blup }) => blup,
        ),
      ).toBeLessThan(close);
      expect(
        furthest(
          fit.reviewers,
          theirs.reviewers,
          ({ error }: { error: number }) => error,
          ({ pevSD }) => pevSD,
        ),
      ).toBeLessThan(1e-5);
    },
  );

  it("does not care which side is the larger", () => {
    const scores = scoresOf("aibs_Approach");
    const turned = fitSeverity(
      scores.map(({ entry, reviewer, score }) => ({ entry: reviewer, reviewer: entry, score })),
    );
    const straight = fitSeverity(scores);
    expect(turned.minus2LogREML).toBeCloseTo(straight.minus2LogREML, 8);
    for (const { id, severity } of straight.reviewers)
      expect(turned.entries.find((each) => each.id === id)!.effect).toBeCloseTo(severity, 6);
    const errors = new Map(reference("aibs_Approach").entries.map(({ id, pevSD }) => [id, pevSD]));
    for (const { id, error } of turned.reviewers) expect(error).toBeCloseTo(errors.get(id)!, 5);
  });
});

it("B2: where reviewers do not differ the variance is exactly zero and the order is that of the means", () => {
  const scores = scoresOf("aibs_overall");
  const { variance, entries, reviewers, why } = standing(scores, { top: 15, lowerIsBetter: true, draws: 0, seed: "1" });
  expect([variance!.reviewer, why]).toEqual([0, "no-severity"]);
  expect(reviewers.every(({ severity, low, high }) => severity === 0 && low === 0 && high === 0)).toBe(true);
  expect(entries.map(({ mean }) => mean)).toEqual(entries.map(({ mean }) => mean).toSorted((a, b) => a - b));
  expect(entries.every(({ correction, adjusted }) => correction === 0 && Number.isFinite(adjusted))).toBe(true);
});

describe("B3: chances of the top are those of 200,000 draws", () => {
  it.each([
    ["synthetic_300x60", 45, false],
    ["synthetic_300x60", 15, false],
    ["aibs_overall", 24, true],
    ["aibs_overall", 10, true],
  ] as const)("%s, top %i", (name, top, lowerIsBetter) => {
    const theirs = (JSON.parse(readFileSync(referenceFile(`ptop_${name}.reference.json`), "utf8")) as Chances)
      .entries as unknown as Record<string, number>[];
    const { entries, expectedHits } = standing(scoresOf(name), { top, lowerIsBetter, draws: 4000, seed: "1" });
    const chance = new Map(theirs.map((each) => [String(each["id"]), each[`pTop${top}`]!]));
    expect(Math.max(...entries.map(({ id, pTop }) => Math.abs(pTop! - chance.get(id)!)))).toBeLessThan(0.03);
    const hits = entries.slice(0, top).reduce((sum, { id }) => sum + chance.get(id)!, 0);
    expect(Math.abs(expectedHits! / hits - 1)).toBeLessThan(0.01);
  });
});

it("comes out the same whatever the order of the scores, and differently for another seed", () => {
  const scores = scoresOf("aibs_Approach");
  const options = { top: 24, lowerIsBetter: true, draws: 200, seed: "1" };
  const first = standing(scores, options);
  fc.assert(
    fc.property(fc.shuffledSubarray(scores, { minLength: scores.length }), (shuffled) => {
      expect(standing(shuffled, options)).toEqual(first);
    }),
    { numRuns: 5 },
  );
  expect(standing(scores, { ...options, seed: "2" }).entries.map(({ pTop }) => pTop)).not.toEqual(
    first.entries.map(({ pTop }) => pTop),
  );
});

describe("data that cannot carry a correction", () => {
  const grid = (entries: number, reviewers: number, score: (entry: number, reviewer: number) => number) =>
    Array.from({ length: entries }, (_, entry) =>
      Array.from({ length: reviewers }, (_, reviewer) => ({
        entry: `e${entry}`,
        reviewer: `r${reviewer}`,
        score: score(entry, reviewer),
      })),
    ).flat();
  const wave = (entry: number, reviewer: number) => (entry * 7 + reviewer * 3) % 11;

  it.each([
    ["nine entries", grid(9, 4, wave), "entries", "too-few-entries"],
    ["two reviewers", grid(12, 2, wave), "reviewers", "too-few-reviewers"],
    [
      "one review each",
      Array.from({ length: 12 }, (_, n) => ({ entry: `e${n}`, reviewer: `r${n % 3}`, score: n })),
      "reviews",
      "too-few-reviews",
    ],
    ["nothing but fives", grid(12, 4, () => 5), "equal", "all-equal"],
  ] as const)("%s: the means are ranked and no chance is given", (_name, scores, thin, why) => {
    expect(tooThin(scores)).toBe(thin);
    const found = standing(scores, { top: 3, lowerIsBetter: false, draws: 100, seed: "1" });
    expect([found.method, found.why, found.variance, found.expectedHits]).toEqual(["mean", why, null, null]);
    expect(found.entries.every(({ adjusted, mean, pTop }) => adjusted === mean && pTop === null)).toBe(true);
    expect(found.entries.map(({ mean }) => mean)).toEqual(
      found.entries.map(({ mean }) => mean).toSorted((a, b) => b - a),
    );
  });

  it("two panels that never meet are two components, and the standing says so", () => {
    const apart = [
      ...grid(10, 4, wave),
      ...grid(10, 4, wave).map(({ entry, reviewer, score }) => ({
        entry: `${entry}'`,
        reviewer: `${reviewer}'`,
        score,
      })),
    ];
    expect(components(apart)).toBe(2);
    expect(components([...apart, { entry: "e0", reviewer: "r0'", score: 3 }])).toBe(1);
    expect(standing(apart, { top: null, lowerIsBetter: false, draws: 0, seed: "1" }).why).toBe("unconnected");
  });
});

it("a harsh reviewer's entries are lifted, and what is shown can be redone", () => {
  const harsh = Array.from({ length: 20 }, (_, entry) =>
    Array.from({ length: 3 }, (_, n) => (entry + n * 2) % 6).map((reviewer) => ({
      entry: `e${entry}`,
      reviewer: `r${reviewer}`,
      score: 50 + ((entry * 13) % 17) - (reviewer === 0 ? 20 : 0),
    })),
  ).flat();
  const { entries, reviewers } = standing(harsh, { top: null, lowerIsBetter: false, draws: 0, seed: "1" });
  const severity = new Map(reviewers.map((each) => [each.id, each.severity!]));
  expect(severity.get("r0")!).toBeLessThan(-10);
  expect(reviewers.find(({ id }) => id === "r0")!.high!).toBeLessThan(0);
  expect(entries.map(({ adjusted }) => adjusted).every(Number.isFinite)).toBe(true);
  // these scores are without any error, so the order must be exact
  const quality = (id: string) => (Number(id.slice(1)) * 13) % 17;
  expect(entries.map(({ id }) => quality(id))).toEqual(entries.map(({ id }) => quality(id)).toSorted((a, b) => b - a));
  for (const { id, correction } of entries) {
    const given = harsh.filter(({ entry }) => entry === id).map(({ reviewer }) => severity.get(reviewer)!);
    expect(correction).toBeCloseTo(-given.reduce((sum, each) => sum + each, 0) / given.length, 10);
  }
});
