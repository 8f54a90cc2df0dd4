import { describe, expect, it } from "vitest";
import { isCounted, outcomeOf, quorumOf } from "#app/domain/meeting/rules.ts";

const votes = (yes: number, no: number, abstentions = 0) => ({ yes, no, abstentions, quorum: 3, tainted: false });

describe("the quorum", () => {
  it("is what was set, else more than half of those who may stay, and never fewer than three", () => {
    expect(quorumOf(5, 20)).toBe(5);
    expect([1, 2, 3, 4, 5, 10, 11].map((members) => quorumOf(null, members))).toEqual([3, 3, 3, 3, 3, 6, 6]);
  });
});

describe("a motion", () => {
  it("is adopted by more yes than no, where enough have voted; abstentions count for that alone", () => {
    expect(outcomeOf(votes(2, 1))).toBe("adopted");
    expect(outcomeOf(votes(1, 0, 2))).toBe("adopted");
    expect(outcomeOf(votes(2, 2))).toBe("lost");
    expect(outcomeOf(votes(0, 0, 3))).toBe("lost");
    expect(outcomeOf(votes(2, 0))).toBe("no-quorum");
  });

  it("is void where somebody voted who was to leave, and tells its counts only when it is decided", () => {
    expect(outcomeOf({ ...votes(5, 0), tainted: true })).toBe("void");
    const told = (voters: number) =>
      (["adopted", "lost", "no-quorum", "void", null] as const).map((outcome) => isCounted(outcome, voters));
    expect(told(3)).toEqual([true, true, false, false, false]);
    expect(told(2)).toEqual([false, false, false, false, false]);
  });
});
