import { describe, expect, it } from "vitest";
import { readRules, rulesInput } from "#app/domain/assignment/input.ts";
import { bestPlan } from "#app/domain/assignment/plan.ts";
import { drawCalibration, fitOf, NO_RULES, type Plan, type PlanInput } from "#app/domain/assignment/rules.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { free } from "#tests/support/planning.ts";

const highs = await solver();
const balancedPlan = (input: PlanInput) => bestPlan(highs, input);

describe("side rules", () => {
  const person = (id: string, given: Partial<PlanInput["reviewers"][number]> = {}) => ({
    id,
    themes: [],
    capacity: null,
    region: null,
    ...given,
  });
  const round = (
    people: PlanInput["reviewers"],
    rules: Partial<PlanInput["rules"]>,
    given: Partial<PlanInput> = {},
  ): PlanInput => ({ ...free(2, 0, 2), reviewers: people, rules: { ...NO_RULES, ...rules }, ...given });
  const readersOf = ({ pairs }: Plan, entryId: string) =>
    pairs
      .filter((pair) => pair.entryId === entryId)
      .map(({ reviewerId }) => reviewerId)
      .sort();

  it("one reader knows a theme, also where that makes loads uneven; where nobody does, that is said", () => {
    const themed = [
      { id: "e0", themes: ["heritage"] },
      { id: "e1", themes: ["heritage"] },
      { id: "e2", themes: ["governance"] },
    ];
    const plan = balancedPlan(
      round(
        [person("knows", { themes: ["heritage"] }), person("r1"), person("r2")],
        { expert: true },
        { entries: themed, reviewsPerEntry: 1 },
      ),
    );
    expect([readersOf(plan, "e0"), readersOf(plan, "e1")]).toEqual([["knows"], ["knows"]]);
    expect(plan.unkept).toEqual([{ entryId: "e2", rule: "expert", among: [], by: 1 }]);
  });

  it.each([
    ["holds: the entry goes short", [], 1, []],
    [
      "gives way: the entry has its readers",
      ["region"] as const,
      2,
      [
        { entryId: "e0", rule: "region", among: ["Europe"], by: 1 },
        { entryId: "e1", rule: "region", among: ["Europe"], by: 1 },
      ],
    ],
  ])("no more than one reader from a region %s", (_what, soft, readers, unkept) => {
    const plan = balancedPlan(
      round([person("r0", { region: "Europe" }), person("r1", { region: "Europe" })], {
        regionLimit: 1,
        soft: [...soft],
      }),
    );
    expect(readersOf(plan, "e0")).toHaveLength(readers);
    expect(plan.unkept).toEqual(unkept);
    expect(plan.unserved.map(({ because }) => because)).toEqual(soft.length > 0 ? [] : ["rules", "rules"]);
  });

  it.each([
    ["never", [], 1],
    ["only where a reader would be missing", ["apart"] as const, 2],
  ])("two who are kept apart meet %s", (_when, soft, readers) => {
    const two = [person("r0"), person("r1")];
    const plan = balancedPlan(round(two, { apart: [["r0", "r1"]], soft: [...soft] }));
    expect(readersOf(plan, "e0")).toHaveLength(readers);
    expect(plan.unkept.map(({ among }) => among)).toEqual(
      soft.length > 0
        ? [
            ["r0", "r1"],
            ["r0", "r1"],
          ]
        : [],
    );
    expect(
      readersOf(balancedPlan(round([...two, person("r2")], { apart: [["r0", "r1"]], soft: [...soft] })), "e0"),
    ).toContain("r2");
  });

  it("with a weight for breadth, who knows both themes comes before who knows one", () => {
    const themed = { entries: [{ id: "e0", themes: ["heritage", "governance"] }], reviewsPerEntry: 1 };
    const people = [person("one", { themes: ["heritage"] }), person("both", { themes: ["heritage", "governance"] })];
    for (const seed of ["1", "2", "3"])
      expect(readersOf(balancedPlan(round(people, { breadth: 40 }, { ...themed, seed })), "e0")).toEqual(["both"]);
  });

  it.each([
    [0, ["heritage"], 1],
    [0, [], 0],
    [100, ["heritage"], 0.3333],
    [100, ["heritage", "governance", "resilience"], 1],
    [40, ["heritage", "governance"], 0.8667],
    [100, [], 0],
  ])("a weight of %i for breadth makes of %j a fit of %d", (breadth, themes, fit) =>
    expect(fitOf({ themes: ["heritage", "governance", "resilience"] }, { themes }, { breadth })).toBe(fit),
  );

  it("everybody reads the entries drawn for it, but one of each two who are kept apart, and who may not", () => {
    const people = [person("r0"), person("r1"), person("r2"), person("r3")];
    const given = {
      ...free(5, 0, 1),
      reviewers: people,
      rules: { ...NO_RULES, apart: [["r0", "r1"] as const] },
      calibration: ["e2"],
      forbidden: [{ entryId: "e2", reviewerId: "r3" }],
    };
    const plan = balancedPlan(given);
    expect(readersOf(plan, "e2")).toHaveLength(2);
    expect(readersOf(plan, "e2")).toContain("r2");
    expect([plan.unserved, plan.unkept, readersOf(plan, "e0").length]).toEqual([[], [], 1]);
  });

  it("entries are drawn by lot, those of the plan before first, then those with fewest conflicts", () => {
    const given = {
      ...free(6, 0, 1),
      forbidden: [{ entryId: "e0", reviewerId: "r" }],
      rules: { ...NO_RULES, calibration: 5 },
    };
    expect(drawCalibration(given, [])).toEqual(["e1", "e2", "e3", "e4", "e5"]);
    expect(drawCalibration({ ...given, rules: { ...NO_RULES, calibration: 1 } }, ["e0"])).toEqual(["e0"]);
    const lots = ["1", "2", "3", "4", "5", "6"].map((seed) =>
      drawCalibration({ ...given, seed, rules: { ...NO_RULES, calibration: 2 } }, []).join(),
    );
    expect(new Set(lots).size).toBeGreaterThan(1);
    expect(drawCalibration({ ...given, rules: NO_RULES }, ["e0"])).toEqual([]);
  });
});

describe("a page of side rules", () => {
  const [one, other] = ["6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10", "0a1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10"];
  const page = (given: Partial<Parameters<typeof readRules>[0]> = {}, kept: string[] = [], soft: string[] = []) =>
    readRules(
      { expert: "", regionLimit: null, breadth: 0, calibration: 0, first: "", second: "", ...given },
      kept,
      soft,
    );
  it.each([
    ["nothing", page(), NO_RULES],
    [
      "everything",
      page(
        { expert: "yes", regionLimit: 2, breadth: 40, calibration: 3 },
        [`${one}:${other}`],
        ["apart", "region", "other"],
      ),
      { expert: true, regionLimit: 2, breadth: 40, calibration: 3, apart: [[other, one]], soft: ["region", "apart"] },
    ],
    [
      "a new pair beside the same",
      page({ first: one, second: other }, [`${other}:${one}`, "nonsense"]),
      { ...NO_RULES, apart: [[other, one]] },
    ],
  ])("means %s", (_what, given, rules) => expect(given).toEqual({ ok: true, rules }));
  it.each([
    ["one without another", page({ first: one }), { second: "required" }],
    ["another without one", page({ second: one }), { first: "required" }],
    ["somebody and themselves", page({ first: one, second: one }), { second: "not-a-choice" }],
    ["what is no id", page({ first: "x", second: one }), { second: "not-a-choice" }],
  ])("refuses %s", (_what, given, errors) => expect(given).toEqual({ ok: false, errors }));
  it.each([
    ["regionLimit", "0", "too-small"],
    ["regionLimit", "two", "not-whole"],
    ["breadth", "101", "too-large"],
    ["breadth", "half", "not-whole"],
    ["calibration", "-1", "too-small"],
  ])("%s %s: %s", (field, value, problem) => {
    const read = rulesInput.safeParse({ regionLimit: "", breadth: "0", calibration: "0", [field]: value });
    expect(read.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([[field, problem]]);
  });
});
