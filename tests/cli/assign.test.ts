import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { run } from "#app/cli/commands/assign.ts";

const dir = mkdtempSync(path.join(tmpdir(), "kapok-assign-"));
const file = (text: string) => {
  const name = path.join(dir, "problem.json");
  writeFileSync(name, text);
  return name;
};
afterEach(() => vi.restoreAllMocks());

const SMALL = {
  entries: [
    { id: "e1", reviews: 1 },
    { id: "e2", reviews: 1 },
  ],
  reviewers: [
    { id: "r1", max: 1 },
    { id: "r2", max: 1 },
  ],
  affinity: { e1: { r1: 0.9, r2: 0.8 }, e2: { r1: 0.5 } },
};
/** What the command prints for a problem. */
async function said(problem: object, ...args: string[]) {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  await run([file(JSON.stringify(problem)), ...args]);
  return JSON.parse(String(log.mock.lastCall![0])) as {
    assignments: [string, string][];
    violations: unknown[];
  } & Record<string, unknown>;
}

it("prints the best plan with its bounds, loads and what made it", async () => {
  expect(await said(SMALL, "--seed", "7")).toEqual({
    assignments: [
      ["e1", "r2"],
      ["e2", "r1"],
    ],
    total: 1.3,
    totalBound: 1.3,
    totalMaximum: 1.3,
    floor: 0.5,
    floorBound: 0.5,
    settled: true,
    violations: [],
    loads: { r1: 1, r2: 1 },
    seed: 7,
    solver: expect.stringMatching(/^HiGHS \d/) as string,
  });
});

it("puts the worst-served entry first unless the total alone is asked for", async () => {
  const problem = { ...SMALL, affinity: { e1: { r1: 0.9, r2: 0.1 }, e2: { r1: 0.2, r2: 0.15 } } };
  expect(await said(problem)).toMatchObject({
    assignments: [
      ["e1", "r1"],
      ["e2", "r2"],
    ],
    total: 1.05,
    floor: 0.15,
  });
  const other = { ...problem, affinity: { e1: { r1: 1, r2: 0.3 }, e2: { r1: 0.4, r2: 0.1 } } };
  expect(await said(other)).toMatchObject({
    assignments: [
      ["e1", "r2"],
      ["e2", "r1"],
    ],
    total: 0.7,
    floor: 0.3,
    totalMaximum: 1.1,
  });
  expect(await said(other, "--objective", "total")).toMatchObject({
    assignments: [
      ["e1", "r1"],
      ["e2", "r2"],
    ],
    total: 1.1,
    totalBound: 1.1,
  });
});

it("on request puts all others next where the worst-served entry's own best reader is poor", async () => {
  const affinity = { e1: { r1: 0.1, r2: 0.1 }, e2: { r1: 0.4, r2: 0.5 }, e3: { r1: 0.4, r3: 0.9, r2: 1 } };
  const problem = {
    entries: ["e1", "e2", "e3"].map((id) => ({ id, reviews: 1 })),
    reviewers: ["r1", "r2", "r3"].map((id) => ({ id, max: 1 })),
    affinity: { ...affinity, e1: { ...affinity.e1, r3: 0.1 } },
  };
  expect(await said(problem)).not.toHaveProperty("capped");
  expect(await said(problem, "--objective", "capped")).toMatchObject({
    floor: 0.1,
    capped: { floor: 0.9, floorBound: 0.9, entries: ["e1", "e2"] },
    total: 1.5,
  });
});

it("answers what cannot be served with the list of it", async () => {
  const short = {
    ...SMALL,
    entries: [
      { id: "e1", reviews: 2 },
      { id: "e2", reviews: 1 },
    ],
    forbidden: [
      ["e2", "r1"],
      ["e2", "r2"],
    ],
  };
  expect((await said(short)).violations).toEqual([{ rule: "reviews", entry: "e2", by: 1 }]);
  const tired = await said({
    ...SMALL,
    entries: [
      { id: "e1", reviews: 2 },
      { id: "e2", reviews: 1 },
    ],
  });
  expect(tired.violations).toEqual([{ rule: "reviews", entry: "e1", by: 1 }]);
  const soft = await said({
    ...SMALL,
    entries: [
      { id: "e1", reviews: 2 },
      { id: "e2", reviews: 1 },
    ],
    soft: { max: 1 },
  });
  expect(soft.violations).toEqual([{ rule: "max", reviewer: "r1", by: 1 }]);
});

it("names members it does not read", async () => {
  const warn = vi.spyOn(console, "error").mockImplementation(() => {});
  await said({ ...SMALL, forbiden: [] });
  expect(warn).toHaveBeenCalledWith("Not read: forbiden.");
});

describe("what is wrong is named", () => {
  it("no file", async () => await expect(run([])).rejects.toThrow("Name one file"));

  it.each([
    ["no JSON", '{\n"entries": [\n{"id": "e1", "reviews": NaN}]}', 'Line 3: not JSON from "NaN}]}".'],
    ["a comma too many", '{"entries": [],\n}', 'Line 2: not JSON from "}".'],
    ["an end too soon", '{\n"entries": [', "Line 2: not JSON, it ends too soon."],
    ["a list", "[]", "The file is [], and must be an object."],
  ])("%s", async (_name, text, sentence) => await expect(run([file(text)])).rejects.toThrow(sentence));

  it.each([
    [{ entries: undefined }, "entries is missing, and must be a list."],
    [{ entries: [{ id: "e1" }] }, "entries[0].reviews is missing, and must be a whole number from 0."],
    [{ entries: [{ id: 1, reviews: 1 }] }, "entries[0].id is 1, and must be text."],
    [{ entries: [...SMALL.entries, SMALL.entries[0]] }, 'entries[2].id is "e1", which comes twice.'],
    [{ reviewers: [...SMALL.reviewers, SMALL.reviewers[0]] }, 'reviewers[2].id is "r1", which comes twice.'],
    [{ reviewers: [{ id: "r1", min: 3, max: 2 }] }, "reviewers[0].min is 3, more than max, 2."],
    [{ reviewers: [{ id: "r1", max: -1 }] }, "reviewers[0].max is -1, and must be a whole number from 0."],
    [{ affinity: { e9: {} } }, 'affinity names entry "e9", which is not in the list.'],
    [{ affinity: { e1: { r9: 1 } } }, 'affinity.e1 names reviewer "r9", which is not in the list.'],
    [{ affinity: { e1: { r1: -0.1 } } }, "affinity.e1.r1 is -0.1, and must be a number from 0 to 1."],
    [{ affinity: { e1: { r1: 1.5 } } }, "affinity.e1.r1 is 1.5, and must be a number from 0 to 1."],
    [{ affinity: { e1: { r1: null } } }, "affinity.e1.r1 is null, and must be a number from 0 to 1."],
    [{ forbidden: [["e1", "r1", "r2"]] }, "forbidden[0] must be a pair of two ids."],
    [{ forbidden: [["e1", "e2"]] }, 'forbidden[0][1] names reviewer "e2", which is not in the list.'],
    [{ forbidden: [["e1", "r1"]], fixed: [["e1", "r1"]] }, "fixed[0] is forbidden, too."],
    [{ apart: [["r1", "r1"]] }, "apart[0] names one reviewer twice."],
    [{ expert: { e1: ["r9"] } }, 'expert.e1[0] names reviewer "r9", which is not in the list.'],
    [{ regionLimit: 0.5 }, "regionLimit is 0.5, and must be a whole number from 0."],
    [
      { soft: { theme: 1 } },
      "soft.theme is no rule: there are reviews, max, min, expert, fluent, region, apart, even.",
    ],
  ])(
    "%o",
    async (change, sentence) =>
      await expect(run([file(JSON.stringify({ ...SMALL, ...change }))])).rejects.toThrow(sentence),
  );

  it.each([
    ["--objective", "best"],
    ["--seed", "1.5"],
    ["--seconds", "soon"],
  ])("%s %s", async (option, value) => {
    await expect(run([file(JSON.stringify(SMALL)), `${option}=${value}`])).rejects.toThrow(`${option} must be`);
  });
});
