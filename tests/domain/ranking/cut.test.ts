import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { bandOf, type CountingReview, cutAt, cutFigures, worthReading } from "#app/domain/ranking/cut.ts";
import { percentOf } from "#app/domain/ranking/rules.ts";

const rows = parse(readFileSync(path.join(import.meta.dirname, "references", "synthetic_300x60.csv")), {
  columns: true,
}) as Record<"entry" | "reviewer" | "score", string>[];
/** The synthetic round as reviews on two criteria whose weighted total is the score. */
const REVIEWS: CountingReview[] = rows.map(({ entry, reviewer, score }) => ({
  entry,
  reviewer,
  values: [Number(score) + 4, Number(score) - 6],
}));
const entriesIn = (reviews: readonly CountingReview[]) => [...new Set(reviews.map(({ entry }) => entry))];
const figures = cutFigures({
  reviews: REVIEWS,
  weights: [60, 40],
  method: "adjusted",
  ranked: entriesIn(REVIEWS),
  seed: "1",
  draws: 2000,
});

describe("the line on the synthetic round", () => {
  const cut = cutAt(figures, 45);
  it("has the near-tie band and the expected hits that 200,000 draws give", () => {
    const reference = JSON.parse(
      readFileSync(path.join(import.meta.dirname, "references", "ptop_synthetic_300x60.reference.json"), "utf8"),
    ) as { entries: Record<string, number | string>[] };
    const theirs = new Map(reference.entries.map((each) => [String(each["id"]), Number(each["pTop45"])]));
    expect(Math.max(...cut.entries.map(({ id, chance }) => Math.abs(chance - theirs.get(id)!)))).toBeLessThan(0.04);
    const band = [...theirs.values()].filter((chance) => bandOf(chance) === "near-tie").length;
    expect(Math.abs(cut.entries.filter((entry) => entry.band === "near-tie").length - band)).toBeLessThan(6);
    expect(cut.expectedHits! / figures.order.slice(0, 45).reduce((sum, id) => sum + theirs.get(id)!, 0)).toBeCloseTo(
      1,
      1,
    );
  });

  it("moves: chances at every line come from the same draws, and add up to its places", () => {
    for (const line of [1, 15, 45, 299])
      expect(cutAt(figures, line).entries.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(line, 8);
    const [narrow, wide] = [cutAt(figures, 15), cutAt(figures, 45)];
    expect(narrow.entries.every(({ chance }, at) => chance <= wide.entries[at]!.chance)).toBe(true);
  });

  it("each entry's interval holds most of its ranks, and its place is by the deciding method", () => {
    expect(cut.entries.map(({ place }) => place)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    expect(cut.entries.every(({ low, high }) => low >= 1 && low <= high && high <= 300)).toBe(true);
    expect(cut.entries.filter(({ place, low, high }) => place >= low && place <= high).length).toBeGreaterThan(270);
  });

  it("names who comes and who goes under each change; as many come as go", () => {
    expect(figures.variations.filter(({ variation }) => variation.kind === "without-reviewer")).toHaveLength(60);
    expect(figures.variations.filter(({ variation }) => variation.kind === "weight")).toHaveLength(4);
    expect(cut.changes.length).toBeGreaterThan(0);
    for (const change of cut.changes) {
      expect(change.in).toHaveLength(change.out.length);
      expect(change.out.every((id) => cut.entries.findIndex((entry) => entry.id === id) < 45)).toBe(true);
      expect(change.in.every((id) => cut.entries.findIndex((entry) => entry.id === id) >= 45)).toBe(true);
    }
    expect(cut.unchanged + cut.changes.length).toBe(figures.variations.length);
    // Both criteria say the same but for a constant, so no weight changes anything.
    expect(cut.changes.some(({ variation }) => variation.kind === "weight")).toBe(false);
  });

  it("asks for one more review where a place is most open", () => {
    const asked = worthReading(cut, 5).map((id) => cut.entries.find((entry) => entry.id === id)!.chance);
    const open = cut.entries
      .map(({ chance }) => chance * (1 - chance))
      .toSorted((a, b) => b - a)
      .slice(0, 5);
    asked.forEach((chance, at) => {
      expect(chance * (1 - chance)).toBeCloseTo(open[at]!, 10);
    });
  });
});

describe("a round too thin to correct", () => {
  const thin = cutFigures({
    reviews: REVIEWS.slice(0, 20),
    weights: [60, 40],
    method: "adjusted",
    ranked: entriesIn(REVIEWS),
    seed: "1",
    draws: 100,
  });
  it("goes by the means, says why, and gives no chance", () => {
    expect([thin.why, thin.counts]).toEqual(["too-few-entries", null]);
    const cut = cutAt(thin, 2);
    expect([cut.entries, cut.expectedHits]).toEqual([[], null]);
    expect(
      thin.variations.some(({ variation }) => variation.kind === "method" && variation.method === "adjusted"),
    ).toBe(false);
  });
});

it("a weight that matters moves the line", () => {
  const reviews = Array.from({ length: 12 }, (_, n) =>
    [0, 1, 2].map((reviewer) => ({
      entry: `e${n}`,
      reviewer: `r${reviewer}`,
      values: [n + reviewer / 10, 11 - n + ((n * reviewer) % 3) / 10],
    })),
  ).flat();
  const { variations } = cutFigures({
    reviews,
    weights: [50, 50],
    method: "mean",
    ranked: entriesIn(reviews),
    seed: "1",
    draws: 0,
  });
  const top = (criterion: number, percent: number) =>
    variations
      .find(
        ({ variation }) =>
          variation.kind === "weight" && variation.criterion === criterion && variation.percent === percent,
      )!
      .order.slice(0, 3);
  expect(top(0, 120)).toEqual(["e11", "e10", "e9"]);
  expect(top(0, 80)).toEqual(["e0", "e1", "e2"]);
  expect(top(1, 120)).toEqual(top(0, 80));
});

it.each([
  [1, 100],
  [0.99975, 99],
  [0.9, 90],
  [0.8998, 89],
  [0.57, 57],
  [0.5, 50],
  [0.1002, 11],
  [0.1, 10],
  [0.00025, 1],
  [0, 0],
])("a chance of %d is told in per cent, which never says another band", (chance, percent) => {
  expect(percentOf(chance)).toBe(percent);
  expect(bandOf(percent / 100)).toBe(bandOf(chance));
});

describe("what is done differently", () => {
  const given = { a: { x: 9, y: 6, z: 1 }, b: { x: 1, y: 8, z: 2 }, c: { x: 3, y: 3, z: 1 } };
  const { variations } = cutFigures({
    reviews: Object.entries(given).flatMap(([entry, by]) =>
      Object.entries(by).map(([reviewer, value]) => ({ entry, reviewer, values: [value] })),
    ),
    weights: [100],
    method: "mean",
    ranked: ["a", "b", "c"],
    seed: "1",
    draws: 0,
  });
  const orderWith = (wanted: object) =>
    variations.find(({ variation }) => JSON.stringify(variation) === JSON.stringify(wanted))!.order.join("");

  it.each([
    ["x", "bac"],
    ["y", "acb"],
    ["z", "abc"],
  ])("without reviewer %s the means of the others decide", (reviewer, order) =>
    expect(orderWith({ kind: "without-reviewer", reviewer })).toBe(order),
  );

  it.each([
    ["median", "acb"], // 6, 3 and 2
    ["standardised", "bac"], // 0.43, 0.23 and -0.65
  ])("%s scores decide", (method, order) => expect(orderWith({ kind: "method", method })).toBe(order));
});
