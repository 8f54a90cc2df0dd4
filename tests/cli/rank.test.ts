import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { run } from "#app/cli/commands/rank.ts";

const REFERENCES = path.resolve("tests/domain/ranking/references");
const dir = mkdtempSync(path.join(tmpdir(), "kapok-rank-"));
const file = (text: string) => {
  const name = path.join(dir, "scores.csv");
  writeFileSync(name, text);
  return name;
};
afterEach(() => vi.restoreAllMocks());

/** What the command prints for these words. */
function said(...args: string[]): Record<string, unknown> & { entries: Record<string, unknown>[] } {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  run(args);
  return JSON.parse(String(log.mock.lastCall![0]));
}

it("prints the fit, entries in rank order and reviewers, and the same again for the same seed", () => {
  const args = [
    path.join(REFERENCES, "aibs_overall.csv"),
    "--lower-is-better",
    "--top",
    "24",
    "--draws",
    "300",
    "--seed",
    "7",
  ];
  const out = said(...args);
  expect(Object.keys(out).sort()).toEqual([
    "components",
    "entries",
    "expectedHits",
    "intercept",
    "method",
    "minus2LogREML",
    "reviewers",
    "seed",
    "variance",
    "why",
  ]);
  expect([out["method"], out["components"], out["seed"], out.entries.length]).toEqual(["reml", 1, 7, 72]);
  expect(out.entries.map(({ rank }) => rank)).toEqual(Array.from({ length: 72 }, (_, index) => index + 1));
  expect(Object.keys(out.entries[0]!)).toEqual(["id", "reviews", "mean", "adjusted", "correction", "rank", "pTop"]);
  expect(said(...args)).toEqual(out);
});

it("counts every draw, however many are asked for", () => {
  const first = Array.from({ length: 12 }, (_, entry) =>
    ["a", "b", "c"].map((reviewer, at) => `e${entry},${reviewer},${entry === 0 ? 100 : entry + at * 0.1}`),
  );
  const out = said(file(`entry,reviewer,score\n${first.flat().join("\n")}\n`), "--top", "1", "--draws", "70000");
  expect([out.entries[0], out["expectedHits"]]).toMatchObject([{ id: "e0", pTop: 1 }, 1]);
});

it("leaves chances out when no draws are asked for, and says when the mean is all there is", () => {
  expect(said(path.join(REFERENCES, "aibs_overall.csv"), "--draws", "0").entries.some((entry) => "pTop" in entry)).toBe(
    false,
  );
  const few = said(file("score,reviewer,entry,remark\n3,a,x,\n4,b,x,good\n5,a,y,\n"));
  expect([few["method"], few["why"], few["variance"]]).toEqual([
    "mean",
    "Fewer than 10 entries: the mean is used, and no chances are given.",
    null,
  ]);
  expect(few.entries.map(({ id, adjusted }) => [id, adjusted])).toEqual([
    ["y", 5],
    ["x", 3.5],
  ]);
});

describe("what is wrong is named", () => {
  it("no file", () => expect(() => run([])).toThrow("Name one file"));

  it("text in another encoding, by its first line", () => {
    const name = file("");
    writeFileSync(name, Buffer.from("entry,reviewer,score\nBern,a,1\nZ\u00fcrich,a,2\n", "latin1"));
    expect(() => run([name])).toThrow("Line 3 is not UTF-8.");
  });

  it.each([
    ["a missing column", "entry,judge,score\nx,a,1\n", 'Line 1 names no column "reviewer"'],
    ["words for a score", "entry,reviewer,score\nx,a,1\ny,a,good\n", 'Line 3: "good" in column score is not a number.'],
    ["a comma for a point", 'entry,reviewer,score\nx,a,"1,5"\n', 'Line 2: "1,5" in column score is not a number.'],
    ["no score", "entry,reviewer,score\nx,a,\n", 'Line 2: "" in column score is not a number.'],
    ["no entry", "entry,reviewer,score\n,a,1\n", "Line 2: the entry is missing."],
    [
      "one review twice",
      "entry,reviewer,score\nx,a,1\ny,a,1\nx,a,2\n",
      "Line 4: reviewer a has scored entry x in line 2 already.",
    ],
    ["nothing below the header", "entry,reviewer,score\n", "There are no scores below the header line."],
  ])("%s", (_name, text, sentence) => expect(() => run([file(text)])).toThrow(sentence));

  it.each([
    ["--top", "0"],
    ["--top", "many"],
    ["--draws", "-1"],
    ["--seed", "1.5"],
  ])("%s %s", (option, value) => {
    expect(() => run([file("entry,reviewer,score\nx,a,1\n"), `${option}=${value}`])).toThrow(
      `${option} must be a whole number`,
    );
  });
});
