import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import type { Score } from "#app/domain/ranking/severity.ts";

export type Reference = {
  intercept: number;
  varEntry: number;
  varReviewer: number;
  varResidual: number;
  minus2LogREML: number;
  entries: Effect[];
  reviewers: Effect[];
};
export type Effect = { id: string; blup: number; pevSD: number };

/** A file of reference values, beside what they were worked out from. */
export const referenceFile = (file: string): string => path.resolve("tests/domain/ranking/references", file);
export const reference = (name: string): Reference =>
  JSON.parse(readFileSync(referenceFile(`${name}.reference.json`), "utf8"));

/** The scores of a reference. */
export function scoresOf(name: string): Score[] {
  const [, criterion] = /^aibs_([A-Z].*)$/.exec(name) ?? [];
  const rows = parse(readFileSync(referenceFile(criterion ? "aibs_criteria.csv" : `${name}.csv`)), {
    columns: true,
  }) as (Record<"entry" | "reviewer" | "score", string> & { criterion?: string })[];
  return rows
    .filter((row) => !criterion || row.criterion!.startsWith(criterion))
    .map(({ entry, reviewer, score }) => ({ entry, reviewer, score: Number(score) }));
}
