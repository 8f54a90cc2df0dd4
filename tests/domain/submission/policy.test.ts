import { expect, it } from "vitest";
import { ANONYMOUS } from "#app/domain/context.ts";
import type { EndorsementRule } from "#app/domain/endorsement/policy.ts";
import { canSubmit, isReady } from "#app/domain/submission/policy.ts";
import { no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";

const now = new Date("2027-01-01T00:00:00Z");
const cycle = { opensAt: now, closesAt: now };
const owner = { ...ANONYMOUS, id: "amara", teams: [{ cityId: "kampala", role: "owner" as const }] };
const limits = { ofCity: null, ofFramework: null };
const missing = [{ questionKey: "title", sectionKey: "initiative", code: "required" as const }];

it.each<[string, typeof missing, EndorsementRule, boolean, Verdict]>([
  ["is whole", [], "off", false, yes],
  ["lacks an answer and its sign-off", missing, "required", false, notNow("entry-incomplete")],
  ["lacks the sign-off that the call asks for", [], "required", false, notNow("endorsement-needed")],
  ["is signed off", [], "required", true, yes],
  ["lacks a sign-off that may be given", [], "optional", false, yes],
])("an entry that %s", (_case, issues, endorsement, signedOff, verdict) => {
  const facts = { issues, signedOff, limits, cycle: { ...cycle, endorsement } };
  expect(isReady(facts)).toEqual(verdict);
  expect(canSubmit(owner, { cityId: "kampala", closesAt: null, withdrawnAt: null, ...facts }, now)).toEqual(verdict);
});

it("rights come before what is missing", () => {
  const viewer = { ...owner, teams: [{ cityId: "kampala", role: "viewer" as const }] };
  const facts = { issues: missing, signedOff: false, limits, cycle: { ...cycle, endorsement: "required" as const } };
  expect(canSubmit(viewer, { cityId: "kampala", closesAt: null, withdrawnAt: null, ...facts }, now)).toEqual(
    no("viewers-cannot-edit"),
  );
});
