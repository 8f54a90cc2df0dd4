import { describe, expect, it } from "vitest";
import { endsOf, moved, pooledOrder } from "#app/domain/ranking/pooled.ts";
import { fitSeverity, type Score, tooThin } from "#app/domain/ranking/severity.ts";

/** A committee of four reads twelve entries, three each; a jury of three then reads the best four. */
const COMMITTEE: Score[] = Array.from({ length: 12 }, (_, entry) =>
  [0, 1, 2, 3]
    .filter((reviewer) => (entry + reviewer) % 4 !== 0)
    .map((reviewer) => ({
      entry: `e${entry}`,
      reviewer: `c${reviewer}`,
      score: entry + [0, 1.5, -1, 0.5][reviewer]! + (((entry * 5 + reviewer * 3) % 7) - 3) / 4,
      round: "committee",
    })),
).flat();
const JURY: Score[] = ["e8", "e9", "e10", "e11"].flatMap((entry, at) =>
  [0, 1, 2].map((juror) => ({
    entry,
    reviewer: `j${juror}`,
    // The jury is 40 points above the committee's scale of things, and hardly tells the four apart.
    score: 50 + [0.25, 0, 0, 0.25][at]! + juror,
    round: "jury",
  })),
);
const order = (scores: readonly Score[]) => pooledOrder({ scores: [...scores], round: "jury", seed: "1" });

describe("one model of all rounds", () => {
  it("orders a final that is too small to be adjusted by its own scores, and what the committee saw tells", () => {
    expect(tooThin(JURY)).toBe("entries");
    expect(order([...COMMITTEE, ...JURY])).toEqual(["e11", "e10", "e9", "e8"]);
  });

  it("names the entries of the round alone, each round by its own level, in whatever order the scores come", () => {
    const all = [...COMMITTEE, ...JURY];
    const lifted = all.map((each) => (each.round === "jury" ? { ...each, score: each.score - 45 } : each));
    expect(order(lifted)).toEqual(order(all));
    expect(order(all.toReversed())).toEqual(order(all));
    const one = fitSeverity(all.map(({ round: _round, ...each }) => each));
    expect(fitSeverity(all).variance.reviewer).toBeLessThan(one.variance.reviewer / 100);
  });

  it("is not misled by a jury that gives more: its level is its own, not the generosity of each juror", () => {
    const generous = [8, 9, 10, 11].flatMap((entry, at) =>
      [0, 1, 2]
        .filter((juror) => juror !== at % 3)
        .map((juror) => ({
          entry: `e${entry}`,
          reviewer: `j${juror}`,
          score: 50 + ((entry * 10 + juror * juror * 2) % 9),
          round: "jury",
        })),
    );
    expect(order([...COMMITTEE, ...generous])).toEqual(["e11", "e10", "e9", "e8"]);
    const asOne = fitSeverity([...COMMITTEE, ...generous].map(({ round: _round, ...each }) => each)).entries;
    expect(asOne.toSorted((a, b) => b.effect - a.effect)[0]!.id).toBe("e10");
  });

  it("lets a jury that is of one mind overrule the committee", () => {
    const sure = JURY.map((each) => ({ ...each, score: each.entry === "e8" ? 62 : each.score }));
    expect(order([...COMMITTEE, ...sure])![0]).toBe("e8");
  });

  it("says nothing where rounds share no entry, or too little is there", () => {
    expect(order([...COMMITTEE, ...JURY.map((each) => ({ ...each, entry: `${each.entry}'` }))])).toBeNull();
    expect(order(JURY)).toBeNull();
  });
});

it("scales are laid over each other, end to end", () => {
  const tenths = { min: 0, max: 100, step: 1, scale: "tenths" as const, weight: 60 };
  const marks = { min: 1, max: 5, step: 1, scale: "numbers" as const, weight: 40 };
  expect(endsOf([tenths, marks])).toEqual({ low: 0.4, high: 8 });
  expect(moved(3, { low: 1, high: 5 }, { low: 0, high: 100 })).toBe(50);
});
