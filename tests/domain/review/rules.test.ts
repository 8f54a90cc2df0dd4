import { describe, expect, it } from "vitest";
import { scoreInput, scoreOf, sheetInput, sheetOf } from "#app/domain/review/input.ts";
import {
  bandsOf,
  changesOf,
  distributionOf,
  latelySince,
  merge,
  missedAtPace,
  missingOf,
  paceOf,
  quotaOf,
  readSort,
  reviewStatus,
  sortScores,
  windowOf,
} from "#app/domain/review/rules.ts";
import { NOT_APPLICABLE } from "#app/domain/rubric/rules.ts";

const criteria = [
  { id: "a", commentRule: "at-most" as const, commentBound: 1, commentLength: 0 },
  { id: "b", commentRule: "always" as const, commentBound: null, commentLength: 3 },
];
const given = (a: number | null, b: number | null, comment = "why") => [
  { criterionId: "a", value: a, comment: "" },
  { criterionId: "b", value: b, comment },
];

it("says what is missing, in the order of the sheet", () => {
  expect(missingOf(criteria, [])).toEqual([
    { criterionId: "a", what: "score-needed" },
    { criterionId: "b", what: "score-needed" },
    { criterionId: "b", what: "comment-needed" },
  ]);
  expect(missingOf(criteria, given(3, 3, "  "))).toEqual([{ criterionId: "b", what: "comment-needed" }]);
  expect(missingOf(criteria, given(1, 3, "no"))).toEqual([
    { criterionId: "a", what: "comment-needed" },
    { criterionId: "b", what: "comment-short" },
  ]);
  expect(missingOf(criteria, given(3, 3))).toEqual([]);
});

it.each([
  [{ version: null, submittedAt: null }, "not-started"],
  [{ version: 0, submittedAt: null }, "in-progress"],
  [{ version: 3, submittedAt: new Date(0) }, "submitted"],
])("%j is %s", (review, status) => expect(reviewStatus(review)).toBe(status));

it.each([
  ["open", null],
  ["planned", "round-not-open"],
  ["closed", "round-closed"],
  ["frozen", "round-frozen"],
] as const)("a %s round: %s", (state, because) => expect(windowOf(state)).toBe(because));

describe("pace", () => {
  const at = (...minutes: number[]) => minutes.map((minute) => new Date(minute * 60_000));

  it("is the median gap between submissions, times what remains", () =>
    expect(paceOf(at(0, 10, 30, 42), 4)).toEqual({ each: 12, left: 48 }));
  it("does not count a night's sleep as reading", () =>
    expect(paceOf(at(0, 10, 20, 30, 600, 610), 2)).toEqual({ each: 10, left: 20 }));
  it("does not care in which order the moments come", () =>
    expect(paceOf(at(42, 0, 30, 10), 4)).toEqual({ each: 12, left: 48 }));
  it.each([
    ["two gaps are no pace", at(0, 10, 20), 4],
    ["nothing remains", at(0, 10, 20, 30), 0],
    ["nothing submitted", [], 4],
  ])("%s", (_case, times, remaining) => expect(paceOf(times, remaining)).toBeNull());
});

describe("what the time left asks for", () => {
  const now = new Date("2027-06-01T08:00:00Z");
  it.each([
    ["44 in two days and four hours", 44, "2027-06-03T12:00:00Z", { remaining: 44, days: 2, hours: 4, aDay: 21 }],
    ["one in a week", 1, "2027-06-08T08:00:00Z", { remaining: 1, days: 7, hours: 0, aDay: 1 }],
    ["no telling by days on the last", 12, "2027-06-02T07:59:59Z", { remaining: 12, days: 0, hours: 23, aDay: null }],
    ["nothing remains", 0, "2027-06-03T12:00:00Z", null],
    ["no time remains", 5, "2027-06-01T08:00:00Z", null],
  ])("%s", (_case, remaining, closesAt, quota) => expect(quotaOf(remaining, new Date(closesAt), now)).toEqual(quota));
});

describe("bands of totals", () => {
  it("are of a round width, each total in exactly one, the highest with its upper end", () => {
    const bands = bandsOf(
      [
        { scale: "numbers", min: 1, max: 5 },
        { scale: "tenths", min: 10, max: 50 },
      ],
      [1, 1.49, 1.5, 3.3, 4.75, 5],
    );
    expect(bands).toHaveLength(8);
    expect(bands.filter(({ times }) => times > 0)).toEqual([
      { from: 1, to: 1.5, times: 2 },
      { from: 1.5, to: 2, times: 1 },
      { from: 3, to: 3.5, times: 1 },
      { from: 4.5, to: 5, times: 2 },
    ]);
  });
  it.each([
    [0, 10, 10, 1],
    [0, 100, 10, 10],
    [0, 1, 10, 0.1],
  ])("%d to %d: %d of %d", (min, max, count, width) => {
    const bands = bandsOf([{ scale: "numbers", min, max }], [max]);
    expect(bands).toHaveLength(count);
    expect(bands[0]).toMatchObject({ from: min, to: min + width });
    expect(bands.at(-1)).toMatchObject({ to: max, times: 1 });
  });
  it("there are none without criteria", () => expect(bandsOf([], [])).toEqual([]));
});

it.each([
  ["status", "status"],
  ["criterion-1", "criterion-1"],
  ["criterion-2", "order"],
  ["reviewer", "order"],
])("an address sorts by %s: %s", (given, key) => expect(readSort(given, null, 2).key).toBe(key));

it("counts how often each step was given", () =>
  expect(distributionOf({ scale: "numbers", min: 1, max: 3, step: 1 }, [1, 3, 3, null, NOT_APPLICABLE])).toEqual([
    { from: 1, to: 1, times: 1 },
    { from: 2, to: 2, times: 0 },
    { from: 3, to: 3, times: 2 },
  ]));

it("counts a fine scale by whole points, and each step of a coarse one", () => {
  const scale = { scale: "tenths", min: 5, max: 30 } as const;
  expect(distributionOf({ ...scale, step: 1 }, [5, 9, 10, 19, 20, 30, null])).toEqual([
    { from: 5, to: 9, times: 2 },
    { from: 10, to: 19, times: 2 },
    { from: 20, to: 29, times: 1 },
    { from: 30, to: 30, times: 1 },
  ]);
  expect(distributionOf({ ...scale, step: 5 }, [5, 15, 30]).map(({ from, to, times }) => [from, to, times])).toEqual([
    [5, 5, 1],
    [10, 10, 0],
    [15, 15, 1],
    [20, 20, 0],
    [25, 25, 0],
    [30, 30, 1],
  ]);
});

it.each<[string, Record<string, string>, object]>([
  ["a point", { "score.a": "3.7" }, { value: 37 }],
  ["a comma", { "score.a": "3,7" }, { value: 37 }],
  ["no decimal", { "score.a": "4" }, { value: 40 }],
  ["an empty field", { "score.a": "" }, { value: null }],
  ["left out", { "score.a": "", "left-out.a": "yes" }, { value: NOT_APPLICABLE }],
  ["left out after all", { "score.a": "3.7", "left-out.a": "yes" }, { value: NOT_APPLICABLE }],
  ["no field", {}, {}],
])("tenths are typed: %s", (_case, sent, given) => {
  const criterion = { id: "a", scale: "tenths", min: 0, max: 50, step: 1, notApplicable: true } as const;
  expect(scoreOf("a", scoreInput(criterion).parse({ ...sent, version: "2" }))).toEqual({ ...given, baseVersion: 2 });
  expect(sheetOf([criterion], sheetInput([criterion]).parse(sent)).scores).toEqual(
    "value" in given ? [{ criterionId: "a", ...given, baseVersion: 0 }] : [],
  );
});

it.each([
  ["3.75", "not-a-step"],
  ["5.1", "too-large"],
  ["-1", "not-a-step"],
  ["1e1", "not-a-step"],
  ["three", "not-a-step"],
  ["not-applicable", "not-a-step"],
])("tenths are not typed as %s", (text, problem) => {
  const read = scoreInput({ id: "a", scale: "tenths", min: 0, max: 50, step: 1, notApplicable: true }).safeParse({
    "score.a": text,
  });
  expect(read.error?.issues.map(({ message }) => message)).toEqual([problem]);
});

describe("changes with their reasons", () => {
  const saved = (before: number | null, value: number, reason: string, criterionId = "a") => ({
    criterionId,
    before,
    value,
    reason,
    savedAt: "2027-01-01",
  });
  it.each([
    ["one change", [saved(4, 5, "x")], [[4, 5, ["x"]]]],
    [
      "words that saved themselves as they were written",
      [saved(4, 5, "I mis"), saved(5, 5, "I misread"), saved(5, 5, "I misread it")],
      [[4, 5, ["I misread it"]]],
    ],
    [
      "a reason written before the value",
      [saved(4, 4, "I mis"), saved(4, 4, "I misread"), saved(4, 5, "I misread")],
      [[4, 5, ["I misread"]]],
    ],
    [
      "a second change",
      [saved(4, 5, "x"), saved(5, 5, "y"), saved(5, 2, "y")],
      [
        [4, 5, ["x", "y"]],
        [5, 2, ["y"]],
      ],
    ],
    [
      "two criteria",
      [saved(4, 5, "x"), saved(1, 2, "z", "b"), saved(5, 5, "xy")],
      [
        [4, 5, ["xy"]],
        [1, 2, ["z"]],
      ],
    ],
  ])("%s", (_case, rows, changes) =>
    expect(changesOf(rows).map(({ from, to, reasons }) => [from, to, reasons])).toEqual(changes),
  );
});

describe("two windows on one field", () => {
  it.each([
    ["the field was not sent", "x", "y", undefined, { take: "y", changed: false }],
    ["nothing happened since", "x", "x", "y", { take: "y", changed: true }],
    ["the same words arrive twice", "x", "y", "y", { take: "y", changed: false }],
    [
      "words from before arrive late, or from a window that never touched them",
      "x",
      "y",
      "x",
      { take: "y", changed: false },
    ],
    ["two different texts", "x", "y", "z", { clash: true }],
  ])("%s", (_case, base, stored, sent, outcome) => expect(merge(base, stored, sent)).toEqual(outcome));
});

describe("one's own scores by any column", () => {
  const row = (
    title: string,
    place: number,
    total: number | null,
    values: (number | "not-applicable" | null)[],
    version: number | null = 1,
  ) => ({ title, place, total, values, version, submittedAt: total === null ? null : new Date(0) });
  const rows = [row("Gardens", 2, 410, [5, 2]), row("Élan", 1, null, [null, 4]), row("Buses", 3, 380, [4, 3])];
  const titles = (sorted: typeof rows) => sorted.map(({ title }) => title);

  it.each([
    ["order", false, ["Élan", "Gardens", "Buses"]],
    ["title", false, ["Buses", "Élan", "Gardens"]],
    ["title", true, ["Gardens", "Élan", "Buses"]],
    ["points", false, ["Buses", "Gardens", "Élan"]],
    ["points", true, ["Gardens", "Buses", "Élan"]],
    ["status", false, ["Élan", "Gardens", "Buses"]],
    ["status", true, ["Gardens", "Buses", "Élan"]],
    ["criterion-0", true, ["Gardens", "Buses", "Élan"]],
    ["criterion-1", true, ["Élan", "Buses", "Gardens"]],
  ] as const)("%s, descending %s", (key, descending, expected) =>
    expect(titles(sortScores(rows, key, descending, "en"))).toEqual(expected),
  );

  it.each([false, true])("what does not apply stands last, descending %s", (descending) =>
    expect(
      titles(sortScores([row("Docks", 0, 390, [4, NOT_APPLICABLE]), ...rows], "criterion-1", descending, "en")).at(-1),
    ).toBe("Docks"),
  );
});

describe("behind the pace of the last days", () => {
  const now = new Date("2027-04-10T12:00:00Z");
  const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
  const open = { state: "open" as const, opensAt: inDays(-9) };
  const of = (remaining: number, lately: number, givenAt: Date | null = inDays(-20)) => ({
    assigned: 50,
    submitted: 50 - remaining,
    lately,
    givenAt,
  });
  it.each([
    ["nothing for three days", of(12, 0), { ...open, closesAt: inDays(4) }, 12],
    ["six in three days, four days left", of(12, 6), { ...open, closesAt: inDays(4) }, 4],
    ["just fast enough", of(8, 6), { ...open, closesAt: inDays(4) }, 0],
    ["a part of one is given to them", of(3, 3), { ...open, closesAt: inDays(2.1) }, 0],
    ["what remains was given two days ago", of(12, 6, inDays(-2)), { ...open, closesAt: inDays(3) }, 3],
    ["the round opened two days ago", of(12, 6), { ...open, opensAt: inDays(-2), closesAt: inDays(3) }, 3],
    ["it was given a day ago", of(12, 0, inDays(-1)), { ...open, closesAt: inDays(3) }, 12],
    ["less than a day ago tells nothing", of(12, 0, inDays(-0.99)), { ...open, closesAt: inDays(3) }, 0],
    ["nothing remains", of(0, 0, null), { ...open, closesAt: inDays(3) }, 0],
    ["the round has closed", of(3, 0), { ...open, state: "closed" as const, closesAt: inDays(-1) }, 0],
  ])("%s", (_what, reviewer, round, missing) => expect(missedAtPace(reviewer, round, now)).toBe(missing));

  it("counts three days", () => expect(latelySince(now)).toEqual(inDays(-3)));
});
