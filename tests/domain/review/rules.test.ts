import { describe, expect, it } from "vitest";
import { changesOf, distributionOf, isOnScale, merge, missingOf, paceOf, reviewStatus, sortScores, totalOf, windowOf } from "#app/domain/review/rules.ts";
import { stepsOf } from "#app/domain/rubric/rules.ts";

const criteria = [
  { id: "a", weight: 60, min: 1, max: 5, commentRequired: false },
  { id: "b", weight: 40, min: 1, max: 5, commentRequired: true },
];
const given = (a: number | null, b: number | null, comment = "why") => [{ criterionId: "a", value: a, comment: "" }, { criterionId: "b", value: b, comment }];

describe("totals", () => {
  it.each([
    ["weights times scores", given(5, 2), 380],
    ["the lowest", given(1, 1), 100],
    ["the highest", given(5, 5), 500],
    ["a criterion without a score", given(5, null), null],
    ["nothing", [], null],
  ])("%s", (_case, scores, total) => expect(totalOf(criteria, scores)).toBe(total));

  it("a rubric without criteria gives no total, not zero", () => expect(totalOf([], [])).toBeNull());
});

it("says what is missing, in the order of the sheet", () => {
  expect(missingOf(criteria, [])).toEqual([{ criterionId: "a", what: "score" }, { criterionId: "b", what: "score" }, { criterionId: "b", what: "comment" }]);
  expect(missingOf(criteria, given(3, 3, "  "))).toEqual([{ criterionId: "b", what: "comment" }]);
  expect(missingOf(criteria, given(3, 3))).toEqual([]);
});

it.each([[1, true], [5, true], [0, false], [6, false], [2.5, false], [Number.NaN, false]])("%d on a scale from 1 to 5: %s", (value, on) => expect(isOnScale({ min: 1, max: 5 }, value)).toBe(on));

it("a scale has all its steps", () => expect(stepsOf({ min: 0, max: 3 })).toEqual([0, 1, 2, 3]));

it.each([
  [{ version: null, submittedAt: null }, "not-started"],
  [{ version: 0, submittedAt: null }, "in-progress"],
  [{ version: 3, submittedAt: new Date(0) }, "submitted"],
])("%j is %s", (review, status) => expect(reviewStatus(review)).toBe(status));

it.each([["open", null], ["planned", "round-not-open"], ["closed", "round-closed"], ["frozen", "round-frozen"]] as const)("a %s round: %s", (state, because) => expect(windowOf(state)).toBe(because));

describe("pace", () => {
  const at = (...minutes: number[]) => minutes.map((minute) => new Date(minute * 60_000));

  it("is the median gap between submissions, times what remains", () => expect(paceOf(at(0, 10, 30, 42), 4)).toEqual({ each: 12, left: 48 }));
  it("does not count a night's sleep as reading", () => expect(paceOf(at(0, 10, 20, 30, 600, 610), 2)).toEqual({ each: 10, left: 20 }));
  it("does not care in which order the moments come", () => expect(paceOf(at(42, 0, 30, 10), 4)).toEqual({ each: 12, left: 48 }));
  it.each([["two gaps are no pace", at(0, 10, 20), 4], ["nothing remains", at(0, 10, 20, 30), 0], ["nothing submitted", [], 4]])("%s", (_case, times, remaining) =>
    expect(paceOf(times, remaining)).toBeNull());
});

it("counts how often each step was given", () =>
  expect(distributionOf({ min: 1, max: 3 }, [1, 3, 3, null])).toEqual([{ value: 1, times: 1 }, { value: 2, times: 0 }, { value: 3, times: 2 }]));

describe("changes with their reasons", () => {
  const saved = (before: number | null, value: number, reason: string, criterionId = "a") => ({ criterionId, before, value, reason, savedAt: "2027-01-01" });
  it.each([
    ["one change", [saved(4, 5, "x")], [[4, 5, ["x"]]]],
    ["words that saved themselves as they were written", [saved(4, 5, "I mis"), saved(5, 5, "I misread"), saved(5, 5, "I misread it")], [[4, 5, ["I misread it"]]]],
    ["a reason written before the value", [saved(4, 4, "I mis"), saved(4, 4, "I misread"), saved(4, 5, "I misread")], [[4, 5, ["I misread"]]]],
    ["a second change", [saved(4, 5, "x"), saved(5, 5, "y"), saved(5, 2, "y")], [[4, 5, ["x", "y"]], [5, 2, ["y"]]]],
    ["two criteria", [saved(4, 5, "x"), saved(1, 2, "z", "b"), saved(5, 5, "xy")], [[4, 5, ["xy"]], [1, 2, ["z"]]]],
  ])("%s", (_case, rows, changes) => expect(changesOf(rows).map(({ from, to, reasons }) => [from, to, reasons])).toEqual(changes));
});

describe("two windows on one field", () => {
  it.each([
    ["the field was not sent", "x", "y", undefined, { take: "y", changed: false }],
    ["nothing happened since", "x", "x", "y", { take: "y", changed: true }],
    ["the same words arrive twice", "x", "y", "y", { take: "y", changed: false }],
    ["two different texts", "x", "y", "z", { clash: true }],
  ])("%s", (_case, base, stored, sent, outcome) => expect(merge(base, stored, sent)).toEqual(outcome));
});

describe("one's own scores by any column", () => {
  const row = (title: string, readingOrder: number, total: number | null, values: (number | null)[]) => ({ title, readingOrder, total, values });
  const rows = [row("Gardens", 2, 410, [5, 2]), row("Élan", 1, null, [null, 4]), row("Buses", 3, 380, [4, 3])];
  const titles = (sorted: typeof rows) => sorted.map(({ title }) => title);

  it.each([
    ["order", false, ["Élan", "Gardens", "Buses"]],
    ["title", false, ["Buses", "Élan", "Gardens"]],
    ["title", true, ["Gardens", "Élan", "Buses"]],
    ["points", false, ["Buses", "Gardens", "Élan"]],
    ["points", true, ["Gardens", "Buses", "Élan"]],
    ["criterion-0", true, ["Gardens", "Buses", "Élan"]],
    ["criterion-1", true, ["Élan", "Buses", "Gardens"]],
  ] as const)("%s, descending %s", (key, descending, expected) => expect(titles(sortScores(rows, key, descending, "en"))).toEqual(expected));
});
