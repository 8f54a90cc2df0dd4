import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Actor } from "#app/domain/context.ts";
import { findingProblems } from "#app/domain/screening/input.ts";
import { canConfirm, canListEntries, canReopen, canScreen } from "#app/domain/screening/policy.ts";
import {
  allPass,
  checklistOf,
  everyDay,
  type Finding,
  isReadable,
  NO_ENTRIES,
  outcomeOf,
  reasonsOf,
  receivedInAll,
  type ScreeningFacts,
} from "#app/domain/screening/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "#app/domain/verdict.ts";

const closesAt = new Date("2027-03-31T15:59:59Z");
const after = new Date("2027-04-01T00:00:00Z");
const sent: ScreeningFacts = {
  submitted: true,
  withdrawn: false,
  cycle: { closesAt },
  closesAt: null,
  assigned: false,
  screening: null,
};
const proposed = { outcome: "ineligible", by: "lin", confirmedAt: null, inOffice: true } as const;
const valid = { outcome: "valid", by: "lin", confirmedAt: null, inOffice: true } as const;
const person = (id: string, given: Partial<Actor>): Actor => ({ ...ANONYMOUS, ...given, id });
const [lin, chen] = [person("lin", { staff: ["secretariat"] }), person("chen", { staff: ["secretariat"] })];
const observer = person("fatima", { staff: ["observer"] });
const others: [string, Actor][] = [
  ["an administrator", person("tom", { staff: ["administrator"] })],
  ["a chair", person("ingrid", { panels: [{ roundId: "r", cycleId: "c", role: "chair" }] })],
  ["a city", person("amara", { teams: [{ cityId: "kampala", role: "owner" }] })],
  ["nobody", ANONYMOUS],
];

describe("screening", () => {
  it.each<[string, Actor, ScreeningFacts, Date, Verdict]>([
    ["a sent entry after the close", lin, sent, after, yes],
    ["before the close", lin, sent, closesAt, notNow("call-still-open")],
    [
      "before the entry's own extension ends",
      lin,
      { ...sent, closesAt: new Date("2027-04-02T00:00:00Z") },
      after,
      notNow("call-still-open"),
    ],
    ["a draft", lin, { ...sent, submitted: false }, after, hidden],
    ["a withdrawn entry", lin, { ...sent, withdrawn: true }, after, notNow("entry-withdrawn")],
    ["an entry somebody has screened", lin, { ...sent, screening: proposed }, after, notNow("already-screened")],
    ["as an observer", observer, sent, after, no("not-your-role")],
    ...others.map(
      ([who, actor]) =>
        [`as ${who}`, actor, sent, after, hidden] satisfies [string, Actor, ScreeningFacts, Date, Verdict],
    ),
  ])("%s", (_case, actor, facts, now, verdict) => expect(canScreen(actor, facts, now)).toEqual(verdict));
});

describe("confirming that an entry is ineligible", () => {
  it.each<[string, Actor, ScreeningFacts, Verdict]>([
    ["by a second person", chen, { ...sent, screening: proposed }, yes],
    [
      "when whoever said so has no part in it any more",
      chen,
      { ...sent, screening: { ...proposed, inOffice: false } },
      notNow("proposer-left"),
    ],
    ["by the person who said so", lin, { ...sent, screening: proposed }, no("needs-second-person")],
    ["when nobody has screened it", chen, sent, notNow("not-screened-yet")],
    ["when it is valid", chen, { ...sent, screening: valid }, notNow("already-screened")],
    ["twice", chen, { ...sent, screening: { ...proposed, confirmedAt: after } }, notNow("already-screened")],
    ["when it was withdrawn", chen, { ...sent, withdrawn: true, screening: proposed }, notNow("entry-withdrawn")],
    ["as an observer", observer, { ...sent, screening: proposed }, no("not-your-role")],
    ...others.map(
      ([who, actor]) =>
        [`as ${who}`, actor, { ...sent, screening: proposed }, hidden] satisfies [
          string,
          Actor,
          ScreeningFacts,
          Verdict,
        ],
    ),
  ])("%s", (_case, actor, facts, verdict) => expect(canConfirm(actor, facts, after)).toEqual(verdict));
});

describe("reopening", () => {
  it.each<[string, Actor, ScreeningFacts, Verdict]>([
    ["a screened entry", lin, { ...sent, screening: valid }, yes],
    ["an entry nobody has screened", lin, sent, notNow("not-screened-yet")],
    ["an entry somebody reviews", lin, { ...sent, screening: valid, assigned: true }, notNow("entries-given")],
    ["as an observer", observer, { ...sent, screening: valid }, no("not-your-role")],
    ...others.map(
      ([who, actor]) =>
        [`as ${who}`, actor, { ...sent, screening: valid }, hidden] satisfies [string, Actor, ScreeningFacts, Verdict],
    ),
  ])("%s", (_case, actor, facts, verdict) => expect(canReopen(actor, facts, after)).toEqual(verdict));
});

describe("what is counted", () => {
  it("lists are for the secretariat and observers", () => {
    expect([lin, observer].map(canListEntries)).toEqual([yes, yes]);
    expect(others.map(([, actor]) => canListEntries(actor))).toEqual(others.map(() => hidden));
  });

  it("received in all leaves out drafts, also withdrawn ones", () =>
    expect(
      receivedInAll({
        ...NO_ENTRIES,
        draft: 9,
        received: 10,
        valid: 273,
        ineligible: 30,
        withdrawn: 5,
        withdrawnDrafts: 5,
      }),
    ).toBe(313));

  it("content opens the moment after the close, and never for what was not sent", () => {
    expect([
      isReadable(sent, closesAt),
      isReadable(sent, after),
      isReadable({ ...sent, submitted: false }, after),
    ]).toEqual([false, true, false]);
  });

  const found = (...findings: Finding["finding"][]): Finding[] =>
    findings.map((finding, index) => ({ key: `p${index}`, finding, reason: `r${index}` }));

  it.each([
    [[], "valid"],
    [["pass", "pass"], "valid"],
    [["pass", "ask"], "open"],
    [["fail", "pass"], "ineligible"],
    [["ask", "fail"], "ineligible"],
  ] as const)("findings %j make an entry %s", (findings, outcome) =>
    expect(outcomeOf(found(...findings))).toBe(outcome),
  );

  it("what fails or is asked needs a reason, what passes does not", () => {
    expect(findingProblems(found("pass", "fail", "ask").map((each) => ({ ...each, reason: " " })))).toEqual({
      "reason-p1": "reason-needed",
      "reason-p2": "reason-needed",
    });
    expect(findingProblems(found("pass", "fail", "ask"))).toBeNull();
  });

  it("the team reads the points that fail, by their names, in its language", () => {
    const points = [
      { key: "p0", text: { en: "A government", "zh-Hans": "政府申报" } },
      { key: "p1", text: { en: "In time" } },
    ];
    expect(reasonsOf(found("fail", "ask"), points, "zh-Hans")).toBe("政府申报：r0");
    expect(reasonsOf(found("fail", "fail"), points, "en")).toBe("A government: r0\nIn time: r1");
    expect(allPass(checklistOf({ checklist: [] }))).toMatchObject([{ finding: "pass", reason: "" }]);
  });

  it("days without an arrival count too, up to the close and beyond it where something came later", () => {
    expect(everyDay([], "2027-03-31")).toEqual([]);
    expect(
      everyDay(
        [
          { day: "2027-03-28", entries: 2 },
          { day: "2027-03-30", entries: 1 },
        ],
        "2027-03-31",
      ).map(({ entries }) => entries),
    ).toEqual([2, 0, 1, 0]);
    expect(
      everyDay(
        [
          { day: "2027-03-31", entries: 1 },
          { day: "2027-04-02", entries: 1 },
        ],
        "2027-03-31",
      ).map(({ day }) => day),
    ).toEqual(["2027-03-31", "2027-04-01", "2027-04-02"]);
  });
});
