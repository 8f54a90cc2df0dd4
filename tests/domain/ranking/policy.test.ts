import { expect, it } from "vitest";
import { ANONYMOUS, type Person } from "#app/domain/context.ts";
import { canSeeRanking, canSeeReviews } from "#app/domain/ranking/policy.ts";
import { hidden, yes } from "#app/domain/verdict.ts";

const person = (given: Partial<Person>): Person => ({ ...ANONYMOUS, id: "somebody", ...given });
const panel = (role: "reviewer" | "chair", roundId = "r") => person({ panels: [{ roundId, cycleId: "c", role }] });

it.each([
  ["the chair", panel("chair"), yes, yes],
  ["the chair of another round", panel("chair", "other"), hidden, hidden],
  ["a reviewer", panel("reviewer"), hidden, hidden],
  ["the secretariat", person({ staff: ["secretariat"] }), hidden, yes],
  ["an observer", person({ staff: ["observer"] }), hidden, yes],
  ["an administrator", person({ staff: ["administrator"] }), hidden, hidden],
  ["a city", person({ teams: [{ cityId: "k", role: "owner" }] }), hidden, hidden],
])("%s sees values: %s before the freeze, %s after it", (_who, actor, before, after) => {
  expect(canSeeRanking(actor, { roundId: "r", frozen: false })).toEqual(before);
  expect(canSeeRanking(actor, { roundId: "r", frozen: true })).toEqual(after);
});

it.each([
  ["the chair", panel("chair"), yes, yes],
  ["the chair of another round", panel("chair", "other"), hidden, hidden],
  ["a reviewer", panel("reviewer"), hidden, hidden],
  ["the secretariat", person({ staff: ["secretariat"] }), hidden, yes],
  ["an observer", person({ staff: ["observer"] }), hidden, hidden],
  ["an administrator", person({ staff: ["administrator"] }), hidden, hidden],
  ["a city", person({ teams: [{ cityId: "k", role: "owner" }] }), hidden, hidden],
])("%s reads single reviews: %s before the freeze, %s after it", (_who, actor, before, after) => {
  expect(canSeeReviews(actor, { roundId: "r", frozen: false })).toEqual(before);
  expect(canSeeReviews(actor, { roundId: "r", frozen: true })).toEqual(after);
});
