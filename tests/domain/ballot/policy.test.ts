import { describe, expect, it } from "vitest";
import { type BallotFacts, canCount, canOpenBallot, canSeeBallot, canVote } from "#app/domain/ballot/policy.ts";
import type { BallotState } from "#app/domain/ballot/rules.ts";
import { ANONYMOUS, type Actor } from "#app/domain/context.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";

const chair: Actor = { ...ANONYMOUS, panels: [{ roundId: "r", cycleId: "c", role: "chair" }] };
const lin: Actor = { ...ANONYMOUS, staff: ["secretariat"] };
const observer: Actor = { ...ANONYMOUS, staff: ["observer"] };
const outsiders: Actor[] = [
  ANONYMOUS,
  { ...ANONYMOUS, staff: ["administrator"] },
  { ...ANONYMOUS, panels: [{ roundId: "r", cycleId: "c", role: "reviewer" }] },
  { ...ANONYMOUS, panels: [{ roundId: "other", cycleId: "c", role: "chair" }] },
];
const seen = { seesAll: true };
const facts: BallotFacts = {
  roundId: "r",
  frozen: true,
  state: "none",
  voters: 3,
  papers: 0,
  whole: 0,
  decision: "none",
};

it("only those who decide open and count; observers read; nobody else knows", () => {
  for (const actor of outsiders)
    expect([
      canSeeBallot(actor, facts),
      canOpenBallot(actor, facts, seen),
      canCount(actor, { ...facts, state: "over", papers: 1 }),
    ]).toEqual([hidden, hidden, hidden]);
  expect([
    canSeeBallot(observer, facts),
    canOpenBallot(observer, facts, seen),
    canCount(observer, { ...facts, state: "over", papers: 1 }),
  ]).toEqual([yes, no("not-your-role"), no("not-your-role")]);
  for (const actor of [chair, lin])
    expect([
      canSeeBallot(actor, facts),
      canOpenBallot(actor, facts, seen),
      canCount(actor, { ...facts, state: "over", papers: 1 }),
    ]).toEqual([yes, yes, yes]);
});

it.each<[Partial<BallotFacts>, ReturnType<typeof canOpenBallot>]>([
  [{ frozen: false }, notNow("round-not-frozen")],
  [{ decision: "proposed" }, notNow("already-proposed")],
  [{ decision: "final" }, notNow("already-finalised")],
  [{ state: "open", papers: 0 }, yes],
  [{ state: "open", papers: 1 }, notNow("ballot-held")],
  [{ state: "over", papers: 1 }, notNow("ballot-held")],
  [{ state: "over", papers: 0 }, yes],
  [{ state: "counted", papers: 3 }, notNow("ballot-held")],
])("opening with %j", (given, verdict) => expect(canOpenBallot(lin, { ...facts, ...given }, seen)).toEqual(verdict));

it("nobody opens one on a ranking that a conflict hides from them: how many stand for election would tell the rank of what is hidden", () => {
  for (const actor of [chair, lin])
    expect(canOpenBallot(actor, facts, { seesAll: false })).toEqual(no("conflict-in-list"));
});

it.each<[Partial<BallotFacts>, ReturnType<typeof canCount>]>([
  [{ state: "none" }, notNow("ballot-closed")],
  [{ state: "counted", papers: 3 }, notNow("ballot-closed")],
  [{ state: "over", papers: 0 }, notNow("ballot-empty")],
  [{ state: "open", papers: 0 }, notNow("ballot-empty")],
  [{ state: "open", papers: 2 }, notNow("ballot-running")],
  [{ state: "open", papers: 3, whole: 2 }, notNow("ballot-running")],
  [{ state: "open", papers: 3, whole: 3 }, yes],
  [{ state: "over", papers: 1 }, yes],
])("counting with %j", (given, verdict) => expect(canCount(lin, { ...facts, ...given })).toEqual(verdict));

it("nobody follows a ballot before the freeze", () =>
  expect(canSeeBallot(lin, { roundId: "r", frozen: false })).toEqual(notNow("round-not-frozen")));

describe("a paper", () => {
  it.each<[BallotState, boolean, boolean, ReturnType<typeof canVote>]>([
    ["none", true, false, hidden],
    ["open", false, false, hidden],
    ["open", true, false, yes],
    ["open", true, true, no("conflict")],
    ["over", true, false, notNow("ballot-closed")],
    ["counted", true, false, notNow("ballot-closed")],
  ])("while the ballot is %s, voter %s, kept by a conflict %s", (state, voter, kept, verdict) =>
    expect(canVote({ state, voter, kept })).toEqual(verdict),
  );
});
