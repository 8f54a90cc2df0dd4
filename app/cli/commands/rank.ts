import { parseArgs } from "node:util";
import { parse } from "csv-parse/sync";
import type { Score } from "#app/domain/ranking/severity.ts";
import { standing } from "#app/domain/ranking/standing.ts";
import { readText } from "../text-file.ts";

export const summary =
  "ranks a file of scores with the severity of reviewers taken out: rank scores.csv [--top 15] [--lower-is-better] [--draws 4000] [--seed 1]";

const WHY = {
  "too-few-entries": "Fewer than 10 entries: the mean is used, and no chances are given.",
  "too-few-reviewers": "Fewer than 3 reviewers: the mean is used, and no chances are given.",
  "too-few-reviews": "Fewer reviews than entries and reviewers together: the mean is used, and no chances are given.",
  "all-equal": "All scores are equal: there is nothing to rank by.",
  unconnected:
    "Some entries share no reviewer with the others, directly or through others: between these parts severity and quality cannot be told apart.",
  "no-severity":
    "Reviewers do not differ in severity by more than chance: the order is the order of the means, but for numbers of reviews.",
} as const;

/** Prints JSON. Throws a sentence that names the option, line or column at fault. */
export function run(args: string[]): void {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      top: { type: "string", default: "15" },
      "lower-is-better": { type: "boolean", default: false },
      draws: { type: "string", default: "4000" },
      seed: { type: "string", default: "1" },
    },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new Error("Name one file: npm run --silent portal -- rank scores.csv");
  const options = {
    top: whole("--top", values.top, 1, 100_000),
    draws: whole("--draws", values.draws, 0, 1_000_000),
    seed: whole("--seed", values.seed, 0, Number.MAX_SAFE_INTEGER),
  };
  const { method, why, entries, ...found } = standing(readScores(readText(file)), {
    ...options,
    seed: String(options.seed),
    lowerIsBetter: values["lower-is-better"],
  });
  const listed = entries.map(({ pTop, shrinkage: _shown, ...entry }) => (pTop === null ? entry : { ...entry, pTop }));
  console.log(JSON.stringify({ method, why: why && WHY[why], ...found, entries: listed, seed: options.seed }));
}

function whole(option: string, given: string, least: number, most: number): number {
  if (!/^\d{1,16}$/.test(given) || Number(given) < least || Number(given) > most)
    throw new Error(`${option} must be a whole number from ${least} to ${most}.`);
  return Number(given);
}

/** A header line with at least entry, reviewer and score; one line a review. */
function readScores(text: string): Score[] {
  const [header, ...lines] = parse(text, {
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  }) as unknown as { record: string[]; info: { lines: number } }[];
  const at = (column: string) => {
    const position = header?.record.indexOf(column) ?? -1;
    if (position < 0) throw new Error(`Line 1 names no column "${column}". Needed are entry, reviewer and score.`);
    return position;
  };
  const [entryAt, reviewerAt, scoreAt] = [at("entry"), at("reviewer"), at("score")];
  if (lines.length === 0) throw new Error("There are no scores below the header line.");
  const seen = new Map<string, number>();
  return lines.map(({ record, info }) => {
    const [entry, reviewer, given] = [record[entryAt] ?? "", record[reviewerAt] ?? "", record[scoreAt] ?? ""];
    const fail = (what: string): never => {
      throw new Error(`Line ${info.lines}: ${what}`);
    };
    if (entry === "") fail("the entry is missing.");
    if (reviewer === "") fail("the reviewer is missing.");
    if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i.test(given) || !Number.isFinite(Number(given)))
      fail(`"${given}" in column score is not a number.`);
    const pair = JSON.stringify([entry, reviewer]);
    if (seen.has(pair)) fail(`reviewer ${reviewer} has scored entry ${entry} in line ${seen.get(pair)} already.`);
    seen.set(pair, info.lines);
    return { entry, reviewer, score: Number(given) };
  });
}
