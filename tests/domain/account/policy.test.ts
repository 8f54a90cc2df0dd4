import { describe, expect, it } from "vitest";
import { canChangeRoles, canKeepProfile, canOpenAccounts, canSeePeople } from "#app/domain/account/policy.ts";
import { type Actor, ANONYMOUS, PORTAL } from "#app/domain/context.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";

const somebody = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", emailConfirmed: true, ...given });
const administrator = somebody({ staff: ["administrator"] });
const secretariat = somebody({ staff: ["secretariat"] });
const observer = somebody({ staff: ["observer"] });
const reviewer = somebody({ panels: [{ roundId: "r", cycleId: "c", role: "reviewer" }] });
const owner = somebody({ teams: [{ cityId: "c", role: "owner" }] });
const other = { id: "other", emailConfirmed: true };

describe("the directory of people", () => {
  it.each([
    ["an administrator", administrator, yes],
    ["the secretariat", secretariat, yes],
    ["an observer", observer, hidden],
    ["a reviewer", reviewer, hidden],
    ["a city's owner", owner, hidden],
    ["nobody", ANONYMOUS, hidden],
  ])("%s", (_who, actor, verdict) => expect(canSeePeople(actor)).toEqual(verdict));
});

describe("giving rights", () => {
  it.each([
    ["an administrator to somebody else", administrator, other, yes],
    ["an administrator to themself", administrator, { id: "me", emailConfirmed: true }, no("own-role")],
    [
      "an administrator to an unproven address",
      administrator,
      { id: "other", emailConfirmed: false },
      notNow("person-not-confirmed"),
    ],
    ["the secretariat", secretariat, other, no("not-your-role")],
    ["the secretariat to themself", secretariat, { id: "me", emailConfirmed: true }, no("not-your-role")],
    ["an observer", observer, other, hidden],
    ["a reviewer", reviewer, other, hidden],
    ["nobody", ANONYMOUS, other, hidden],
    ["the portal itself", PORTAL, other, yes],
    ["somebody who only looks like the portal", { ...PORTAL }, other, hidden],
  ])("%s", (_who, actor, person, verdict) => expect(canChangeRoles(actor, person)).toEqual(verdict));
});

describe("a reviewer's profile", () => {
  it.each([
    ["one's own", reviewer, "me", yes],
    ["somebody else's", reviewer, "other", hidden],
    ["one's own without a panel", owner, "me", hidden],
    ["anybody's, for the secretariat", secretariat, "other", hidden],
    ["for the portal", PORTAL, "other", yes],
  ])("%s", (_whose, actor, accountId, verdict) => expect(canKeepProfile(actor, accountId)).toEqual(verdict));
});

it("only the portal opens accounts for others", () => {
  expect(canOpenAccounts(PORTAL)).toEqual(yes);
  for (const actor of [administrator, secretariat, ANONYMOUS]) expect(canOpenAccounts(actor)).toEqual(hidden);
});
