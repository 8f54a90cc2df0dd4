/**
 * Scores with the severity of reviewers taken out: crossed random effects, y = mu + u(entry) + v(reviewer) + error, variances by REML,
 * effects as best linear unbiased predictions. The mixed-model equations follow Bates et al., J. Stat. Softw. 67 (2015); the draws of all
 * effects together follow Matheron's rule. Everything is in the units and the direction of the scores.
 */
import { between, choleskyOf, type Factor, solveWith } from "./cholesky.ts";
import { minimise } from "./minimum.ts";

export type Score = { entry: string; reviewer: string; score: number };
export type EntryEffect = { id: string; reviews: number; mean: number; deviation: number; effect: number; correction: number };
export type ReviewerEffect = { id: string; reviews: number; severity: number; error: number };
export type Fit = {
  intercept: number;
  variance: { entry: number; reviewer: number; residual: number };
  minus2LogREML: number;
  entries: EntryEffect[];
  reviewers: ReviewerEffect[];
  /** One draw of all entry effects from their posterior, given the variances; `normal` gives standard normal numbers. */
  draw(normal: () => number): Float64Array;
};

/** Fewer than this and a correction would be a guess. */
const LEAST = { entries: 10, reviewers: 3 };

/** Why scores cannot carry a correction, or null: too few entries, reviewers or reviews, or nothing that differs. */
export function tooThin(scores: readonly Score[]): "entries" | "reviewers" | "reviews" | "equal" | null {
  const [entries, reviewers] = [new Set(scores.map(({ entry }) => entry)).size, new Set(scores.map(({ reviewer }) => reviewer)).size];
  if (entries < LEAST.entries) return "entries";
  if (reviewers < LEAST.reviewers) return "reviewers";
  if (scores.length < entries + reviewers) return "reviews";
  return scores.every(({ score }) => score === scores[0]!.score) ? "equal" : null;
}

/** Into how many parts that share no reviewer the entries fall. Between parts severity and quality cannot be told apart. */
export function components(scores: readonly Score[]): number {
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    const above = parent.get(key) ?? key;
    if (above === key) return key;
    const top = root(above);
    parent.set(key, top);
    return top;
  };
  for (const { entry, reviewer } of scores) {
    const [a, b] = [root(`e${entry}`), root(`r${reviewer}`)];
    parent.set(a, a);
    parent.set(b, a);
  }
  return [...parent.keys()].filter((key) => root(key) === key).length;
}

/** Fits the model. Call only where `tooThin` is null. Entries and reviewers come in the order of their first score. */
export function fitSeverity(scores: readonly Score[]): Fit {
  const design = designOf(scores);
  const centre = average(scores.map(({ score }) => score));
  const sums = sumsOf(design, scores.map(({ score }) => score - centre));
  const criterion = (entry: number, reviewer: number) => solve(factorise(design, entry, reviewer), sums).criterion;
  const best = minimise(criterion);
  const factored = factorise(design, best[0], best[1]);
  const { effects, mu, residual, criterion: minus2LogREML } = solve(factored, sums);
  const errors = errorsOf(factored, "reviewer").map((each) => Math.sqrt(each * residual));
  const severity = effects.reviewer;
  const entries = design.names.entry.map((id, at): EntryEffect => {
    const own = design.rows.filter((row) => row.entry === at);
    const given = own.map(({ index }) => scores[index]!.score);
    const mean = average(given);
    const deviation = given.length < 2 ? 0 : Math.sqrt(given.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (given.length - 1));
    return { id, reviews: own.length, mean, deviation, effect: effects.entry[at]!, correction: 0 - average(own.map(({ reviewer }) => severity[reviewer]!)) };
  });
  return {
    intercept: centre + mu,
    variance: { entry: best[0] ** 2 * residual, reviewer: best[1] ** 2 * residual, residual },
    minus2LogREML, entries,
    reviewers: design.names.reviewer.map((id, at) => ({ id, reviews: design.counts.reviewer[at]!, severity: severity[at]!, error: errors[at]! })),
    draw(normal) {
      const scale = Math.sqrt(residual);
      const [u, v] = [best[0], best[1]].map((theta, which) => Float64Array.from({ length: which === 0 ? entries.length : severity.length }, () => theta * scale * normal())) as [Float64Array, Float64Array];
      const simulated = design.rows.map((row) => u[row.entry]! + v[row.reviewer]! + scale * normal());
      const fitted = solve(factored, sumsOf(design, simulated)).effects.entry;
      return Float64Array.from(u, (each, at) => effects.entry[at]! + each - fitted[at]!);
    },
  };
}

type Side = "entry" | "reviewer";
type Design = {
  names: Record<Side, string[]>;
  counts: Record<Side, number[]>;
  rows: { entry: number; reviewer: number; index: number }[];
  /** The side with more members is eliminated, so that the dense matrix has the size of the other. */
  long: Side;
  short: Side;
  /** For each member of the long side, how often it meets each member of the short one. */
  cells: Map<number, number>[];
};
type Sums = { all: number; squares: number } & Record<Side, Float64Array>;
type Factored = { design: Design; theta: Record<Side, number>; d: Float64Array; factor: Factor; logDeterminant: number };

function designOf(scores: readonly Score[]): Design {
  const places: Record<Side, Map<string, number>> = { entry: new Map(), reviewer: new Map() };
  const place = (side: Side, id: string) => {
    const known = places[side];
    if (!known.has(id)) known.set(id, known.size);
    return known.get(id)!;
  };
  const rows = scores.map(({ entry, reviewer }, index) => ({ entry: place("entry", entry), reviewer: place("reviewer", reviewer), index }));
  const names = { entry: [...places.entry.keys()], reviewer: [...places.reviewer.keys()] };
  const counted = (side: Side) => {
    const counts = names[side].map(() => 0);
    for (const row of rows) counts[row[side]]! += 1;
    return counts;
  };
  const [long, short]: [Side, Side] = names.entry.length >= names.reviewer.length ? ["entry", "reviewer"] : ["reviewer", "entry"];
  const cells = names[long].map(() => new Map<number, number>());
  for (const row of rows) cells[row[long]]!.set(row[short], (cells[row[long]]!.get(row[short]) ?? 0) + 1);
  return { names, counts: { entry: counted("entry"), reviewer: counted("reviewer") }, rows, long, short, cells };
}

function sumsOf({ rows, names }: Design, values: readonly number[]): Sums {
  const sums: Sums = { all: 0, squares: 0, entry: new Float64Array(names.entry.length), reviewer: new Float64Array(names.reviewer.length) };
  for (const { entry, reviewer, index } of rows) {
    const value = values[index]!;
    sums.all += value;
    sums.squares += value * value;
    sums.entry[entry]! += value;
    sums.reviewer[reviewer]! += value;
  }
  return sums;
}

/** The mixed-model equations at these ratios of standard deviations (effect to error), with the long side eliminated; zero is allowed. */
function factorise(design: Design, entry: number, reviewer: number): Factored {
  const theta = { entry, reviewer };
  const [t, w] = [theta[design.long], theta[design.short]];
  const [longCounts, shortCounts] = [design.counts[design.long], design.counts[design.short]];
  const size = shortCounts.length + 1;
  const matrix = new Float64Array(size * size);
  matrix[0] = design.rows.length;
  shortCounts.forEach((count, at) => {
    matrix[(at + 1) * size] = w * count;
    matrix[(at + 1) * size + at + 1] = w * w * count + 1;
  });
  const d = Float64Array.from(longCounts, (count) => t * t * count + 1);
  let logDeterminant = 0;
  longCounts.forEach((count, at) => {
    logDeterminant += Math.log(d[at]!);
    const met = [...design.cells[at]!];
    const share = (t * t) / d[at]!;
    matrix[0]! -= share * count * count;
    met.forEach(([j, meetings], index) => {
      matrix[(j + 1) * size]! -= share * w * count * meetings;
      for (const [k, others] of met.slice(index)) matrix[(Math.max(j, k) + 1) * size + Math.min(j, k) + 1]! -= share * w * w * meetings * others;
    });
  });
  const factor = choleskyOf(matrix, size);
  return { design, theta, d, factor, logDeterminant: logDeterminant + factor.logDeterminant };
}

function solve({ design, theta, d, factor, logDeterminant }: Factored, sums: Sums) {
  const { long, short, cells } = design;
  const [t, w] = [theta[long], theta[short]];
  const right = new Float64Array(factor.size);
  right[0] = sums.all;
  sums[short].forEach((sum, at) => { right[at + 1] = w * sum; });
  sums[long].forEach((sum, at) => {
    const share = (t * t * sum) / d[at]!;
    right[0]! -= share * design.counts[long][at]!;
    for (const [j, meetings] of cells[at]!) right[j + 1]! -= share * w * meetings;
  });
  const x = solveWith(factor, right);
  const shortEffects = Float64Array.from(sums[short], (_, at) => w * x[at + 1]!);
  const longEffects = Float64Array.from(sums[long], (sum, at) => {
    let rest = sum - design.counts[long][at]! * x[0]!;
    for (const [j, meetings] of cells[at]!) rest -= meetings * shortEffects[j]!;
    return (t * t * rest) / d[at]!;
  });
  // q = y'y - b1'u* - b2'x; with u = theta u* each product is a sum of y times an effect.
  let q = sums.squares - sums.all * x[0]!;
  sums[long].forEach((sum, at) => { q -= sum * longEffects[at]!; });
  sums[short].forEach((sum, at) => { q -= sum * shortEffects[at]!; });
  const freedom = design.rows.length - 1;
  const residual = Math.max(q, Number.MIN_VALUE) / freedom;
  const effects = { [long]: longEffects, [short]: shortEffects } as Record<Side, Float64Array>;
  return { mu: x[0]!, effects, residual, criterion: freedom * (1 + Math.log(2 * Math.PI * residual)) + logDeterminant };
}

/** Squared standard errors of prediction of one side's effects, in units of the residual variance; the intercept's uncertainty is in them. */
function errorsOf({ design, theta, d, factor }: Factored, side: Side): number[] {
  const own = theta[side] ** 2;
  if (side === design.short) return design.names[side].map((_, at) => own * between(factor, unit(factor.size, at + 1)));
  return design.names[side].map((_, at) => {
    const row = new Float64Array(factor.size);
    row[0] = theta[side] * design.counts[side][at]!;
    for (const [j, meetings] of design.cells[at]!) row[j + 1] = theta[side] * theta[design.short] * meetings;
    return own * (1 / d[at]! + between(factor, row) / d[at]! ** 2);
  });
}

function unit(size: number, at: number): Float64Array {
  const vector = new Float64Array(size);
  vector[at] = 1;
  return vector;
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
