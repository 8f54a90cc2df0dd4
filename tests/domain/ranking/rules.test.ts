import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TieRule } from "#app/domain/round/rules.ts";
import { breakTies, compareMeans, cutLines, meanOf, propose, rank, summarise } from "#app/domain/ranking/rules.ts";
import { csvRow } from "#app/domain/csv.ts";

const entry = (code: string, reviews: number, total: number) => ({ entryId: code, code, reviews, total });
const ranks = (entries: ReturnType<typeof entry>[]) => rank(entries).map(({ code, rank: place }) => [code, place]);

describe("order", () => {
  it("is by the mean, best first", () =>
    expect(ranks([entry("a", 2, 700), entry("b", 1, 400), entry("c", 3, 900)])).toEqual([
      ["b", 1],
      ["a", 2],
      ["c", 3],
    ]));
  it("equal means share a rank and the next is skipped", () =>
    expect(ranks([entry("d", 1, 100), entry("b", 3, 1200), entry("c", 1, 400), entry("a", 1, 500)])).toEqual([
      ["a", 1],
      ["b", 2],
      ["c", 2],
      ["d", 4],
    ]));
  it("entries without reviews stand last and have no rank", () =>
    expect(ranks([entry("a", 0, 0), entry("b", 1, 100)])).toEqual([
      ["b", 1],
      ["a", null],
    ]));
  it("two without reviews are not a tie", () =>
    expect(rank([entry("a", 0, 0), entry("b", 0, 0)]).map(({ tied }) => tied)).toEqual([false, false]));
  it("says which entries share a rank", () =>
    expect(rank([entry("a", 1, 400), entry("b", 2, 800), entry("c", 1, 300)]).map(({ tied }) => tied)).toEqual([
      true,
      true,
      false,
    ]));
  it("tells apart what floating point cannot", () => {
    const [near, far] = [entry("a", 94906265, 94906266), entry("b", 94906266, 94906267)];
    expect(near.total / near.reviews).toBe(far.total / far.reviews);
    expect(ranks([far, near])).toEqual([
      ["a", 1],
      ["b", 2],
    ]);
  });
});

const entries = fc
  .array(fc.record({ reviews: fc.integer({ min: 0, max: 12 }), total: fc.integer({ min: 0, max: 6000 }) }), {
    maxLength: 40,
  })
  .map((list) =>
    list.map(({ reviews, total }, index) =>
      entry(`e${String(index).padStart(3, "0")}`, reviews, reviews === 0 ? 0 : total),
    ),
  );

describe("properties", () => {
  it("a rank is one more than the number of better entries", () =>
    fc.assert(
      fc.property(entries, (list) => {
        for (const each of rank(list)) {
          const better = list.filter((other) => compareMeans(other, each) < 0).length;
          expect(each.rank).toBe(each.reviews === 0 ? null : better + 1);
        }
      }),
    ));
  it("the order in which entries come changes nothing", () =>
    fc.assert(
      fc.property(
        entries.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(rank(shuffled)).toEqual(rank(list));
        },
      ),
    ));
  it("nobody is lost and nobody is added", () =>
    fc.assert(
      fc.property(entries, (list) => {
        expect(
          rank(list)
            .map(({ code }) => code)
            .sort(),
        ).toEqual(list.map(({ code }) => code).sort());
      }),
    ));
  it("no proposal gives away more places than there are, and better is never below worse", () =>
    fc.assert(
      fc.property(entries, fc.nat(10), fc.nat(10), (list, first, second) => {
        const ranked = rank(list);
        const proposals = propose(ranked, [
          { levelKey: "first", places: first },
          { levelKey: "second", places: second },
        ]);
        const given = ranked
          .map(({ entryId }) => proposals.get(entryId)!)
          .flatMap((proposal) => (proposal.kind === "level" ? [proposal.levelKey] : []));
        expect(given.filter((key) => key === "first").length).toBeLessThanOrEqual(first);
        expect(given.filter((key) => key === "second").length).toBeLessThanOrEqual(second);
        const heights = given.map((key) => ["first", "second", null].indexOf(key));
        expect(heights).toEqual([...heights].sort((a, b) => a - b));
      }),
    ));
});

describe("proposal", () => {
  const levels = [
    { levelKey: "winner", places: 1 },
    { levelKey: "shortlisted", places: 2 },
  ];
  const proposed = (list: ReturnType<typeof entry>[], given = levels) =>
    [...propose(rank(list), given)].map(([code, proposal]) => [code, proposal]);

  it("fills the levels from the top", () =>
    expect(proposed([entry("a", 1, 500), entry("b", 1, 400), entry("c", 1, 300), entry("d", 1, 200)])).toEqual([
      ["a", { kind: "level", levelKey: "winner" }],
      ["b", { kind: "level", levelKey: "shortlisted" }],
      ["c", { kind: "level", levelKey: "shortlisted" }],
      ["d", { kind: "level", levelKey: null }],
    ]));
  it("a tie across a line is not broken", () =>
    expect(proposed([entry("a", 1, 500), entry("b", 1, 500), entry("c", 1, 300), entry("d", 1, 200)])).toEqual([
      ["a", { kind: "tie", between: ["winner", "shortlisted"] }],
      ["b", { kind: "tie", between: ["winner", "shortlisted"] }],
      ["c", { kind: "level", levelKey: "shortlisted" }],
      ["d", { kind: "level", levelKey: null }],
    ]));
  it("a tie on one side of a line is no question", () =>
    expect(
      proposed([entry("a", 1, 500), entry("b", 1, 400), entry("c", 1, 400), entry("d", 1, 200)]).slice(1, 3),
    ).toEqual([
      ["b", { kind: "level", levelKey: "shortlisted" }],
      ["c", { kind: "level", levelKey: "shortlisted" }],
    ]));
  it("a tie can reach over two lines", () =>
    expect(proposed(["a", "b", "c", "d"].map((code) => entry(code, 1, 300)))[0]).toEqual([
      "a",
      { kind: "tie", between: ["winner", "shortlisted", null] },
    ]));
  it("without reviews there is nothing to propose", () =>
    expect(proposed([entry("a", 0, 0)])).toEqual([["a", { kind: "no-reviews" }]]));
  it("no places: nobody is awarded", () =>
    expect(proposed([entry("a", 1, 500)], [])).toEqual([["a", { kind: "level", levelKey: null }]]));
  it("lines are drawn where the levels end", () =>
    expect(cutLines([...levels, { levelKey: "none", places: 0 }])).toEqual([
      { levelKey: "winner", after: 1 },
      { levelKey: "shortlisted", after: 3 },
    ]));
});

describe("means as people read them", () => {
  it.each([
    [1, 425, { fraction: "17/4", decimal: "4.25" }],
    [3, 700, { fraction: "7/3", decimal: "2.333333" }],
    [3, 800, { fraction: "8/3", decimal: "2.666667" }],
    [2, 800, { fraction: "4", decimal: "4.00" }],
    [7, 2999, { fraction: "2999/700", decimal: "4.284286" }],
    [8, 2001, { fraction: "2001/800", decimal: "2.50125" }],
    [1, 0, { fraction: "0", decimal: "0.00" }],
    [0, 0, null],
  ])("%i reviews, %i hundredths", (reviews, total, mean) =>
    expect(meanOf({ reviews, total, parts: 100 })).toEqual(mean),
  );
});

it("criteria are summed up in points, whatever their scores are counted in", () => {
  const given = [37, 42].map((tenths, at) => ({
    scores: [
      { criterionId: "fine", value: tenths },
      { criterionId: "whole", value: 3 + at },
    ],
  }));
  expect(
    summarise(
      [
        { id: "fine", scale: "tenths" },
        { id: "whole", scale: "numbers" },
      ],
      given,
    ),
  ).toMatchObject([
    { mean: 3.95, least: 3.7, most: 4.2 },
    { mean: 3.5, least: 3, most: 4 },
  ]);
});

describe("B82: cells a spreadsheet would run", () => {
  it.each([
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "|calc",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "a,=1",
    "a;=1",
    "a\n=1",
  ])("%j is disarmed", (cell) => expect(csvRow([cell]).replace(/^"/, "")).toMatch(/^'/));
  it.each([
    ["Gardens of tomorrow", "Gardens of tomorrow\r\n"],
    ["a, b", '"a, b"\r\n'],
    ['say "yes"', '"say ""yes"""\r\n'],
    ["two\nlines", '"two\nlines"\r\n'],
    ["B-line", "B-line\r\n"],
  ])("%j stays itself", (cell, row) => expect(csvRow([cell])).toBe(row));
  it("numbers are numbers and nothing is nothing", () => expect(csvRow([1, null, -2])).toBe("1,,-2\r\n"));
});

describe("ties that a round declares how to break", () => {
  // Equal means of 300: A agrees on the heaviest criterion less than B, has the higher median; C is more at one. D
  // stands alone.
  const reviews = [
    ...[
      [100, 1, 9],
      [400, 6, 1],
      [400, 5, 2],
    ].map(([total, heavy, light]) => ({ entry: "A", total: total!, values: [light!, heavy!] })),
    ...[
      [600, 9, 1],
      [150, 3, 1],
      [150, 3, 1],
    ].map(([total, heavy, light]) => ({ entry: "B", total: total!, values: [light!, heavy!] })),
    ...[
      [300, 4, null],
      [300, 4, 2],
      [300, 4, 2],
    ].map(([total, heavy, light]) => ({ entry: "C", total: total!, values: [light!, heavy!] })),
  ];
  const ranked = rank([
    ...["A", "B", "C"].map((id) => ({ entryId: id, code: id, reviews: 3, total: 900 })),
    { entryId: "D", code: "D", reviews: 3, total: 600 },
  ]);
  const order = (
    ties: TieRule[],
    lot: ((id: string) => string) | null = (id) => ({ A: "2", B: "3", C: "1" })[id] ?? "9",
  ) =>
    breakTies(ranked, ties, { weights: [40, 60], reviews, lot }).map(({ entryId, rank: place, tied, brokenBy }) => [
      entryId,
      place,
      tied,
      brokenBy,
    ]);

  it.each<[TieRule[], unknown[][]]>([
    [
      ["criteria"],
      [
        ["B", 1, false, "criteria"],
        ["A", 2, false, "criteria"],
        ["C", 3, false, "criteria"],
      ],
    ],
    [
      ["median"],
      [
        ["A", 1, false, "median"],
        ["C", 2, false, "median"],
        ["B", 3, false, "median"],
      ],
    ],
    [
      ["spread"],
      [
        ["C", 1, false, "spread"],
        ["A", 2, false, "spread"],
        ["B", 3, false, "spread"],
      ],
    ],
    [
      ["lot"],
      [
        ["C", 1, false, "lot"],
        ["A", 2, false, "lot"],
        ["B", 3, false, "lot"],
      ],
    ],
  ])("by %s", (ties, expected) => expect(order(ties)).toEqual([...expected, ["D", 4, false, undefined]]));

  it("one rule after the other, and each entry says which one told it apart", () =>
    expect(order(["lot"], (id) => (id === "B" ? "1" : "2"))[0]).toEqual(["B", 1, false, "lot"]));
  it("before the lots are drawn the equal ones go on sharing a rank", () =>
    expect(order(["lot"], null).map(([, place, tied]) => [place, tied])).toEqual([
      [1, true],
      [1, true],
      [1, true],
      [4, false],
    ]));
});
