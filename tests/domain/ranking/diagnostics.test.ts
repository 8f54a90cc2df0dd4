import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { chanceAbove } from "#app/domain/ranking/chi-square.ts";
import { chanceOfAtLeast, diagnose, habitsOf, type ReviewMarks } from "#app/domain/ranking/diagnostics.ts";
import { fitSeverity, type Score } from "#app/domain/ranking/severity.ts";

const read = (name: string): Score[] =>
  (
    parse(readFileSync(path.join(import.meta.dirname, "references", `${name}.csv`)), { columns: true }) as Record<
      "entry" | "reviewer" | "score",
      string
    >[]
  ).map(({ entry, reviewer, score }) => ({ entry, reviewer, score: Number(score) }));
const SYNTHETIC = read("synthetic_300x60");

it.each([
  [3.841458821, 1, 0.05],
  [6.634896601, 1, 0.01],
  [5.991464547, 2, 0.05],
  [18.30703805, 10, 0.05],
  [29.58829845, 10, 0.001],
  [43.77297183, 30, 0.05],
  [124.3421134, 100, 0.05],
  [77.92946516, 100, 0.95],
  [0, 3, 1],
])("P(chi-square > %d with %i degrees of freedom) is %d (Abramowitz & Stegun, table 26.8)", (x, freedom, chance) =>
  expect(chanceAbove(x, freedom)).toBeCloseTo(chance, 7),
);

describe("what the synthetic round tells of its reviewers", () => {
  const { reviewers, reliability, disputed } = diagnose(SYNTHETIC);

  it("leverages add up to the effective number of parameters, so that mean squares are one where the model is right", () => {
    const leverages = fitSeverity(SYNTHETIC)
      .misfits()
      .map(({ leverage }) => leverage);
    expect(leverages.every((leverage) => leverage > 0 && leverage < 1)).toBe(true);
    expect(leverages.reduce((sum, each) => sum + each, 0)).toBeLessThan(360);
    const average = (of: "infit" | "outfit") => reviewers.reduce((sum, each) => sum + each[of], 0) / reviewers.length;
    expect(average("infit")).toBeCloseTo(1, 1);
    expect(average("outfit")).toBeCloseTo(1, 1);
  });
  it("a leverage is what a score pulls its own fitted value by, at the same variances", () => {
    const small = SYNTHETIC.slice(0, 120);
    const fit = fitSeverity(small);
    const moved = small.map((score, at) => (at === 7 ? { ...score, score: score.score + 0.001 } : score));
    const value = (given: typeof fit, scores: Score[]) => scores[7]!.score - given.misfits()[7]!.residual;
    expect((value(fitSeverity(moved), moved) - value(fit, small)) / 0.001).toBeCloseTo(fit.misfits()[7]!.leverage, 1);
  });
  it("reliability grows from one review to the mean to the adjusted score", () => {
    expect(reliability!.single).toBeGreaterThan(0.2);
    expect(reliability!.mean).toBeGreaterThan(reliability!.single);
    expect(reliability!.adjusted).toBeGreaterThan(reliability!.mean);
    expect(reliability!.adjusted).toBeLessThan(1);
  });
  it("finds a planted severe reviewer, a scattering one and one who gives everybody the same", () => {
    const [severe, wild, flat] = ["planted-severe", "planted-wild", "planted-flat"];
    const entries = [...new Set(SYNTHETIC.map(({ entry }) => entry))].slice(0, 40);
    const mean = (entry: string) => {
      const own = SYNTHETIC.filter((each) => each.entry === entry);
      return own.reduce((sum, { score }) => sum + score, 0) / own.length;
    };
    const planted = entries.flatMap((entry, n) => [
      { entry, reviewer: severe, score: mean(entry) - 25 },
      { entry, reviewer: wild, score: mean(entry) + (n % 2 ? 30 : -30) },
      { entry, reviewer: flat, score: 60 },
    ]);
    const found = new Map(diagnose([...SYNTHETIC, ...planted]).reviewers.map((each) => [each.id, each]));
    expect(found.get(severe)).toMatchObject({ leaning: "harsh", scatters: false });
    expect(found.get(severe)!.high).toBeLessThan(0);
    expect(found.get(wild)).toMatchObject({ scatters: true });
    expect(found.get(wild)!.infit).toBeGreaterThan(2);
    expect(found.get(flat)!.slope).toBeCloseTo(0, 8);
    expect(found.get(flat)!.spread).toEqual([60, 60, 60, 60, 60]);
  });
  it("disagreement: few false alarms, and a planted split is found first", () => {
    expect(disputed.length).toBeLessThan(300 * 0.03);
    const entry = SYNTHETIC[0]!.entry;
    let at = 0;
    const split = SYNTHETIC.map((score) =>
      score.entry === entry ? { ...score, score: score.score + (at++ % 2 ? 40 : -40) } : score,
    );
    expect(diagnose(split).disputed[0]).toMatchObject({ id: entry });
  });
});

it.each([
  [0, 5, 0.3, 1],
  [5, 5, 0.5, 1 / 32],
  [3, 5, 0.5, 0.5],
  [2, 3, 0.1, 0.028],
  [2, 20, 0.01, 0.0168594],
])("P(at least %i of %i at %d each) is %d", (count, of, each, chance) =>
  expect(chanceOfAtLeast(count, of, each)).toBeCloseTo(chance, 6),
);

/** What a reviewer leaves unexplained where everybody reads all, by the closed form of a balanced table. */
function misfitByHand(scores: readonly Score[], of: string): number {
  const mean = (given: readonly Score[]) => given.reduce((sum, { score }) => sum + score, 0) / given.length;
  const [entries, reviewers] = (["entry", "reviewer"] as const).map(
    (side) => new Map(scores.map((each) => [each[side], mean(scores.filter((other) => other[side] === each[side]))])),
  ) as [Map<string, number>, Map<string, number>];
  const { variance } = fitSeverity(scores);
  const kept = (of: number, reads: number) => (of * reads) / (of * reads + variance.residual);
  const [forEntries, forReviewers] = [kept(variance.entry, reviewers.size), kept(variance.reviewer, entries.size)];
  const own = scores.filter(({ reviewer }) => reviewer === of);
  const whole = mean(scores);
  const squares = own.map(
    ({ entry, score }) =>
      (score - whole - forEntries * (entries.get(entry)! - whole) - forReviewers * (reviewers.get(of)! - whole)) ** 2,
  );
  const leverage = (1 + forEntries * (entries.size - 1) + forReviewers * (reviewers.size - 1)) / scores.length;
  return squares.reduce((sum, each) => sum + each, 0) / (own.length * variance.residual * (1 - leverage));
}

describe("infit and outfit", () => {
  const all = Array.from({ length: 48 }, (_, n) => ({
    entry: `e${n % 12}`,
    reviewer: `r${Math.floor(n / 12)}`,
    score: (n % 12) + 2 * Math.floor(n / 12) + ((n * 29) % 11) / 2,
  }));

  it("are the same where everybody reads all, as worked out by hand: so one of them is shown", () => {
    for (const { id, infit, outfit } of diagnose(all).reviewers) {
      expect(infit).toBeCloseTo(misfitByHand(all, id), 6);
      expect(outfit).toBeCloseTo(infit, 8);
    }
  });
  it("weigh scores of unlike leverage differently, as two entries that only one or two read have", () => {
    const some = all.filter(
      ({ entry, reviewer }) => !(entry === "e0" && reviewer !== "r0") && !(entry === "e1" && reviewer > "r1"),
    );
    const misfits = fitSeverity(some).misfits();
    const sigma2 = fitSeverity(some).variance.residual;
    for (const { id, infit, outfit } of diagnose(some).reviewers) {
      const own = misfits.filter((_, row) => some[row]!.reviewer === id);
      const sum = (of: (misfit: (typeof own)[0]) => number) => own.reduce((total, each) => total + of(each), 0);
      expect(infit).toBeCloseTo(sum((of) => of.residual ** 2) / sum((of) => sigma2 * (1 - of.leverage)), 6);
      expect(outfit).toBeCloseTo(sum((of) => of.residual ** 2 / (sigma2 * (1 - of.leverage))) / own.length, 6);
      if (id === "r0") expect(Math.abs(infit - outfit)).toBeGreaterThan(0.1);
    }
  });
});

describe("how reviewers used the scales", () => {
  const FIVE = { min: 1, max: 5, step: 1 };
  const TEN = { min: 0, max: 100, step: 10 };
  const YES_NO = { min: 0, max: 1, step: 1 };
  type Given = readonly (readonly (number | null)[])[];
  const by = (reviewer: string, given: Given): ReviewMarks[] => given.map((marks) => ({ reviewer, marks }));
  const times = (count: number, ...given: Given): Given => Array.from({ length: count }, () => given).flat();

  it.each([
    ["a fifth of the marks at the top", times(5, [1, 2, 3, 4, 5]), Array(5).fill(FIVE), false],
    ["one mark more", [...times(4, [1, 2, 3, 4, 5]), [1, 2, 3, 5, 5]], Array(5).fill(FIVE), true],
    ["the top of each scale of its own", times(3, [5, 100, 2]), [FIVE, TEN, FIVE], true],
    ["the top of another scale", times(3, [4, 5, 2]), [FIVE, { min: 1, max: 9, step: 1 }, FIVE], false],
    ["marks that do not apply are none", times(3, [5, null, null, 4, 3, 2]), Array(6).fill(FIVE), true],
    ["yes on a scale that has little else", times(9, [1, 3]), [YES_NO, FIVE], false],
    ["two reviews tell nothing", times(2, [5, 5, 5]), Array(3).fill(FIVE), false],
    ["no reviews with marks", times(3, [null, null]), Array(2).fill(FIVE), false],
  ])("a ceiling: %s", (_what, given, criteria, crowded) =>
    expect(habitsOf(by("one", given), criteria).get("one")!.crowded).toBe(crowded),
  );

  const mixed = times(2, [1, 2, 3], [4, 3, 2], [2, 2, 3], [3, 1, 2], [4, 4, 4]);
  const others = [...by("two", mixed), ...by("three", mixed), ...by("four", mixed)];
  const even = times(10, [3, 3, 3]);
  it.each([
    ["ten reviews of ten", even, Array(3).fill(FIVE), true],
    ["as often as the others", mixed, Array(3).fill(FIVE), false],
    ["one more than the others", [...mixed, [2, 2, 2]], Array(3).fill(FIVE), false],
    ["twice, if only twice", times(2, [3, 3, 3]), Array(3).fill(FIVE), false],
    ["at the same place of different scales", times(10, [3, 50, 3]), [FIVE, TEN, FIVE], true],
    ["the same figure at different places", times(10, [2, 20, 20]), [FIVE, TEN, TEN], false],
    ["where all but one do not apply", times(10, [3, null, null]), Array(3).fill(FIVE), false],
  ])("the same on every criterion: %s", (_what, given, criteria, straight) =>
    expect(habitsOf([...by("one", given), ...others], criteria as (typeof FIVE)[]).get("one")!.straight).toBe(straight),
  );

  it("two reviews are too few, even where nobody else ever does it", () => {
    const never = ["two", "three"].flatMap((reviewer) => by(reviewer, times(10, [1, 2, 3])));
    const straight = (count: number) =>
      habitsOf([...by("one", times(count, [3, 3, 3])), ...never], Array(3).fill(FIVE)).get("one")!.straight;
    expect([straight(2), straight(3)]).toEqual([false, true]);
  });

  it("nobody stands out where everybody does it", () => {
    const all = ["one", "two", "three", "four"].flatMap((reviewer) => by(reviewer, even));
    expect([...habitsOf(all, Array(3).fill(FIVE)).values()].map(({ straight }) => straight)).toEqual(
      Array(4).fill(false),
    );
  });
});

it("says nothing of anybody where nothing can be told", () =>
  expect(diagnose(SYNTHETIC.slice(0, 12))).toEqual({
    why: "too-few-entries",
    reliability: null,
    reviewers: [],
    disputed: [],
  }));
