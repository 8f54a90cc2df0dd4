import { describe, expect, it } from "vitest";
import { declarationProblems } from "#app/domain/conflict/input.ts";
import { canConfirmWaiver, canDeclare, canWaive, mayWaive } from "#app/domain/conflict/policy.ts";
import { type ConflictAnswer, contradictionsOf, isTakingBack, isWaivable } from "#app/domain/conflict/rules.ts";
import { ANONYMOUS, type Actor } from "#app/domain/context.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";

const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
const onPanel = (role: "chair" | "reviewer", cycleId = "cycle") =>
  person({ panels: [{ roundId: "round", cycleId, role }] });
const entry = { cycleId: "cycle" };
const first = { before: null, after: "conflict" } as const;

describe("declaring", () => {
  it.each([
    ["a reviewer", onPanel("reviewer"), entry, yes],
    ["a chair", onPanel("chair"), entry, yes],
    ["a reviewer of another cycle", onPanel("reviewer", "other"), entry, hidden],
    ["a reviewer, of no entry", onPanel("reviewer"), null, hidden],
    ["the secretariat", person({ staff: ["secretariat"] }), entry, no("not-your-role")],
    ["an administrator", person({ staff: ["administrator"] }), entry, no("not-your-role")],
    ["a city", person({ teams: [{ cityId: "city", role: "owner" }] }), entry, no("not-your-role")],
  ])("%s", (_who, actor, facts, verdict) => expect(canDeclare(actor, facts, first)).toEqual(verdict));

  const may: [ConflictAnswer | null, ConflictAnswer, boolean][] = [
    [null, "none", true],
    [null, "unsure", true],
    [null, "conflict", true],
    ["none", "none", true],
    ["none", "unsure", true],
    ["none", "conflict", true],
    ["unsure", "unsure", true],
    ["unsure", "conflict", true],
    ["conflict", "conflict", true],
    ["unsure", "none", false],
    ["conflict", "none", false],
    ["conflict", "unsure", false],
  ];
  it.each(may)("from %s to %s", (before, after, allowed) => {
    expect(isTakingBack(before, after)).toBe(!allowed);
    expect(canDeclare(onPanel("chair"), entry, { before, after })).toEqual(allowed ? yes : no("needs-second-person"));
  });

  it("a conflict or a doubt needs a word, none does not", () => {
    expect(
      (["none", "unsure", "conflict"] as const).map((answer) => declarationProblems({ answer, reason: "" })),
    ).toEqual([null, { reason: "reason-needed" }, { reason: "reason-needed" }]);
  });
});

describe("lifting", () => {
  const secretary = person({ staff: ["secretariat"] });
  it.each([
    ["somebody's declared conflict", secretary, { accountId: "other", kinds: ["declared"] as const }, yes],
    ["a country's", secretary, { accountId: "other", kinds: ["country", "organisation"] as const }, yes],
    ["one's own", secretary, { accountId: "me", kinds: ["declared"] as const }, no("own-role")],
    [
      "one with a person's own city",
      secretary,
      { accountId: "other", kinds: ["country", "team"] as const },
      no("conflict"),
    ],
    ["none", secretary, { accountId: "other", kinds: [] }, hidden],
    ["as a chair, one's own", onPanel("chair"), { accountId: "me", kinds: ["declared"] as const }, no("not-your-role")],
    [
      "as a chair, somebody's",
      onPanel("chair"),
      { accountId: "other", kinds: ["declared"] as const },
      no("not-your-role"),
    ],
    [
      "as an observer",
      person({ staff: ["observer"] }),
      { accountId: "other", kinds: ["declared"] as const },
      no("not-your-role"),
    ],
    [
      "as an administrator",
      person({ staff: ["administrator"] }),
      { accountId: "other", kinds: ["declared"] as const },
      hidden,
    ],
    ["as a city", person({}), { accountId: "other", kinds: ["declared"] as const }, hidden],
  ])("%s", (_what, actor, conflict, verdict) => {
    expect(canWaive(actor, conflict)).toEqual(verdict);
    const aboutKinds = verdict === hidden || (!verdict.allowed && verdict.because === "conflict");
    expect(mayWaive(actor, conflict.accountId)).toEqual(actor === secretary && aboutKinds ? yes : verdict);
    const proposed = { ...conflict, proposedBy: "colleague", inOffice: true };
    expect(canConfirmWaiver(actor, proposed)).toEqual(verdict);
    expect(canConfirmWaiver(actor, { ...proposed, inOffice: false })).toEqual(
      verdict.allowed ? notNow("proposer-left") : verdict,
    );
    expect(canConfirmWaiver(actor, { ...proposed, proposedBy: "me" })).toEqual(
      verdict.allowed ? no("needs-second-person") : verdict,
    );
    expect(canConfirmWaiver(actor, { ...proposed, proposedBy: null })).toEqual(verdict.allowed ? hidden : verdict);
  });

  it("nothing cannot be lifted, and a team never", () =>
    expect([isWaivable([]), isWaivable(["team"]), isWaivable(["unsure"])]).toEqual([false, false, true]));
});

describe("what a profile says against “no conflict”", () => {
  const profile = { countries: ["UG"], cities: [" KAMPALA"], organisations: ["ifrc "] };
  const entry = { cityName: "Kampala", country: "UG", partners: ["IFRC"], coApplicants: [], earlierNames: [] };
  const off = { country: "off", city: "off", organisation: "off" } as const;
  const facts = {
    country: { kind: "country", country: "UG" },
    city: { kind: "city", name: " KAMPALA" },
    organisation: { kind: "organisation", name: "ifrc " },
  };
  const rules = ["country", "city", "organisation"] as const;

  it.each(rules)(
    "is asked about where the rule of the %s warns, or blocks what two lifted, and not where it is off",
    (rule) => {
      for (const setting of ["warn", "block"] as const)
        expect(contradictionsOf(profile, entry, { ...off, [rule]: setting })).toEqual([facts[rule]]);
      expect(
        contradictionsOf(profile, entry, { country: "warn", city: "warn", organisation: "warn", [rule]: "off" }),
      ).toEqual(rules.filter((each) => each !== rule).map((each) => facts[each]));
    },
  );

  it("a profile that names nothing, or was never saved, says nothing", () => {
    const warn = { country: "warn", city: "warn", organisation: "warn" } as const;
    expect(contradictionsOf({ countries: null, cities: null, organisations: null }, entry, warn)).toEqual([]);
    expect(contradictionsOf({ countries: [], cities: ["Kampala North"], organisations: [] }, entry, warn)).toEqual([]);
  });
});
