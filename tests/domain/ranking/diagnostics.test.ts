import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { chanceAbove } from "#app/domain/ranking/chi-square.ts";
import { diagnose } from "#app/domain/ranking/diagnostics.ts";
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

it("says nothing of anybody where nothing can be told", () =>
  expect(diagnose(SYNTHETIC.slice(0, 12))).toEqual({
    why: "too-few-entries",
    reliability: null,
    reviewers: [],
    disputed: [],
  }));
