import { describe, expect, it } from "vitest";
import { leftOut, readPairs } from "#app/domain/ballot/input.ts";
import { pageAsked, pairName, pagesOf, turnsOf } from "#app/domain/ballot/pairs.ts";
import { count } from "#app/domain/ballot/rules.ts";
import { comparisons, pairMark } from "#app/domain/proof/rules.ts";

const NAMES = [..."ABCDEFGHIJKLMNOP"];

describe("the pairs on a paper", () => {
  it.each([2, 3, 4, 5, 8, 15, 16])(
    "of %i entries each stands there once, and in a turn each entry at most once",
    (n) => {
      for (const number of [0, 1, 2, 7]) {
        const turns = turnsOf(NAMES.slice(0, n), { seed: "1", number });
        const pairs = turns.flat().map((pair) => pair.toSorted().join(""));
        expect([pairs.length, new Set(pairs).size]).toEqual([(n * (n - 1)) / 2, (n * (n - 1)) / 2]);
        for (const turn of turns) expect(new Set(turn.flat()).size).toBe(2 * turn.length);
      }
    },
  );

  it.each([4, 5, 15, 16])("of %i entries each stands first as often as second, to within one", (n) => {
    const turns = turnsOf(NAMES.slice(0, n), { seed: "1", number: 3 });
    for (const id of NAMES.slice(0, n)) {
      const first = turns.flat().filter(([one]) => one === id).length;
      expect(Math.abs(n - 1 - 2 * first)).toBeLessThanOrEqual(1);
    }
  });

  it("begin elsewhere for the next voter, the other way round, and stay what they are for one", () => {
    const of = (number: number, seed = "1") => turnsOf(NAMES.slice(0, 6), { seed, number });
    expect(of(0)).toEqual(of(0));
    expect(of(1)[0]!.map((pair) => pair.toReversed())).toEqual(of(0)[1]);
    expect(of(0, "2")).not.toEqual(of(0));
  });
});

const paper = (pairs: string, may = "ABC") => ({
  may: [...may],
  marks: Object.fromEntries(pairs.split(" ").map((pair) => [pairMark(pair[0]!, pair[1]!), 1])),
});
const counted = (papers: ReturnType<typeof paper>[], candidates = "ABC", lot = (id: string) => id) =>
  count("bradley-terry", { candidates: [...candidates], papers, seats: null, lot }).candidates;

describe("pairs counted by the model of Bradley and Terry", () => {
  it("give the strengths that a calculation apart from the portal finds (SciPy 1.17, BFGS)", () => {
    const found = counted([paper("AB BC AC"), paper("AB BC"), paper("AB CB"), paper("BA CB")]);
    expect(found.map(({ id, place, votes }) => [id, place, votes])).toEqual([
      ["A", 1, "0.621020"],
      ["B", 2, "0.199990"],
      ["C", 3, "0.178990"],
    ]);
  });

  it("what a later conflict is about is left out, and what nobody compared has no place; equals go by lot", () => {
    expect(comparisons(paper("AB BC AC", "AB"))).toEqual([["A", "B"]]);
    const found = counted([paper("AB BA"), { ...paper("CD", "ABC") }], "ABCD", (id) => (id === "B" ? "0" : id));
    expect(found.map(({ id, place }) => [id, place])).toEqual([
      ["B", 1],
      ["A", 2],
      ["C", null],
    ]);
  });

  it("one who stops early says less, not otherwise: an unanswered pair changes nothing", () => {
    const [first] = counted([paper("AB BC AC"), paper("AB")]);
    expect(first!.id).toBe("A");
    expect(Number(first!.votes)).toBeGreaterThan(Number(counted([paper("AB BC AC")])[0]!.votes));
  });
});

it("a form says of each pair which is better; what is on no pair of it is not read", () => {
  const sent = { [pairName("B", "A")]: "B", [pairName("A", "C")]: "none", [pairName("B", "C")]: "D" };
  const pairs = [["A", "B"] as const, ["C", "A"] as const, ["B", "C"] as const];
  expect(readPairs(pairs, { get: (name) => sent[name] ?? "" })).toEqual({ "B>A": 1 });
  expect(readPairs(pairs.slice(1), { get: (name) => sent[name] ?? "" })).toEqual({});
});

it("an answer about a pair that is not on the paper any more is told, silence about it is not", () => {
  const pairs = [["A", "B"]] as const;
  expect(leftOut(pairs, { "pair-A-B": ["B"], shown: ["A B C"] })).toBe(false);
  expect(leftOut(pairs, { "pair-A-B": ["B"], "pair-A-C": ["none"], "pair-B-C": [""] })).toBe(false);
  expect(leftOut(pairs, { "pair-A-B": ["B"], "pair-A-C": ["A"] })).toBe(true);
});

describe("the pages of a paper", () => {
  it.each([
    [2, [1]],
    [4, [6]],
    [6, [6, 6, 3]],
    [14, Array.from({ length: 13 }, () => 7)],
    [16, Array.from({ length: 15 }, () => 8)],
  ])("of %i entries hold whole turns, eight pairs at most", (n, sizes) => {
    const turns = turnsOf(NAMES.slice(0, n), { seed: "1", number: 1 });
    expect(pagesOf(turns).map((page) => page.length)).toEqual(sizes);
    expect(pagesOf(turns).flat()).toEqual(turns.flat());
  });

  it("open at the first without an answer, at the one that is asked for, and at no other", () => {
    const pages = pagesOf(turnsOf(NAMES.slice(0, 14), { seed: "1", number: 1 }));
    const [first, second, third] = pages.map((page) => page[0]!);
    expect(pageAsked(pages, [], null)).toBe(1);
    expect(pageAsked(pages, [first!, [third![1], third![0]]], null)).toBe(2);
    expect(
      pageAsked(
        pages,
        pages.map((page) => page[3]!),
        null,
      ),
    ).toBe(1);
    expect(pageAsked(pages, [second!], "13")).toBe(13);
    for (const none of ["0", "14", "-1", "1.0", "x", ""]) expect(pageAsked(pages, [], none)).toBeNull();
  });
});
