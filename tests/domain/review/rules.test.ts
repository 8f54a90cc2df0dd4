import { describe, expect, it } from "vitest";
import { changesOf, distributionOf, merge, missingOf, paceOf, reviewStatus, sortScores, windowOf } from "#app/domain/review/rules.ts";
import { NOT_APPLICABLE } from "#app/domain/rubric/rules.ts";

const criteria = [
  { id: "a", commentRule: "at-most" as const, commentBound: 1, commentLength: 0 },
  { id: "b", commentRule: "always" as const, commentBound: null, commentLength: 3 },
];
const given = (a: number | null, b: number | null, comment = "why") => [{ criterionId: "a", value: a, comment: "" }, { criterionId: "b", value: b, comment }];

it("says what is missing, in the order of the sheet", () => {
  expect(missingOf(criteria, [])).toEqual([{ criterionId: "a", what: "score-needed" }, { criterionId: "b", what: "score-needed" }, { criterionId: "b", what: "comment-needed" }]);
  expect(missingOf(criteria, given(3, 3, "  "))).toEqual([{ criterionId: "b", what: "comment-needed" }]);
  expect(missingOf(criteria, given(1, 3, "no"))).toEqual([{ criterionId: "a", what: "comment-needed" }, { criterionId: "b", what: "comment-short" }]);
  expect(missingOf(criteria, given(3, 3))).toEqual([]);
});

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
  expect(distributionOf({ min: 1, max: 3, step: 1 }, [1, 3, 3, null, NOT_APPLICABLE])).toEqual([{ value: 1, times: 1 }, { value: 2, times: 0 }, { value: 3, times: 2 }]));

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
  const row = (title: string, readingOrder: number, total: number | null, values: (number | "not-applicable" | null)[]) => ({ title, readingOrder, total, values });
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

  it.each([false, true])("what does not apply stands last, descending %s", (descending) =>
    expect(titles(sortScores([row("Docks", 0, 390, [4, NOT_APPLICABLE]), ...rows], "criterion-1", descending, "en")).at(-1)).toBe("Docks"));
});
