/**
 * Scores with the severity of reviewers taken out: crossed random effects, y = mu + u(entry) + v(reviewer) + error,
 * variances by REML, effects as best linear unbiased predictions. Everything is in the units and the direction of the
 * scores.
 */
import {
  type Design,
  designOf,
  drawEntries,
  errorsOf,
  factorise,
  leveragesOf,
  type Score,
  type Side,
  solve,
  sumsOf,
} from "./equations.ts";
import { minimise } from "./minimum.ts";

export type { Score };
/** `effect` = shrinkage × (mean + correction − intercept), where there is one intercept; means go by the weights. */
export type EntryEffect = {
  id: string;
  reviews: number;
  mean: number;
  deviation: number;
  effect: number;
  correction: number;
  shrinkage: number;
};
export type ReviewerEffect = { id: string; reviews: number; severity: number; error: number };
export type Fit = {
  /** The first round's. */
  intercept: number;
  variance: { entry: number; reviewer: number; residual: number };
  /** Standard deviations of entries and of reviewers, in units of the error's. */
  ratios: [entry: number, reviewer: number];
  minus2LogREML: number;
  entries: EntryEffect[];
  reviewers: ReviewerEffect[];
  /**
   * One draw of all entry effects from their posterior, given the variances; `normal` gives standard normal numbers.
   */
  draw(normal: () => number): Float64Array;
  /** Standard errors of prediction of the entries' effects. */
  entryErrors(): number[];
  /** For each score, in their order: what the model leaves unexplained, and the score's own pull on that (0 to 1). */
  misfits(): { residual: number; leverage: number }[];
};

/** Fewer than this and a correction would be a guess. */
const LEAST = { entries: 10, reviewers: 3 };

/** Why scores cannot carry a correction, or null: too few entries, reviewers or reviews, or nothing that differs. */
export function tooThin(scores: readonly Score[]): "entries" | "reviewers" | "reviews" | "equal" | null {
  const [entries, reviewers] = [
    new Set(scores.map(({ entry }) => entry)).size,
    new Set(scores.map(({ reviewer }) => reviewer)).size,
  ];
  if (entries < LEAST.entries) return "entries";
  if (reviewers < LEAST.reviewers) return "reviewers";
  if (scores.length < entries + reviewers) return "reviews";
  return scores.every(({ score }) => score === scores[0]!.score) ? "equal" : null;
}

/**
 * Fits the model. Call only where `tooThin` is null. Entries and reviewers come in the order of their first score.
 * `near`: the ratios of a fit of almost the same scores, for trying what changes; less exact, and much faster.
 */
export function fitSeverity(scores: readonly Score[], near?: Fit["ratios"]): Fit {
  const design = designOf(scores);
  const centre = average(scores.map(({ score }) => score));
  const centred = Float64Array.from(scores, ({ score }) => score - centre);
  const sums = sumsOf(design, centred);
  const [entryRatio, reviewerRatio] = minimise(
    (entry, reviewer) => solve(factorise(design, entry, reviewer), sums).criterion,
    near,
  );
  const factored = factorise(design, entryRatio, reviewerRatio);
  const solved = solve(factored, sums);
  const { effects, intercepts, residual } = solved;
  const errors = (side: "entry" | "reviewer") => errorsOf(factored, side).map((each) => Math.sqrt(each * residual));
  const reviewerErrors = errors("reviewer");
  const averageOver = (rows: readonly number[], value: (row: number) => number) =>
    rows.reduce((sum, row) => sum + design.weights[row]! * value(row), 0) /
    rows.reduce((sum, row) => sum + design.weights[row]!, 0);
  return {
    intercept: centre + intercepts[0]!,
    variance: { entry: entryRatio ** 2 * residual, reviewer: reviewerRatio ** 2 * residual, residual },
    ratios: [entryRatio, reviewerRatio],
    minus2LogREML: solved.criterion,
    entries: membersOf(design, "entry").map(({ id, rows }, at) => ({
      id,
      reviews: rows.length,
      mean: averageOver(rows, (row) => scores[row]!.score),
      deviation: deviationOf(rows.map((row) => scores[row]!.score)),
      effect: effects.entry[at]!,
      correction: 0 - averageOver(rows, (row) => effects.reviewer[design.of.reviewer[row]!]!),
      shrinkage: 1 - 1 / (entryRatio ** 2 * design.counts.entry[at]! + 1),
    })),
    reviewers: membersOf(design, "reviewer").map(({ id, rows }, at) => ({
      id,
      reviews: rows.length,
      severity: effects.reviewer[at]!,
      error: reviewerErrors[at]!,
    })),
    draw: (normal) => drawEntries(factored, solved, sums, normal),
    entryErrors: () => errors("entry"),
    misfits: () =>
      Array.from(leveragesOf(factored), (leverage, row) => ({
        residual:
          centred[row]! -
          intercepts[design.round[row]!]! -
          effects.entry[design.of.entry[row]!]! -
          effects.reviewer[design.of.reviewer[row]!]!,
        leverage,
      })),
  };
}

/** Each member of a side with the rows of its scores. */
function membersOf({ names, of }: Design, side: Side): { id: string; rows: number[] }[] {
  const found = names[side].map((id) => ({ id, rows: [] as number[] }));
  for (const [row, at] of of[side].entries()) found[at]!.rows.push(row);
  return found;
}

/** Standard deviation of a sample; 0 for a single value. */
export function deviationOf(given: readonly number[]): number {
  const mean = average(given);
  return given.length < 2
    ? 0
    : Math.sqrt(given.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (given.length - 1));
}

export const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
