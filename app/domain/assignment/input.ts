import { z } from "zod";
import type { SideRules } from "#db/schema/assignment.ts";
import { csvCells, csvRow, csvText } from "../csv.ts";
import { type InputProblem, isUuid, optionalText, requiredText, wholeNumber } from "../input.ts";

/** Rules that may give way, as the page orders them. */
export const SOFT_RULES = ["region", "apart"] as const;

const chosen = z.uuid("not-a-choice" satisfies InputProblem);

/** One entry for one reviewer, chosen by hand. */
export const pairInput = z.object({ entryId: chosen, reviewerId: chosen });

/**
 * The plan somebody has looked at, by its hash: only exactly that is carried out. `again`: one that moves what nobody
 * has begun.
 */
export const planInput = z.object({ plan: requiredText(64), again: optionalText(3) });

/**
 * The page of side rules: numbers may be empty, and kept-apart reviewers are pairs that stay and, perhaps, one that
 * comes.
 */
export const rulesInput = z.object({
  expert: optionalText(3),
  regionLimit: optionalText(20)
    .transform((text) => (text === "" ? null : text))
    .pipe(wholeNumber(1, 50).nullable()),
  breadth: wholeNumber(0, 100),
  calibration: wholeNumber(0, 100),
  first: optionalText(36),
  second: optionalText(36),
});

/**
 * The side rules a page means: `kept` are the pairs it left, as "one:other", `soft` the rules that may give way. Or
 * what is wrong with which field.
 */
export function readRules(
  given: z.output<typeof rulesInput>,
  kept: readonly string[],
  soft: readonly string[],
): { ok: true; rules: SideRules } | { ok: false; errors: Record<string, InputProblem> } {
  const apart = kept
    .map((two) => two.split(":") as [string, string])
    .filter((two) => two.length === 2 && two.every(isUuid));
  const { expert, regionLimit, breadth, calibration, first, second } = given;
  if (first === "" && second !== "") return { ok: false, errors: { first: "required" } };
  if (first !== "" && (!isUuid(first) || !isUuid(second) || first === second))
    return { ok: false, errors: { second: second === "" ? "required" : "not-a-choice" } };
  const pairs = [...apart, ...(first === "" ? [] : [[first, second] as const])].map(([a, b]) =>
    a < b ? ([a, b] as const) : ([b, a] as const),
  );
  const once = [...new Map(pairs.map((two) => [two.join(":"), two])).values()];
  return {
    ok: true,
    rules: {
      expert: expert === "yes",
      regionLimit,
      breadth,
      calibration,
      apart: once,
      soft: SOFT_RULES.filter((rule) => soft.includes(rule)),
    },
  };
}

export const recusalInput = z.object({ reason: requiredText(2000) });

/** A reading that a table names: an entry by its code, a reviewer by name or address. Rows count from 1. */
export type PlanLine = { row: number; entry: string; reviewer: string };

/** More readings than the largest round has. */
export const MOST_LINES = 20_000;

/** Who reads what as a table. Its title is for people: the rest names a reading. */
export const writePlan = (lines: readonly { entry: string; reviewer: string; title: string }[]): string =>
  [
    csvRow(["entry", "reviewer", "title"]),
    ...lines.map(({ entry, reviewer, title }) => csvRow([entry, reviewer, title])),
  ].join("");

/**
 * The opposite of `writePlan`: rows without a reviewer name nothing, and further columns are passed over. Also takes
 * what `portal assign` prints, where its ids are codes of entries and names or addresses of reviewers. Null for
 * anything else.
 */
export function readPlan(text: string): PlanLine[] | null {
  if (text.trimStart().startsWith("{")) return readSolution(text);
  const cells = csvCells(text);
  const head = (cells?.[0] ?? []).map((name) => name.trim().toLowerCase());
  const [entry, reviewer] = [head.indexOf("entry"), head.indexOf("reviewer")];
  if (!cells || entry < 0 || reviewer < 0) return null;
  const cell = (line: string[], at: number) => csvText((line[at] ?? "").trim());
  return cells
    .slice(1)
    .map((line, index) => ({ row: index + 2, entry: cell(line, entry), reviewer: cell(line, reviewer) }))
    .filter((line) => line.reviewer !== "");
}

const solution = z.object({ assignments: z.array(z.tuple([z.string(), z.string()])) });

function readSolution(text: string): PlanLine[] | null {
  try {
    const found = solution.safeParse(JSON.parse(text));
    return found.success
      ? found.data.assignments.map(([entry, reviewer], index) => ({ row: index + 1, entry, reviewer }))
      : null;
  } catch {
    return null;
  }
}
