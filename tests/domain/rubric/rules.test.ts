import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Actor, PORTAL } from "#app/domain/context.ts";
import { readRubric } from "#app/domain/rubric/input.ts";
import { canChangeRubric, canReadRubric } from "#app/domain/rubric/policy.ts";
import {
  commentLack,
  figureOf,
  gradeOf,
  isAnchored,
  isOnScale,
  type Mark,
  NOT_APPLICABLE,
  partsOf,
  readAnchors,
  readStep,
  type Scale,
  stepsOf,
  totalOf,
  weightsAddUp,
  writeAnchors,
  writeStep,
} from "#app/domain/rubric/rules.ts";
import type { CommentRule, ScaleKind } from "#db/schema/rubric.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import { COMMITTEE_RUBRIC, JURY_RUBRIC } from "#db/seed/guangzhou-rubric.ts";

const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
const FIVE = "1 Nothing\n2 Little\n3 Some\n4 Much\n5 All";
const fields = {
  name: "Committee",
  "name-zh": "委员会",
  "c1-name": "Innovation",
  "c1-description": "How new",
  "c1-weight": "100",
  "c1-min": "1",
  "c1-max": "5",
  "c1-anchors": FIVE,
};

describe("a rubric as typed", () => {
  it("becomes criteria with anchors in both languages; empty blocks are left out", () => {
    const given = readRubric({
      ...fields,
      "c1-anchors-zh": "5 全部\n1 没有",
      "c1-comment": "always",
      "c2-min": "1",
      "c2-max": "5",
    });
    expect(given).toEqual({
      ok: true,
      value: {
        name: { en: "Committee", "zh-Hans": "委员会" },
        criteria: [
          {
            name: { en: "Innovation" },
            description: { en: "How new" },
            weight: 100,
            scale: "numbers",
            min: 1,
            max: 5,
            step: 1,
            notApplicable: false,
            commentRule: "always",
            commentBound: null,
            commentLength: 0,
            anchors: [
              { value: 1, text: { en: "Nothing", "zh-Hans": "没有" } },
              { value: 2, text: { en: "Little" } },
              { value: 3, text: { en: "Some" } },
              { value: 4, text: { en: "Much" } },
              { value: 5, text: { en: "All", "zh-Hans": "全部" } },
            ],
          },
        ],
      },
    });
  });

  it.each([
    ["no criterion at all", { name: "Committee" }, { "c1-name": "required" }],
    ["weights that do not add up", { ...fields, "c1-weight": "99" }, { "c1-weight": "weights-not-100" }],
    ["B55: half a weight", { ...fields, "c1-weight": "50.5" }, { "c1-weight": "not-whole" }],
    ["B55: a weight in another script", { ...fields, "c1-weight": "１００" }, { "c1-weight": "not-whole" }],
    ["a criterion without a name", { ...fields, "c1-name": "" }, { "c1-name": "required" }],
    [
      "a step without an anchor",
      { ...fields, "c1-anchors": FIVE.replace("3 Some\n", "") },
      { "c1-anchors": "anchors-incomplete" },
    ],
    ["a step with two", { ...fields, "c1-anchors": `${FIVE}\n5 More` }, { "c1-anchors": "anchors-incomplete" }],
    [
      "an anchor beyond the scale",
      { ...fields, "c1-anchors": `${FIVE}\n6 More` },
      { "c1-anchors": "anchors-incomplete" },
    ],
    ["a scale upside down", { ...fields, "c1-min": "5", "c1-max": "1" }, { "c1-max": "wrong-scale" }],
    ["steps that miss the top", { ...fields, "c1-step": "3" }, { "c1-max": "wrong-scale" }],
    [
      "a comment from a step that is none",
      { ...fields, "c1-comment": "at-least", "c1-comment-bound": "6" },
      { "c1-comment-bound": "not-a-step" },
    ],
    ["a comment from no step", { ...fields, "c1-comment": "at-most" }, { "c1-comment-bound": "not-a-step" }],
    ["a comment by no rule", { ...fields, "c1-comment": "sometimes" }, { "c1-comment": "not-a-choice" }],
    ["a scale of no kind", { ...fields, "c1-scale": "stars" }, { "c1-scale": "not-a-choice" }],
    [
      "nothing that always applies",
      { ...fields, "c1-not-applicable": "yes" },
      { "c1-not-applicable": "one-must-apply" },
    ],
    ["a tenth where points are whole", { ...fields, "c1-step": "0.5" }, { "c1-step": "not-whole" }],
    ["two decimals", { ...fields, "c1-scale": "tenths", "c1-step": "0.25" }, { "c1-step": "not-tenths" }],
    [
      "a whole point of tenths without an anchor",
      { ...fields, "c1-scale": "tenths", "c1-step": "0.1", "c1-anchors": FIVE.replace("3 Some\n", "") },
      { "c1-anchors": "anchors-incomplete" },
    ],
    [
      "an anchor between the steps",
      { ...fields, "c1-scale": "tenths", "c1-step": "0.5", "c1-anchors": FIVE.replace("3 Some", "2.7 Hm\n3 Some") },
      { "c1-anchors": "anchors-incomplete" },
    ],
    [
      "more tenths than anybody tells apart",
      { ...fields, "c1-scale": "tenths", "c1-min": "0", "c1-max": "11", "c1-step": "0.1" },
      { "c1-max": "wrong-scale" },
    ],
    [
      "a comment from a tenth that is no step",
      { ...fields, "c1-scale": "tenths", "c1-step": "0.5", "c1-comment": "at-most", "c1-comment-bound": "2.2" },
      { "c1-comment-bound": "not-a-step" },
    ],
    ["a scale nobody can anchor", { ...fields, "c1-min": "0", "c1-max": "100" }, { "c1-max": "wrong-scale" }],
  ])("refuses %s", (_case, given, errors) => expect(readRubric(given)).toEqual({ ok: false, errors }));

  it("reads anchors however the number is set off, and writes them back", () => {
    const numbers = { scale: "numbers" } as const;
    const anchors = readAnchors("2: two\n1. one\n3 – three\nno number", "", numbers);
    expect(anchors).toEqual([
      { value: 1, text: { en: "one" } },
      { value: 2, text: { en: "two" } },
      { value: 3, text: { en: "three" } },
    ]);
    expect(
      readAnchors(
        writeAnchors({ ...numbers, anchors }, "en"),
        writeAnchors({ ...numbers, anchors }, "zh-Hans"),
        numbers,
      ),
    ).toEqual(anchors);
    expect(isAnchored({ ...numbers, min: 1, max: 3, step: 1, anchors })).toBe(true);
    expect(isAnchored({ ...numbers, min: 0, max: 3, step: 1, anchors })).toBe(false);
    expect(isAnchored({ ...numbers, min: 1, max: 3, step: 2, anchors })).toBe(false);
  });
});

describe("scales", () => {
  it.each([
    ["numbers", {}, { scale: "numbers", min: 1, max: 5, step: 1 }, [1, 2, 3, 4, 5]],
    [
      "tens of a hundred",
      {
        "c1-scale": "percent",
        "c1-min": "0",
        "c1-max": "100",
        "c1-step": "50",
        "c1-anchors": "0 None\n50 Half\n100 All",
      },
      { scale: "percent", min: 0, max: 100, step: 50 },
      [0, 50, 100],
    ],
    [
      "tenths by 0.5",
      {
        "c1-scale": "tenths",
        "c1-min": "0",
        "c1-max": "2",
        "c1-step": "0,5",
        "c1-anchors": "0 None\n1 Some\n1.5 Much\n2 All",
      },
      { scale: "tenths", min: 0, max: 20, step: 5 },
      [0, 5, 10, 15, 20],
    ],
    ["letters", { "c1-scale": "letters" }, { scale: "letters", min: 1, max: 5, step: 1 }, [1, 2, 3, 4, 5]],
    [
      "yes or no has two steps, whatever the distance says",
      { "c1-scale": "yes-no", "c1-step": "1", "c1-anchors": "1 No\n5 Yes" },
      { scale: "yes-no", min: 1, max: 5, step: 4 },
      [1, 5],
    ],
  ])("%s", (_case, given, scale, steps) => {
    const read = readRubric({ ...fields, ...given });
    expect(read).toMatchObject({ ok: true, value: { criteria: [scale] } });
    expect(stepsOf(scale)).toEqual(steps);
  });

  it.each([
    [1, true],
    [5, true],
    [0, false],
    [6, false],
    [2.5, false],
    [Number.NaN, false],
  ])("%d on a scale from 1 to 5: %s", (value, on) => expect(isOnScale({ min: 1, max: 5, step: 1 }, value)).toBe(on));
  it.each([
    [0, true],
    [40, true],
    [45, false],
  ])("%d on a scale by tens: %s", (value, on) => expect(isOnScale({ min: 0, max: 100, step: 10 }, value)).toBe(on));
  it.each<[string, Scale, (string | undefined)[]]>([
    ["their own number", { scale: "numbers", min: 1, max: 5, step: 1 }, ["1", "2", "3", "4", "5"]],
    [
      "their own number, as far as one key says it",
      { scale: "numbers", min: 8, max: 10, step: 1 },
      ["8", "9", undefined],
    ],
    ["their place where they read otherwise", { scale: "letters", min: 0, max: 10, step: 5 }, ["1", "2", "3"]],
    [
      "their place, the tenth by 0",
      { scale: "percent", min: 0, max: 100, step: 10 },
      ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0", undefined],
    ],
  ])("figure keys choose steps by %s", (_case, scale, figures) =>
    expect(stepsOf(scale).map((value) => figureOf(scale, value))).toEqual(figures),
  );
  it("tenths are typed and written with one decimal, and anchored by whole points", () => {
    const scale = { scale: "tenths", min: 0, max: 20, step: 1 } as const;
    expect([0, 1, 10, 17].map((value) => writeStep(scale, value))).toEqual(["0", "0.1", "1", "1.7"]);
    expect(["0", "0.1", "1", "1,7"].map((text) => readStep(scale, text))).toEqual([0, 1, 10, 17]);
    const anchors = readAnchors("0 None\n1. Some\n1.5 Much\n2,0 All", "1,5 很多", scale);
    expect(anchors.map(({ value, text }) => [value, text.en, text["zh-Hans"]])).toEqual([
      [0, "None", undefined],
      [10, "Some", undefined],
      [15, "Much", "很多"],
      [20, "All", undefined],
    ]);
    expect(isAnchored({ ...scale, anchors })).toBe(true);
    expect(
      readAnchors(writeAnchors({ ...scale, anchors }, "en"), writeAnchors({ ...scale, anchors }, "zh-Hans"), scale),
    ).toEqual(anchors);
    expect(isAnchored({ ...scale, anchors: anchors.slice(1) })).toBe(false);
  });
  it("A is the highest grade", () =>
    expect([5, 4, 1].map((value) => gradeOf({ min: 1, max: 5, step: 1 }, value))).toEqual(["A", "B", "E"]));
});

describe("comments", () => {
  const rule = (commentRule: CommentRule, commentBound: number | null = null, commentLength = 0) => ({
    commentRule,
    commentBound,
    commentLength,
  });
  it.each<[string, ReturnType<typeof rule>, Mark | null, string, string | null]>([
    ["none is needed", rule("optional"), 3, "", null],
    ["always, whatever the score", rule("always"), null, " ", "comment-needed"],
    ["up to a step", rule("at-most", 2), 2, "", "comment-needed"],
    ["above it", rule("at-most", 2), 3, "", null],
    ["from a step", rule("at-least", 4), 4, "", "comment-needed"],
    ["below it", rule("at-least", 4), 3, "", null],
    ["before there is a score", rule("at-most", 2), null, "", null],
    ["leaving a criterion out", rule("optional"), NOT_APPLICABLE, "", "comment-needed"],
    ["too few characters, spaces around them aside", rule("always", null, 5), 3, " 没有新意 ", "comment-short"],
    ["as many as are asked", rule("always", null, 4), 3, " 没有新意 ", null],
    ["a length nobody asks for here", rule("at-most", 2, 50), 5, "ok", null],
  ])("%s", (_case, criterion, mark, comment, lack) => expect(commentLack(criterion, mark, comment)).toBe(lack));
});

describe("totals", () => {
  const rubric = (...weights: [weight: number, notApplicable?: boolean][]) =>
    weights.map(([weight, notApplicable = false], at) => ({
      id: "abcdefghij"[at]!,
      weight,
      notApplicable,
      scale: "numbers" as ScaleKind,
    }));
  const tenths = (criteria: ReturnType<typeof rubric>, ...places: number[]) =>
    criteria.map((criterion, at) => (places.includes(at) ? { ...criterion, scale: "tenths" as const } : criterion));
  const marks = (...values: (Mark | null)[]) => values.map((value, at) => ({ criterionId: "abcdefghij"[at]!, value }));

  it.each<[string, ReturnType<typeof rubric>, number | null]>([
    ["nothing may be left out", rubric([60], [40]), 100],
    ["one of a tenth", rubric([90], [10, true]), 900],
    ["two of them: what remains may be 100, 85, 75 and 60", rubric([60], [25, true], [15, true]), 5100],
    ["weights of tens", rubric([10], ...Array.from({ length: 9 }, () => [10, true] as [number, boolean])), 25200],
    ["one counts tenths", tenths(rubric([60], [40]), 1), 1000],
    ["one counts tenths and one may be left out", tenths(rubric([90], [10, true]), 0), 9000],
    [
      "too many different weights to count with",
      rubric(
        [1],
        [4, true],
        [6, true],
        [7, true],
        [9, true],
        [11, true],
        [13, true],
        [14, true],
        [16, true],
        [19, true],
      ),
      null,
    ],
  ])("parts of a point where %s", (_case, criteria, parts) => expect(partsOf(criteria)).toBe(parts));

  it.each<[string, ReturnType<typeof rubric>, ReturnType<typeof marks>, number | null]>([
    ["weights times scores", rubric([60], [40]), marks(5, 2), 380],
    ["the lowest", rubric([60], [40]), marks(1, 1), 100],
    ["a criterion without a score", rubric([60], [40]), marks(5, null), null],
    ["nothing", rubric([60], [40]), [], null],
    ["everything applies", rubric([90], [10, true]), marks(4, 1), 9 * (360 + 10)],
    [
      "the others carry the weight of what does not apply",
      rubric([60], [30], [10, true]),
      marks(4, 1, NOT_APPLICABLE),
      900 * 3,
    ],
    [
      "a mean that no decimal holds is whole all the same",
      rubric([50], [40], [10, true]),
      marks(3, 5, NOT_APPLICABLE),
      (900 * (150 + 200)) / 90,
    ],
    ["tenths: 3.7 and 4.2 are 3.9", tenths(rubric([60], [40]), 0, 1), marks(37, 42), 3900],
    ["tenths beside whole points: 3.7 and 4 are 3.82", tenths(rubric([60], [40]), 0), marks(37, 4), 3820],
    [
      "tenths re-weighted: 0.1 of 90 and nothing else is 0.1",
      tenths(rubric([90], [10, true]), 0),
      marks(1, NOT_APPLICABLE),
      900,
    ],
    ["nothing applies", rubric([100, true]), marks(NOT_APPLICABLE), null],
    ["no criteria, which is no zero", [], [], null],
  ])("%s", (_case, criteria, given, total) => expect(totalOf(criteria, given)).toBe(total));
});

describe("the rubrics of the award", () => {
  it.each([
    ["the committee's", COMMITTEE_RUBRIC, 5],
    ["the jury's", JURY_RUBRIC, 7],
  ] as const)("%s has weights of 100, and an anchor in both languages for each step", (_name, rubric, criteria) => {
    expect(rubric.criteria).toHaveLength(criteria);
    expect(weightsAddUp(rubric.criteria)).toBe(true);
    expect(rubric.criteria.every(isAnchored)).toBe(true);
    expect(
      rubric.criteria
        .flatMap(({ anchors, name, description }) => [...anchors.map(({ text }) => text), name, description])
        .filter((text) => !text["zh-Hans"]),
    ).toEqual([]);
    expect(stepsOf(rubric.criteria[0]!)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("who may", () => {
  const chair = person({ panels: [{ roundId: "r", cycleId: "c", role: "chair" }] });
  it.each([
    ["the secretariat", person({ staff: ["secretariat"] }), false, yes],
    ["the portal", PORTAL, false, yes],
    ["the secretariat, scored with", person({ staff: ["secretariat"] }), true, notNow("rubric-in-use")],
    ["an observer", person({ staff: ["observer"] }), false, no("not-your-role")],
    ["a chair", chair, false, hidden],
    ["an administrator", person({ staff: ["administrator"] }), false, hidden],
    ["nobody", ANONYMOUS, false, hidden],
  ] as const)("change a rubric: %s", (_who, actor, inUse, verdict) =>
    expect(canChangeRubric(actor, { inUse })).toEqual(verdict),
  );

  it("read it in the workshop: the secretariat and observers", () => {
    expect(
      [person({ staff: ["secretariat"] }), person({ staff: ["observer"] }), chair, ANONYMOUS].map(canReadRubric),
    ).toEqual([yes, yes, hidden, hidden]);
  });
});
