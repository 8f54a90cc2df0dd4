import { expect, it } from "vitest";
import { ANONYMOUS, type Person } from "#app/domain/context.ts";
import { canPublish, canUnpublish } from "#app/domain/result/policy.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";

const person = (given: Partial<Person>): Person => ({ ...ANONYMOUS, id: "somebody", ...given });
const panel = (role: "reviewer" | "chair", roundId = "r") => ({ panels: [{ roundId, cycleId: "c", role }] });
const WHO: [string, Person, Verdict | null][] = [
  ["the secretariat", person({ staff: ["secretariat"] }), null],
  [
    "the secretariat that also chairs",
    person({ staff: ["secretariat"], ...panel("chair") }),
    no("chair-cannot-publish"),
  ],
  ["the chair", person(panel("chair")), no("chair-cannot-publish")],
  ["an observer", person({ staff: ["observer"] }), no("not-your-role")],
  ["a reviewer", person(panel("reviewer")), hidden],
  ["the chair of another round", person(panel("chair", "other")), hidden],
  ["an administrator", person({ staff: ["administrator"] }), hidden],
  ["a city", person({ teams: [{ cityId: "k", role: "owner" }] }), hidden],
];

it.each(WHO)("%s publishes and takes back", (_who, actor, refused) => {
  const facts = { roundId: "r", finalised: true, publication: "none" as const };
  expect(canPublish(actor, facts)).toEqual(refused ?? yes);
  expect(canPublish(actor, { ...facts, publication: "withdrawn" })).toEqual(refused ?? yes);
  expect(canPublish(actor, { ...facts, publication: "standing" })).toEqual(refused ?? notNow("already-published"));
  expect(canPublish(actor, { ...facts, finalised: false })).toEqual(refused ?? notNow("not-finalised"));
  expect(canUnpublish(actor, { ...facts, publication: "standing" })).toEqual(refused ?? yes);
  expect(canUnpublish(actor, facts)).toEqual(refused ?? notNow("not-published"));
  expect(canUnpublish(actor, { ...facts, publication: "withdrawn" })).toEqual(refused ?? notNow("not-published"));
});
