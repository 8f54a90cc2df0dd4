import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Actor, PORTAL } from "#app/domain/context.ts";
import { readRubric } from "#app/domain/rubric/input.ts";
import { canChangeRubric, canReadRubric } from "#app/domain/rubric/policy.ts";
import { isAnchored, readAnchors, stepsOf, weightsAddUp, writeAnchors } from "#app/domain/rubric/rules.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";
import { COMMITTEE_RUBRIC, JURY_RUBRIC } from "#db/seed/guangzhou-rubric.ts";

const person = (given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id: "me", ...given });
const FIVE = "1 Nothing\n2 Little\n3 Some\n4 Much\n5 All";
const fields = { name: "Committee", "name-zh": "委员会", "c1-name": "Innovation", "c1-description": "How new", "c1-weight": "100", "c1-min": "1", "c1-max": "5", "c1-anchors": FIVE };

describe("a rubric as typed", () => {
  it("becomes criteria with anchors in both languages; empty blocks are left out", () => {
    const given = readRubric({ ...fields, "c1-anchors-zh": "5 全部\n1 没有", "c1-comment": "yes", "c2-min": "1", "c2-max": "5" });
    expect(given).toEqual({
      ok: true,
      value: {
        name: { en: "Committee", "zh-Hans": "委员会" },
        criteria: [{
          name: { en: "Innovation" }, description: { en: "How new" }, weight: 100, min: 1, max: 5, commentRequired: true,
          anchors: [
            { value: 1, text: { en: "Nothing", "zh-Hans": "没有" } }, { value: 2, text: { en: "Little" } }, { value: 3, text: { en: "Some" } },
            { value: 4, text: { en: "Much" } }, { value: 5, text: { en: "All", "zh-Hans": "全部" } },
          ],
        }],
      },
    });
  });

  it.each([
    ["no criterion at all", { name: "Committee" }, { "c1-name": "required" }],
    ["weights that do not add up", { ...fields, "c1-weight": "99" }, { "c1-weight": "weights-not-100" }],
    ["B55: half a weight", { ...fields, "c1-weight": "50.5" }, { "c1-weight": "not-whole" }],
    ["B55: a weight in another script", { ...fields, "c1-weight": "１００" }, { "c1-weight": "not-whole" }],
    ["a criterion without a name", { ...fields, "c1-name": "" }, { "c1-name": "required" }],
    ["a step without an anchor", { ...fields, "c1-anchors": FIVE.replace("3 Some\n", "") }, { "c1-anchors": "anchors-incomplete" }],
    ["a step with two", { ...fields, "c1-anchors": `${FIVE}\n5 More` }, { "c1-anchors": "anchors-incomplete" }],
    ["an anchor beyond the scale", { ...fields, "c1-anchors": `${FIVE}\n6 More` }, { "c1-anchors": "anchors-incomplete" }],
    ["a scale upside down", { ...fields, "c1-min": "5", "c1-max": "1" }, { "c1-max": "wrong-scale" }],
    ["a scale nobody can anchor", { ...fields, "c1-min": "0", "c1-max": "100" }, { "c1-max": "wrong-scale" }],
  ])("refuses %s", (_case, given, errors) => expect(readRubric(given)).toEqual({ ok: false, errors }));

  it("reads anchors however the number is set off, and writes them back", () => {
    const anchors = readAnchors("2: two\n1. one\n3 – three\nno number", "");
    expect(anchors).toEqual([{ value: 1, text: { en: "one" } }, { value: 2, text: { en: "two" } }, { value: 3, text: { en: "three" } }]);
    expect(readAnchors(writeAnchors(anchors, "en"), writeAnchors(anchors, "zh-Hans"))).toEqual(anchors);
    expect(isAnchored({ min: 1, max: 3, anchors })).toBe(true);
    expect(isAnchored({ min: 0, max: 3, anchors })).toBe(false);
  });
});

describe("the rubrics of the award", () => {
  it.each([["the committee's", COMMITTEE_RUBRIC, 5], ["the jury's", JURY_RUBRIC, 7]] as const)("%s has weights of 100, and an anchor in both languages for each step", (_name, rubric, criteria) => {
    expect(rubric.criteria).toHaveLength(criteria);
    expect(weightsAddUp(rubric.criteria)).toBe(true);
    expect(rubric.criteria.every(isAnchored)).toBe(true);
    expect(rubric.criteria.flatMap(({ anchors, name, description }) => [...anchors.map(({ text }) => text), name, description]).filter((text) => !text["zh-Hans"])).toEqual([]);
    expect(stepsOf(rubric.criteria[0]!)).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("who may", () => {
  const chair = person({ panels: [{ roundId: "r", cycleId: "c", role: "chair" }] });
  it.each([
    ["the secretariat", person({ staff: ["secretariat"] }), false, yes], ["the portal", PORTAL, false, yes],
    ["the secretariat, scored with", person({ staff: ["secretariat"] }), true, notNow("rubric-in-use")],
    ["an observer", person({ staff: ["observer"] }), false, no("not-your-role")],
    ["a chair", chair, false, hidden], ["an administrator", person({ staff: ["administrator"] }), false, hidden], ["nobody", ANONYMOUS, false, hidden],
  ] as const)("change a rubric: %s", (_who, actor, inUse, verdict) => expect(canChangeRubric(actor, { inUse })).toEqual(verdict));

  it("read it in the workshop: the secretariat and observers", () => {
    expect([person({ staff: ["secretariat"] }), person({ staff: ["observer"] }), chair, ANONYMOUS].map(canReadRubric)).toEqual([yes, yes, hidden, hidden]);
  });
});
