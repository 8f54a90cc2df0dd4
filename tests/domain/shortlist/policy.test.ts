import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Person } from "#app/domain/context.ts";
import {
  canApprove,
  canFreeze,
  canPropose,
  canSeeSelection,
  canSelect,
  maySelect,
  type DecisionFacts,
} from "#app/domain/shortlist/policy.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";

const person = (id: string, given: Partial<Person> = {}): Person => ({ ...ANONYMOUS, id, ...given });
const panel = (id: string, role: "reviewer" | "chair", roundId = "r") =>
  person(id, { panels: [{ roundId, cycleId: "c", role }] });
const ingrid = panel("ingrid", "chair");
const lin = person("lin", { staff: ["secretariat"] });
const observer = person("fatima", { staff: ["observer"] });
const OUTSIDERS: [string, Person][] = [
  ["a reviewer", panel("rafael", "reviewer")],
  ["the chair of another round", panel("x", "chair", "other")],
  ["an administrator", person("tom", { staff: ["administrator"] })],
  ["a city", person("amara", { teams: [{ cityId: "k", role: "owner" }] })],
  ["anybody", person("x")],
];
const facts: DecisionFacts = { roundId: "r", state: "frozen", proposedBy: null, approved: false };
const proposed = { ...facts, proposedBy: "ingrid" };
const list = { obstacles: [], changed: false };
const seen = { ...list, seesAll: true, outdated: null };

describe.each(OUTSIDERS)("%s", (_who, actor) => {
  it("knows of none of it", () => {
    expect(canSeeSelection(actor, facts)).toEqual(hidden);
    expect(canFreeze(actor, { roundId: "r", state: "open" })).toEqual(hidden);
    expect(canSelect(actor, facts, { conflict: false })).toEqual(hidden);
    expect(maySelect(actor, facts)).toEqual(hidden);
    expect(canPropose(actor, facts, list)).toEqual(hidden);
    expect(canApprove(actor, proposed, seen)).toEqual(hidden);
  });
});

describe("an observer", () => {
  it("reads and never acts", () => {
    expect(canSeeSelection(observer, facts)).toEqual(yes);
    expect(canFreeze(observer, { roundId: "r", state: "open" })).toEqual(no("not-your-role"));
    expect(canSelect(observer, facts, { conflict: false })).toEqual(no("not-your-role"));
    expect(canPropose(observer, facts, list)).toEqual(no("not-your-role"));
    expect(canApprove(observer, proposed, seen)).toEqual(no("not-your-role"));
  });
});

describe.each([
  ["the chair", ingrid],
  ["the secretariat", lin],
])("%s", (_who, actor) => {
  it.each([
    ["planned", notNow("round-not-open")],
    ["open", yes],
    ["closed", yes],
    ["frozen", notNow("round-frozen")],
  ] as const)("freezing a %s round", (state, verdict) =>
    expect(canFreeze(actor, { roundId: "r", state })).toEqual(verdict),
  );
  it.each(["planned", "open", "closed"] as const)("nothing is selected in a round that is %s", (state) => {
    expect(canSeeSelection(actor, { roundId: "r", state })).toEqual(notNow("round-not-frozen"));
    expect(canSelect(actor, { ...facts, state }, { conflict: false })).toEqual(notNow("round-not-frozen"));
  });
  it("selects once it is frozen, until it is final", () => {
    expect(canSelect(actor, facts, { conflict: false })).toEqual(yes);
    expect(canSelect(actor, proposed, { conflict: false })).toEqual(yes);
    expect(canSelect(actor, { ...proposed, approved: true }, { conflict: false })).toEqual(notNow("already-finalised"));
  });
  it("cannot decide on an entry in conflict: for them it is not there", () =>
    expect([canSelect(actor, facts, { conflict: true }), maySelect(actor, facts)]).toEqual([hidden, yes]));
  it("proposes a complete list, once", () => {
    expect(canPropose(actor, facts, list)).toEqual(yes);
    expect(canPropose(actor, facts, { ...list, obstacles: ["tie-undecided", "too-many-places"] })).toEqual(
      notNow("tie-undecided"),
    );
    expect(canPropose(actor, facts, { ...list, changed: true })).toEqual(notNow("list-changed"));
    expect(canPropose(actor, proposed, list)).toEqual(notNow("already-proposed"));
    expect(canPropose(actor, { ...proposed, approved: true }, list)).toEqual(notNow("already-finalised"));
  });
  it("does not approve alone", () =>
    expect(canApprove(actor, { ...facts, proposedBy: actor.id }, seen)).toEqual(no("needs-second-person")));
  it("approves somebody else's proposal and sees all of it", () => {
    const others = { ...facts, proposedBy: "somebody else" };
    expect(canApprove(actor, others, seen)).toEqual(yes);
    for (const outdated of ["list-changed", "proposer-left"] as const)
      expect(canApprove(actor, others, { ...seen, outdated })).toEqual(notNow(outdated));
    expect(canApprove(actor, others, { ...seen, obstacles: ["tie-undecided"] })).toEqual(notNow("tie-undecided"));
    expect(canApprove(actor, others, { ...seen, seesAll: false, obstacles: ["tie-undecided"] })).toEqual(
      no("conflict-in-list"),
    );
    expect(canApprove(actor, others, { ...seen, changed: true })).toEqual(notNow("list-changed"));
    expect(canApprove(actor, facts, seen)).toEqual(notNow("not-proposed"));
    expect(canApprove(actor, { ...others, approved: true }, seen)).toEqual(notNow("already-finalised"));
  });
});
