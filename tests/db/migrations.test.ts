import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

type Step = { idx: number; tag: string; when: number };
const steps: Step[] = JSON.parse(readFileSync("migrations/meta/_journal.json", "utf8")).entries;

it("each step is younger than the one before it: a database passes over what is older than its last", () => {
  const older = steps.filter(({ when }, index) => index > 0 && when <= steps[index - 1]!.when);
  expect(older).toEqual([]);
});

it("each file is a step and bears its number", () => {
  const files = readdirSync("migrations")
    .filter((file) => file.endsWith(".sql"))
    .sort();
  expect(steps.map(({ tag }) => `${tag}.sql`)).toEqual(files);
  expect(steps.map(({ idx, tag }) => [idx, Number(tag.slice(0, 4))])).toEqual(steps.map((_, at) => [at, at]));
});
