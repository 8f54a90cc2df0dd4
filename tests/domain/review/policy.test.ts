import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Person } from "#app/domain/context.ts";
import {
  canFinish,
  canJudge,
  canOpen,
  canScore,
  canSeePeers,
  canSubmit,
  type ReviewFacts,
} from "#app/domain/review/policy.ts";
import { hidden, notNow, yes } from "#app/domain/verdict.ts";

const person = (id: string, role?: "reviewer" | "chair"): Person => ({
  ...ANONYMOUS,
  id,
  panels: role ? [{ roundId: "r", cycleId: "c", role }] : [],
});
const rafael = person("rafael", "reviewer");
const staff: Person = { ...person("lin"), staff: ["secretariat", "administrator", "observer"] };
const facts: ReviewFacts = { reviewerId: "rafael", cleared: true, accepted: true, state: "open", seedOpen: false };

const OTHERS: [string, Person][] = [
  ["somebody else's assignment", person("wanjiru", "reviewer")],
  ["the chair", person("ingrid", "chair")],
  ["staff of every kind", staff],
];

describe("opening the entry", () => {
  it.each(OTHERS)("%s: not there", (_case, actor) => expect(canOpen(actor, facts)).toEqual(hidden));
  it.each([
    ["open", {}, yes],
    ["closed: still readable", { state: "closed" as const }, yes],
    ["frozen: still readable", { state: "frozen" as const }, yes],
    ["before the round", { state: "planned" as const }, notNow("round-not-open")],
    ["the conflict question is not answered", { cleared: false }, notNow("conflict-unanswered")],
    ["the statement is not accepted", { accepted: false }, notNow("conflict-unanswered")],
  ])("%s", (_case, differs, verdict) => expect(canOpen(rafael, { ...facts, ...differs })).toEqual(verdict));
});

describe("scoring", () => {
  it.each(OTHERS)("%s: not there", (_case, actor) => expect(canScore(actor, facts)).toEqual(hidden));
  it.each([
    ["open", {}, yes],
    ["before the round", { state: "planned" as const }, notNow("round-not-open")],
    ["after it", { state: "closed" as const }, notNow("round-closed")],
    ["after the freeze", { state: "frozen" as const }, notNow("round-frozen")],
    ["sent before the close, behind a seed of the lots", { seedOpen: true }, notNow("round-closed")],
    ["the conflict question is not answered", { cleared: false }, notNow("conflict-unanswered")],
    ["the statement is not accepted", { accepted: false }, notNow("conflict-unanswered")],
  ])("%s", (_case, differs, verdict) => expect(canScore(rafael, { ...facts, ...differs })).toEqual(verdict));
});

describe("submitting", () => {
  it.each(OTHERS)("%s: not there", (_case, actor) => expect(canSubmit(actor, facts, [])).toEqual(hidden));
  it("a complete review", () => expect(canSubmit(rafael, facts, [])).toEqual(yes));
  it("an incomplete one", () =>
    expect(canSubmit(rafael, facts, [{ criterionId: "a", what: "score-needed" }])).toEqual(
      notNow("review-incomplete"),
    ));
  it("a closed round says so before it counts what is missing", () =>
    expect(canSubmit(rafael, { ...facts, state: "closed" }, [{ criterionId: "a", what: "score-needed" }])).toEqual(
      notNow("round-closed"),
    ));
});

describe("peers' scores", () => {
  it.each(OTHERS)("%s: not there", (_case, actor) =>
    expect(canSeePeers(actor, { ...facts, submitted: true, peersVisible: "after-own" })).toEqual(hidden),
  );
  it.each([
    ["own first", false, "after-own" as const, hidden],
    ["own is in", true, "after-own" as const, yes],
    ["a round that shows none", true, "never" as const, hidden],
    ["a round that shows none, own not in", false, "never" as const, hidden],
  ])("%s", (_case, submitted, peersVisible, verdict) =>
    expect(canSeePeers(rafael, { ...facts, submitted, peersVisible })).toEqual(verdict),
  );
});

describe("finishing", () => {
  const done = { assigned: 3, submitted: 3 };
  it.each([
    ["all in", rafael, "open" as const, done, yes],
    ["nothing was assigned", rafael, "open" as const, { assigned: 0, submitted: 0 }, yes],
    ["one is missing", rafael, "open" as const, { assigned: 3, submitted: 2 }, notNow("reviews-missing")],
    ["after the round", rafael, "closed" as const, done, notNow("round-closed")],
    ["after the freeze", rafael, "frozen" as const, done, notNow("round-frozen")],
    ["before the round", rafael, "planned" as const, done, notNow("round-not-open")],
    ["the chair who does not review", person("ingrid", "chair"), "open" as const, done, hidden],
    ["staff", staff, "open" as const, done, hidden],
  ])("%s", (_case, actor, state, own, verdict) => expect(canFinish(actor, { id: "r", state }, own)).toEqual(verdict));
});

it.each([
  ["a reviewer", rafael, yes],
  ["a chair", person("ingrid", "chair"), hidden],
  ["staff", staff, hidden],
  ["nobody in particular", person("x"), hidden],
])("the task list, %s", (_case, actor, verdict) => expect(canJudge(actor, "r")).toEqual(verdict));
