import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Actor, mayName, PORTAL } from "#app/domain/context.ts";
import { readRound } from "#app/domain/round/input.ts";
import { canChangeRound, canFollowRound, canSeeRound, canSetUpRound } from "#app/domain/round/policy.ts";
import {
  changesJudging,
  nextSteps,
  NEW_ROUND,
  roundFields,
  type RoundSettings,
  roundState,
} from "#app/domain/round/rules.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";

const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
const onPanel = (role: "chair" | "reviewer", roundId = "round") =>
  person({ panels: [{ roundId, cycleId: "cycle", role }] });
const RUBRIC = "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10";
const SETTINGS: RoundSettings = {
  name: { en: "Committee" },
  opensAt: new Date("2027-04-01T00:00:00Z"),
  closesAt: new Date("2027-04-30T15:59:59Z"),
  rubricId: RUBRIC,
  reviewsPerEntry: 3,
  peersVisible: "after-own",
  discussion: "after-freeze",
  blind: false,
  method: "adjusted",
  ties: ["median", "lot"],
  divided: false,
  disclosure: 2,
  conflictRules: { country: "block", city: "warn", organisation: "off" },
  levels: [{ levelKey: "shortlisted", places: 15 }],
};

describe("the state of a round", () => {
  it.each([
    ["a millisecond before it opens", "2027-03-31T23:59:59.999Z", null, "planned"],
    ["at its opening", "2027-04-01T00:00:00Z", null, "open"],
    ["at its closing moment", "2027-04-30T15:59:59Z", null, "open"],
    ["a millisecond later", "2027-04-30T15:59:59.001Z", null, "closed"],
    ["frozen while the window is open", "2027-04-10T00:00:00Z", "2027-04-09T00:00:00Z", "frozen"],
  ])("%s", (_case, now, frozenAt, state) =>
    expect(roundState(SETTINGS, frozenAt ? new Date(frozenAt) : null, new Date(now))).toBe(state),
  );
});

it.each<[string, Actor, boolean]>([
  ["the secretariat", person({ staff: ["secretariat"] }), true],
  ["an observer", person({ staff: ["observer"] }), true],
  ["an observer on another panel", { ...onPanel("reviewer", "other"), staff: ["observer"] }, true],
  ["an observer on its panel", { ...onPanel("reviewer"), staff: ["observer"] }, false],
  ["one of the secretariat who chairs it", { ...onPanel("chair"), staff: ["secretariat"] }, false],
  ["its reviewer", onPanel("reviewer"), false],
  ["an administrator", person({ staff: ["administrator"] }), false],
])("in a blind round, who entered is known to %s: %#", (_who, actor, named) => {
  expect(mayName(actor, { id: "round", blind: true })).toBe(named);
  expect(mayName(actor, { id: "round", blind: false })).toBe(true);
});

describe("who may", () => {
  const everybody: [string, Actor, Record<"see" | "follow" | "setUp", unknown>][] = [
    ["the secretariat", person({ staff: ["secretariat"] }), { see: yes, follow: yes, setUp: yes }],
    ["an observer", person({ staff: ["observer"] }), { see: yes, follow: yes, setUp: no("not-your-role") }],
    ["its chair", onPanel("chair"), { see: yes, follow: yes, setUp: no("not-your-role") }],
    ["its reviewer", onPanel("reviewer"), { see: yes, follow: hidden, setUp: hidden }],
    ["a chair of another round", onPanel("chair", "other"), { see: hidden, follow: hidden, setUp: hidden }],
    ["an administrator", person({ staff: ["administrator"] }), { see: hidden, follow: hidden, setUp: hidden }],
    ["a city", person({ teams: [{ cityId: "city", role: "owner" }] }), { see: hidden, follow: hidden, setUp: hidden }],
    ["nobody", ANONYMOUS, { see: hidden, follow: hidden, setUp: hidden }],
  ];
  it.each(everybody)("%s", (_who, actor, verdicts) =>
    expect({
      see: canSeeRound(actor, "round"),
      follow: canFollowRound(actor, "round"),
      setUp: canSetUpRound(actor, "round"),
    }).toEqual(verdicts),
  );
  it("the portal sets up rounds for its demonstration", () => expect(canSetUpRound(PORTAL, null)).toEqual(yes));

  const round = { id: "round", frozen: false, started: false, opened: false, stated: false };
  const secretariat = person({ staff: ["secretariat"] });
  it.each([
    ["anything before it starts", secretariat, round, "judging", yes],
    ["the window once it has started", secretariat, { ...round, started: true }, "window", yes],
    ["judging once it has started", secretariat, { ...round, started: true }, "judging", notNow("entries-given")],
    ["the window of a frozen round", secretariat, { ...round, frozen: true }, "window", notNow("round-frozen")],
    ["places before they are stated", secretariat, { ...round, started: true, opened: true }, "places", yes],
    ["places once they are stated", secretariat, { ...round, stated: true }, "places", notNow("rules-stated")],
    ["which method decides before it opens", secretariat, round, "method", yes],
    [
      "which method decides once it has opened",
      secretariat,
      { ...round, opened: true },
      "method",
      notNow("method-fixed"),
    ],
    [
      "which method decides once entries are assigned",
      secretariat,
      { ...round, started: true },
      "method",
      notNow("method-fixed"),
    ],
    [
      "which method decides of a frozen round",
      secretariat,
      { ...round, frozen: true, started: true, opened: true },
      "method",
      notNow("round-frozen"),
    ],
    ["which method decides as its chair", onPanel("chair"), round, "method", no("not-your-role")],
    ["which method decides as its reviewer", onPanel("reviewer"), round, "method", hidden],
    ["the window once it has opened", secretariat, { ...round, opened: true }, "window", yes],
    ["judging once it has opened", secretariat, { ...round, opened: true }, "judging", yes],
    ["as its chair", onPanel("chair"), round, "window", no("not-your-role")],
    ["as its reviewer", onPanel("reviewer"), round, "window", hidden],
  ] as const)("change %s", (_case, actor, facts, what, verdict) =>
    expect(canChangeRound(actor, facts, what)).toEqual(verdict),
  );
});

describe("settings", () => {
  const typed = {
    name: "Committee",
    "name-zh": "",
    opensDate: "2027-04-01",
    opensTime: "08:00:00",
    closesDate: "2027-04-30",
    closesTime: "23:59:59",
    rubricId: RUBRIC,
    reading: "some",
    reviewsPerEntry: "3",
    peersVisible: "after-own",
    discussion: "after-freeze",
    blind: "",
    method: "adjusted",
    "ties-1": "median",
    "ties-2": "lot",
    "ties-3": "",
    "ties-4": "",
    divided: "",
    disclosure: "2",
    country: "block",
    city: "warn",
    organisation: "off",
  } as const;

  it("are read in the zone of the cycle", () =>
    expect(readRound(typed, { shortlisted: "15", deserving: "" }, "Asia/Shanghai")).toEqual({
      ok: true,
      value: SETTINGS,
    }));
  it("are written back as they were typed", () => {
    const shown = roundFields(SETTINGS, {
      opens: { date: "2027-04-01", time: "08:00:00" },
      closes: { date: "2027-04-30", time: "23:59:59" },
    });
    expect(shown).toEqual({ ...typed, "places-shortlisted": "15" });
  });
  it("everyone reads all when the page says so, whatever number is left in the field", () =>
    expect(readRound({ ...typed, reading: "all" }, {}, "Asia/Shanghai")).toMatchObject({
      ok: true,
      value: { reviewsPerEntry: null },
    }));
  it("begin with every conflict rule on, and the mean", () =>
    expect(NEW_ROUND).toMatchObject({
      country: "block",
      city: "block",
      organisation: "block",
      method: "mean",
      disclosure: "1",
    }));

  it.each([
    ["an end before the beginning", { closesDate: "2027-03-01" }, {}, { closesDate: "wrong-order" }],
    ["a day that does not exist", { opensDate: "2027-02-30" }, {}, { opensDate: "not-a-date" }],
    ["no number of readers", { reviewsPerEntry: "" }, {}, { reviewsPerEntry: "required" }],
    ["half a reader", { reviewsPerEntry: "2.5" }, {}, { reviewsPerEntry: "not-whole" }],
    ["a tie rule twice", { "ties-3": "median" as const }, {}, { "ties-3": "repeated" }],
    ["nobody", { reviewsPerEntry: "0" }, {}, { reviewsPerEntry: "too-small" }],
    ["B55: places that are no number", {}, { shortlisted: "1e3" }, { "places-shortlisted": "not-whole" }],
  ])("refuse %s", (_case, given, places, errors) =>
    expect(readRound({ ...typed, ...given }, places, "Asia/Shanghai")).toEqual({ ok: false, errors }),
  );

  it.each([
    ["the name", { name: { en: "Jury" } }, false],
    ["the window", { closesAt: new Date("2027-05-01T00:00:00Z") }, false],
    ["places", { levels: [] }, false],
    ["the rubric", { rubricId: "other" }, true],
    ["how many read", { reviewsPerEntry: null }, true],
    ["what peers see", { peersVisible: "never" as const }, true],
    ["blindness", { blind: true }, true],
    ["no conflict rule", { conflictRules: { ...SETTINGS.conflictRules } }, false],
    ["the country rule", { conflictRules: { ...SETTINGS.conflictRules, country: "warn" as const } }, true],
    ["the city rule", { conflictRules: { ...SETTINGS.conflictRules, city: "off" as const } }, true],
    ["the organisation rule", { conflictRules: { ...SETTINGS.conflictRules, organisation: "warn" as const } }, true],
  ])("%s", (_what, given, changes) => expect(changesJudging(SETTINGS, { ...SETTINGS, ...given })).toBe(changes));
});

describe("what to do next", () => {
  const decided = { proposal: null, publishedAt: null, mayPublish: true };
  const facts = {
    acts: true,
    decided,
    state: "open" as const,
    reviewers: 3,
    invited: 0,
    levels: 1,
    waiting: 0,
    conflicts: { unsure: 0, proposed: 0, confirmable: 0 },
    entries: [{ assigned: 2, submitted: 2, entries: 5 }],
  };
  const stepsOf = (given: Partial<Parameters<typeof nextSteps>[0]>) =>
    nextSteps({ ...facts, ...given }).map(({ step, count, ready }) => `${step} ${count}${ready ? "" : " waits"}`);
  it.each([
    [
      "an empty round",
      { state: "planned" as const, reviewers: 0, levels: 0, waiting: 4, entries: [] },
      ["panel 0", "rules 0", "screening 4"],
    ],
    [
      "a panel that was invited",
      { state: "planned" as const, reviewers: 0, invited: 2, entries: [] },
      ["panel 2 waits"],
    ],
    [
      "entries without readers",
      { entries: [{ assigned: 0, submitted: 0, entries: 7 }] },
      ["assign 7", "freeze 0 waits"],
    ],
    ["an unsure answer", { conflicts: { unsure: 2, proposed: 0, confirmable: 0 } }, ["unsure 2", "freeze 0 waits"]],
    [
      "conflicts that a second person may lift",
      { conflicts: { unsure: 1, proposed: 3, confirmable: 1 } },
      ["unsure 1", "waivers 3", "freeze 0 waits"],
    ],
    [
      "conflicts that others must lift",
      { conflicts: { unsure: 0, proposed: 3, confirmable: 0 } },
      ["waivers 3 waits", "freeze 0 waits"],
    ],
    [
      "reviews missing while it is open",
      { entries: [{ assigned: 3, submitted: 1, entries: 5 }] },
      ["missing 10 waits", "freeze 0 waits"],
    ],
    [
      "reviews missing after the close",
      { state: "closed" as const, entries: [{ assigned: 3, submitted: 1, entries: 5 }] },
      ["missing 10", "freeze 0"],
    ],
    [
      "a frozen round",
      { state: "frozen" as const, conflicts: { unsure: 1, proposed: 1, confirmable: 1 } },
      ["select 0"],
    ],
    [
      "a list somebody proposed",
      { state: "frozen" as const, decided: { ...decided, proposal: { byName: "Lin", isOwn: false, approved: false } } },
      ["approve 0"],
    ],
    [
      "a list one proposed oneself",
      { state: "frozen" as const, decided: { ...decided, proposal: { byName: "Lin", isOwn: true, approved: false } } },
      ["approve 0 waits"],
    ],
    [
      "an approved list",
      { state: "frozen" as const, decided: { ...decided, proposal: { byName: "Lin", isOwn: true, approved: true } } },
      ["publish 0"],
    ],
    [
      "an approved list, for who cannot publish",
      {
        state: "frozen" as const,
        decided: { proposal: { byName: "Lin", isOwn: true, approved: true }, publishedAt: null, mayPublish: false },
      },
      ["publish 0 waits"],
    ],
    [
      "a published list",
      {
        state: "frozen" as const,
        decided: { ...decided, proposal: { byName: "Lin", isOwn: true, approved: true }, publishedAt: new Date(0) },
      },
      ["public 0 waits"],
    ],
    [
      "for an observer",
      { acts: false, conflicts: { unsure: 2, proposed: 0, confirmable: 0 } },
      ["unsure 2 waits", "freeze 0 waits"],
    ],
  ])("%s", (_case, given, steps) => expect(stepsOf(given)).toEqual(steps));
});
