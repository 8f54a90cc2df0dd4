import { describe, expect, it } from "vitest";
import { type BallotMethod, count, proposeVoted } from "#app/domain/ballot/rules.ts";
import { countTransferable } from "#app/domain/ballot/transferable.ts";
import { ballotState } from "#app/domain/ballot/rules.ts";
import { type Choices, worthsBy } from "#app/domain/ballot/plackett-luce.ts";
import type { Paper } from "#app/domain/proof/rules.ts";
import { rank } from "#app/domain/ranking/rules.ts";
import { chance } from "#db/seed/chance.ts";

const lot = (id: string) => id;
const ranking = (preferences: string, among = "ABCD"): Paper => ({
  may: [...among],
  marks: Object.fromEntries([...preferences].map((id, at) => [id, at + 1])),
});
const many = (groups: readonly (readonly [number, string])[], among?: string): Paper[] =>
  groups.flatMap(([times, preferences]) => Array.from({ length: times }, () => ranking(preferences, among)));
const counted = (method: BallotMethod, papers: Paper[], among = "ABCD") =>
  count(method, { candidates: [...among], papers, seats: null, lot }).candidates;
const places = (method: BallotMethod, papers: Paper[], among?: string) =>
  Object.fromEntries(counted(method, papers, among).map(({ id, place, votes }) => [id, [place, votes]]));

/** The capital of Tennessee, the textbook example of voting methods: Memphis, Nashville, Chattanooga, Knoxville. */
const TENNESSEE = [
  [42, "MNCK"],
  [26, "NCKM"],
  [15, "CKNM"],
  [17, "KCNM"],
] as const;
/**
 * What 20 guests would like to eat, three of it: the worked example of transferable votes. Oranges, pears, chocolate,
 * strawberries, sweets.
 */
const FOOD = [
  [4, "O"],
  [2, "PO"],
  [8, "CS"],
  [4, "CW"],
  [1, "S"],
  [1, "W"],
] as const;

describe("Borda", () => {
  it("gives the published sums: 194, 173, 126 and 107 of 300 points", () =>
    expect(places("borda", many(TENNESSEE, "MNCK"), "MNCK")).toEqual({
      N: [1, "97/150"],
      C: [2, "173/300"],
      M: [3, "21/50"],
      K: [4, "107/300"],
    }));

  it("lets those left unranked share what is left", () =>
    expect(places("borda", [ranking("A")])).toEqual({ A: [1, "1"], B: [2, "1/3"], C: [2, "1/3"], D: [2, "1/3"] }));

  it("a voter whom a conflict keeps from an entry makes it neither better nor worse", () => {
    const papers = [ranking("ABCD"), ranking("ACBD"), ranking("CBD", "BCD")];
    expect(places("borda", papers)["A"]).toEqual([1, "1"]);
    expect(counted("borda", papers).find(({ id }) => id === "A")).toMatchObject({ voters: 2 });
  });
});

describe("yes to one or to many", () => {
  const paper = (yes: string, among = "ABCD"): Paper => ({
    may: [...among],
    marks: Object.fromEntries([...among].map((id) => [id, yes.includes(id) ? 1 : 0])),
  });

  it("approval orders by the share of those who could vote; equals share a place", () =>
    expect(places("approval", [paper("AB"), paper("AC"), paper("AB", "ABC")])).toEqual({
      A: [1, "1"],
      B: [2, "2/3"],
      C: [3, "1/3"],
      D: [4, "0"],
    }));
  it("somebody in conflict is not counted among them", () =>
    expect(places("approval", [paper("B"), paper("A", "ACD"), paper("B")])["B"]).toEqual([1, "1"]));
  it("by yes or no, half is not enough", () =>
    expect(places("yes-no", [paper("ABC"), paper("AB"), paper("AC"), paper("A")])).toEqual({
      A: [1, "1"],
      B: [null, "1/2"],
      C: [null, "1/2"],
      D: [null, "0"],
    }));
  it("of what nobody could vote on it says nothing", () =>
    expect(places("approval", [paper("A", "AB")])).toEqual({ A: [1, "1"], B: [2, "0"] }));
  it("no lot fills a place where no paper counts", () =>
    expect(count("stv", { candidates: [..."ABC"], papers: [], seats: 2, lot }).candidates).toEqual([]));
});

describe("transferable votes", () => {
  const papersOf = (groups: readonly (readonly [number, string])[]) =>
    groups.flatMap(([times, preferences]) => Array.from({ length: times }, () => [...preferences]));

  it("elects what the worked example elects, stage by stage", () => {
    const { quota, elected, stages } = countTransferable({
      candidates: [..."OPCSW"],
      papers: papersOf(FOOD),
      seats: 3,
      lot,
    });
    expect([quota, elected]).toEqual([6, ["C", "O", "S"]]);
    expect(stages.map(({ votes, passed }) => [votes, passed?.id])).toEqual([
      [{ O: "4", P: "2", C: "12", S: "1", W: "1" }, "C"],
      [{ O: "4", P: "2", S: "5", W: "3" }, "P"],
      [{ O: "6", S: "5", W: "3" }, "W"],
      [{ S: "5" }, undefined],
    ]);
  });

  it("passes a surplus on at a value that adds up exactly, through candidates who are elected already", () => {
    const { stages } = countTransferable({
      candidates: [..."ABCD"],
      papers: papersOf([
        [5, "ABC"],
        [2, "BD"],
        [1, "C"],
        [1, "D"],
      ]),
      seats: 2,
      lot,
    });
    expect(stages[0]!.passed).toEqual({ id: "A", because: "surplus" });
    expect(stages[1]!.votes).toEqual({ B: "3", C: "1", D: "1" });
  });

  it("equals go by the last stage that tells them apart, then by lot", () => {
    const groups = [
      [4, "A"],
      [2, "B"],
      [2, "C"],
      [1, "DB"],
    ] as const;
    expect(
      countTransferable({ candidates: [..."ABCD"], papers: papersOf(groups), seats: 1, lot }).stages.map(
        ({ passed }) => passed?.id,
      ),
    ).toEqual(["D", "C", "B", undefined]);
    const tied = (draw: (id: string) => string) =>
      countTransferable({
        candidates: ["A", "B"],
        papers: papersOf([
          [1, "A"],
          [1, "B"],
        ]),
        seats: 1,
        lot: draw,
      }).elected;
    expect([tied((id) => id), tied((id) => (id === "A" ? "2" : "1"))]).toEqual([["A"], ["B"]]);
  });

  it("says whose place a lot decided: of equals elected at one stage, of the one excluded and the one who went on", () => {
    const lots = (groups: readonly (readonly [number, string])[], seats: number, among: string) =>
      count("stv", { candidates: [...among], papers: many(groups, among), seats, lot }).candidates.flatMap(
        ({ id, byLot }) => (byLot ? [id] : []),
      );
    const elected = [
      [3, "A"],
      [3, "B"],
      [1, "C"],
    ] as const;
    expect(lots(elected, 2, "ABC")).toEqual(["A", "B"]);
    const excluded = [
      [4, "A"],
      [1, "B"],
      [1, "C"],
    ] as const;
    expect([lots(excluded, 2, "ABC"), lots([...excluded, [3, "D"]], 1, "ABCD")]).toEqual([["B", "C"], []]);
    expect(
      lots(
        [
          [3, "A"],
          [2, "B"],
        ],
        1,
        "AB",
      ),
    ).toEqual([]);
  });

  it("fills every seat, keeps every vote's worth at one at most, and gives a solid group its share, whatever the votes", () => {
    let drawn = 0;
    const random = () => chance("solid coalitions", drawn++);
    for (let round = 0; round < 60; round++) {
      const candidates = [..."ABCDEFG"];
      const seats = 1 + (round % 4);
      const [inside, outside] = [candidates.slice(0, 4), candidates.slice(4)];
      const shuffled = (ids: string[]) =>
        ids
          .map((id) => [random(), id] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, id]) => id);
      const solid = 3 + (round % 9);
      const papers = [
        ...Array.from({ length: solid }, () => [...shuffled(inside), ...shuffled(outside)]),
        ...Array.from({ length: 12 }, () => shuffled(candidates).slice(0, 2 + (round % 5))),
      ];
      const { quota, elected, stages } = countTransferable({ candidates, papers, seats, lot });
      expect(new Set(elected).size).toBe(seats);
      expect(elected.filter((id) => inside.includes(id)).length).toBeGreaterThanOrEqual(
        Math.min(Math.floor(solid / quota), inside.length, seats),
      );
      const worth = (votes: Record<string, string>) =>
        Object.values(votes).reduce((sum, text) => {
          const [top, bottom = "1"] = text.split("/");
          return sum + Number(top) / Number(bottom);
        }, 0);
      for (const { votes } of stages) expect(worth(votes)).toBeLessThanOrEqual(papers.length + 1e-9);
      expect(
        countTransferable({ candidates: candidates.toReversed(), papers: papers.toReversed(), seats, lot }).elected,
      ).toEqual(elected);
    }
  });

  it("says who was not elected, and with how many votes they ended", () => {
    const { candidates, quota } = count("stv", {
      candidates: [..."OPCSW"],
      papers: many(FOOD, "OPCSW"),
      seats: 3,
      lot,
    });
    expect([quota, candidates.map(({ id, place, votes }) => [id, place, votes])]).toEqual([
      6,
      [
        ["C", 1, "12"],
        ["O", 2, "6"],
        ["S", 3, "5"],
        ["P", null, "2"],
        ["W", null, "3"],
      ],
    ]);
  });
});

describe("worths by rankings", () => {
  const FLAT = 1e8; // so wide a prior that it says nothing: what others publish are estimates of most likelihood
  const all = (worths: Map<string, { worth: number }>) => [...worths.values()].map(({ worth }) => worth);
  /** The logarithm of the posterior, choice by choice. */
  const posterior = (at: Record<string, number>, papers: readonly Choices[], variance: number) => {
    let sum = Object.values(at).reduce((before, worth) => before - worth ** 2 / (2 * variance), 0);
    for (const { among, ranked } of papers) {
      const left = new Set(among);
      for (const id of ranked) {
        sum += at[id]! - Math.log([...left].reduce((before, other) => before + Math.exp(at[other]!), 0));
        left.delete(id);
      }
    }
    return sum;
  };
  let drawn = 0;
  const random = () => chance("worths", drawn++);
  const shuffled = (ids: readonly string[]) =>
    ids
      .map((id) => [random(), id] as const)
      .sort((a, b) => a[0] - b[0])
      .map(([, id]) => id);
  const drawnPapers = (candidates: readonly string[], papers: number): Choices[] =>
    Array.from({ length: papers }, () => {
      const among = shuffled(candidates).slice(0, 2 + Math.floor(random() * (candidates.length - 1)));
      return { among: [...among].sort(), ranked: among.slice(0, 1 + Math.floor(random() * among.length)) };
    });

  it("are those published for partial rankings of different lengths (the Python package choix, tests/data/testcase-rankings-2)", () => {
    const papers = ["ABC", "DCA", "BD"].map((order) => ({ among: [...order].sort(), ranked: [...order] }));
    const expected = [-0.44328117, 0.69506219, -0.67061442, 0.4188334];
    for (const [at, worth] of all(worthsBy([..."ABCD"], papers, FLAT)).entries())
      expect(worth).toBeCloseTo(expected[at]!, 4);
  });

  it("of pairs are those of Bradley and Terry: the baseball season of 1987 (Agresti, Categorical Data Analysis)", () => {
    const teams = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"];
    const wins = [
      [0, 7, 9, 7, 7, 9, 11],
      [6, 0, 7, 5, 11, 9, 9],
      [4, 6, 0, 7, 7, 8, 12],
      [6, 8, 6, 0, 6, 7, 10],
      [6, 2, 6, 7, 0, 7, 12],
      [4, 4, 5, 6, 6, 0, 6],
      [2, 4, 1, 3, 1, 7, 0],
    ];
    const papers = wins.flatMap((row, i) =>
      row.flatMap((times, j) =>
        Array.from({ length: times }, () => ({ among: [teams[i]!, teams[j]!], ranked: [teams[i]!] })),
      ),
    );
    const worths = all(worthsBy(teams, papers, FLAT));
    expect(worths.map((worth) => (worth - worths.at(-1)!).toFixed(3))).toEqual([
      "1.581",
      "1.436",
      "1.294",
      "1.248",
      "1.108",
      "0.684",
      "0.000",
    ]);
  });

  it("are where nothing nearby is more probable, whoever could rank what, and the prior keeps what is unanimous finite", () => {
    for (let round = 0; round < 20; round++) {
      const candidates = [..."ABCDEF"].slice(0, 3 + (round % 4));
      const papers = drawnPapers(candidates, 1 + (round % 7));
      const found = Object.fromEntries([...worthsBy(candidates, papers)].map(([id, { worth }]) => [id, worth]));
      const best = posterior(found, papers, 4);
      for (const id of candidates)
        for (const step of [-1e-4, 1e-4])
          expect(posterior({ ...found, [id]: found[id]! + step }, papers, 4)).toBeLessThan(best);
      expect(Math.abs(Object.values(found).reduce((a, b) => a + b, 0))).toBeLessThan(1e-9);
    }
    expect(Number(counted("plackett-luce", many([[9, "ABCD"]]))[0]!.votes)).toBeLessThan(0.99);
  });

  it("other names, another order of papers or of candidates change nothing", () => {
    const candidates = [..."ABCDEF"];
    const told = (among: readonly string[], papers: readonly Paper[]) =>
      Object.fromEntries(
        count("plackett-luce", {
          candidates: among,
          papers,
          seats: null,
          lot: (id) => id.toLowerCase(),
        }).candidates.map(({ id, ...rest }) => [id.toLowerCase(), rest]),
      );
    const other = (id: string) => id.toLowerCase();
    for (let round = 0; round < 10; round++) {
      const papers = drawnPapers(candidates, 5).map(({ among, ranked }) => ranking(ranked.join(""), among.join("")));
      const renamed = papers.map(({ may, marks }) => ({
        may: may.map(other),
        marks: Object.fromEntries(Object.entries(marks).map(([id, mark]) => [other(id), mark])),
      }));
      expect(told(candidates.map(other).toReversed(), renamed.toReversed())).toEqual(told(candidates, papers));
    }
  });

  it("a voter whom a conflict keeps from an entry does not choose against it; equals go by lot, and what nobody ranked has no place", () => {
    const counts = counted("plackett-luce", [...many([[3, "ABCD"]]), ...many([[3, "BCD"]], "BCD")]);
    expect(counts.map(({ id, place, voters }) => [id, place, voters])).toEqual([
      ["A", 1, 3],
      ["B", 2, 6],
      ["C", 3, 6],
      ["D", 4, 6],
    ]);
    expect(
      counts.every(({ votes, between }) => Number(between![0]) < Number(votes) && Number(votes) < Number(between![1])),
    ).toBe(true);
    const drawnBy = (draw: (id: string) => string) =>
      count("plackett-luce", {
        candidates: [..."ABC"],
        papers: many(
          [
            [1, "AB"],
            [1, "BA"],
          ],
          "ABC",
        ),
        seats: null,
        lot: draw,
      }).candidates.map(({ id, place, byLot }) => [id, place, byLot]);
    expect([drawnBy((id) => id), drawnBy((id) => (id === "A" ? "Z" : id))]).toEqual([
      [
        ["A", 1, true],
        ["B", 2, true],
        ["C", null, undefined],
      ],
      [
        ["B", 1, true],
        ["A", 2, true],
        ["C", null, undefined],
      ],
    ]);
    expect(counts.filter(({ byLot }) => byLot)).toEqual([]);
  });
});

describe("what a ballot says about every entry", () => {
  const ranked = rank(
    [
      ["A", 5],
      ["B", 4],
      ["C", 3],
      ["D", 2],
      ["E", 1],
    ].map(([id, total]) => ({ entryId: id as string, code: id as string, reviews: 1, total: total as number })),
  );
  const levels = [
    { levelKey: "first", places: 1 },
    { levelKey: "second", places: 2 },
  ];
  const voted = (given: Record<string, number | null>) =>
    Object.fromEntries(
      proposeVoted(
        ranked,
        Object.entries(given).map(([id, place]) => ({ id, place, votes: "1", voters: 3 })),
        levels,
      ),
    );

  it("candidates fill the levels by their place, then the others by rank; who was not chosen gets none", () =>
    expect(voted({ A: null, B: 2, C: 1 })).toEqual({
      A: { kind: "level", levelKey: null },
      C: { kind: "level", levelKey: "first" },
      B: { kind: "level", levelKey: "second" },
      D: { kind: "level", levelKey: "second" },
      E: { kind: "level", levelKey: null },
    }));
  it("places that are shared across a line are for people to decide", () =>
    expect(voted({ A: 1, B: 1, C: 3 })["A"]).toEqual({ kind: "tie", between: ["first", "second"] }));
});

it("a ballot is open to its very last moment", () => {
  const closesAt = new Date("2026-11-20T10:00:00Z");
  expect([
    ballotState(null, closesAt),
    ballotState({ closesAt, countedAt: null }, closesAt),
    ballotState({ closesAt, countedAt: null }, new Date(closesAt.getTime() + 1)),
    ballotState({ closesAt, countedAt: closesAt }, closesAt),
  ]).toEqual(["none", "open", "over", "counted"]);
});
