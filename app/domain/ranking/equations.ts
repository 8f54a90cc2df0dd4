/**
 * The mixed-model equations of crossed random effects (Bates et al., J. Stat. Softw. 67, 2015) in the ratios of
 * standard deviations, effect to error, so that an effect without any variance needs no division by zero. The side with
 * more members is eliminated: the dense matrix has the size of the other one, and a row for the intercept.
 */
import { between, choleskyOf, type Factor, halfSolveWith, solveWith } from "./cholesky.ts";

export type Score = { entry: string; reviewer: string; score: number };
export type Side = "entry" | "reviewer";

/**
 * Who met whom. Entries and reviewers are numbers in the order of their first score; `of` has one number for each
 * score.
 */
export type Design = {
  names: Record<Side, string[]>;
  of: Record<Side, Int32Array>;
  counts: Record<Side, Float64Array>;
  long: Side;
  short: Side;
  /** The meetings of the long side's member `at` stand from `starts[at]` on: with whom (ascending) and how often. */
  starts: Int32Array;
  met: Int32Array;
  times: Float64Array;
};
export type Sums = { all: number; squares: number } & Record<Side, Float64Array>;
export type Factored = {
  design: Design;
  theta: Record<Side, number>;
  d: Float64Array;
  factor: Factor;
  logDeterminant: number;
};
export type Solved = {
  mu: number;
  effects: Record<Side, Float64Array>;
  /** (mu, short side's effects in units of their theta). */
  x: Float64Array;
  residual: number;
  criterion: number;
};

/**
 * Who scored what, numbered: the side with more names is the long one, whose cells list whom of the short side each
 * met, and how often.
 */
export function designOf(scores: readonly Score[]): Design {
  const numbered = (side: Side) => {
    const known = new Map<string, number>();
    const of = Int32Array.from(scores, (score) => {
      const at = known.get(score[side]) ?? known.size;
      known.set(score[side], at);
      return at;
    });
    const counts = new Float64Array(known.size);
    for (const at of of) counts[at]! += 1;
    return { names: [...known.keys()], of, counts };
  };
  const [entry, reviewer] = [numbered("entry"), numbered("reviewer")];
  const sides = { entry, reviewer };
  const [long, short]: [Side, Side] =
    entry.names.length >= reviewer.names.length ? ["entry", "reviewer"] : ["reviewer", "entry"];
  const cells = sides[long].names.map(() => new Map<number, number>());
  sides[long].of.forEach((at, row) => {
    const other = sides[short].of[row]!;
    cells[at]!.set(other, (cells[at]!.get(other) ?? 0) + 1);
  });
  const listed = cells.map((met) => [...met].sort(([a], [b]) => a - b));
  const starts = new Int32Array(listed.length + 1);
  listed.forEach((met, at) => {
    starts[at + 1] = starts[at]! + met.length;
  });
  return {
    names: { entry: entry.names, reviewer: reviewer.names },
    of: { entry: entry.of, reviewer: reviewer.of },
    counts: { entry: entry.counts, reviewer: reviewer.counts },
    long,
    short,
    starts,
    met: Int32Array.from(listed.flat(), ([other]) => other),
    times: Float64Array.from(listed.flat(), ([, times]) => times),
  };
}

export function sumsOf({ of, names }: Design, values: ArrayLike<number>): Sums {
  const sums: Sums = {
    all: 0,
    squares: 0,
    entry: new Float64Array(names.entry.length),
    reviewer: new Float64Array(names.reviewer.length),
  };
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    sums.all += value;
    sums.squares += value * value;
    sums.entry[of.entry[row]!]! += value;
    sums.reviewer[of.reviewer[row]!]! += value;
  }
  return sums;
}

/** The equations at these ratios, factorised; zero is allowed. */
export function factorise(design: Design, entry: number, reviewer: number): Factored {
  const theta = { entry, reviewer };
  const { starts, met, times } = design;
  const [t, w] = [theta[design.long], theta[design.short]];
  const [longCounts, shortCounts] = [design.counts[design.long], design.counts[design.short]];
  const size = shortCounts.length + 1;
  const matrix = new Float64Array(size * size);
  matrix[0] = design.of.entry.length;
  shortCounts.forEach((count, at) => {
    matrix[(at + 1) * size] = w * count;
    matrix[(at + 1) * size + at + 1] = w * w * count + 1;
  });
  const d = new Float64Array(longCounts.length);
  let logDeterminant = 0;
  for (let at = 0; at < d.length; at++) {
    d[at] = t * t * longCounts[at]! + 1;
    logDeterminant += Math.log(d[at]!);
    const [share, count] = [(t * t) / d[at]!, longCounts[at]!];
    matrix[0]! -= share * count * count;
    for (let one = starts[at]!; one < starts[at + 1]!; one++) {
      const column = met[one]! + 1;
      const weight = share * w * times[one]!;
      matrix[column * size]! -= weight * count;
      for (let other = one; other < starts[at + 1]!; other++)
        matrix[(met[other]! + 1) * size + column]! -= weight * w * times[other]!;
    }
  }
  const factor = choleskyOf(matrix, size);
  return { design, theta, d, factor, logDeterminant: logDeterminant + factor.logDeterminant };
}

export function solve(factored: Factored, sums: Sums): Solved {
  const { design, theta, d, factor, logDeterminant } = factored;
  const { long, short, starts, met, times } = design;
  const [t, w] = [theta[long], theta[short]];
  const right = new Float64Array(factor.size);
  right[0] = sums.all;
  sums[short].forEach((sum, at) => {
    right[at + 1] = w * sum;
  });
  for (let at = 0; at < d.length; at++) {
    const share = (t * t * sums[long][at]!) / d[at]!;
    right[0]! -= share * design.counts[long][at]!;
    for (let one = starts[at]!; one < starts[at + 1]!; one++) right[met[one]! + 1]! -= share * w * times[one]!;
  }
  const x = solveWith(factor, right);
  const shortEffects = Float64Array.from(sums[short], (_, at) => w * x[at + 1]!);
  const longEffects = longGiven(factored, sums, x[0]!, shortEffects);
  // q = y'y - b1'u* - b2'x; with u = theta u* each product is a sum of y times an effect.
  let q = sums.squares - sums.all * x[0]!;
  sums[long].forEach((sum, at) => {
    q -= sum * longEffects[at]!;
  });
  sums[short].forEach((sum, at) => {
    q -= sum * shortEffects[at]!;
  });
  const freedom = design.of.entry.length - 1;
  const residual = Math.max(q, Number.MIN_VALUE) / freedom;
  const effects = { [long]: longEffects, [short]: shortEffects } as Record<Side, Float64Array>;
  return {
    mu: x[0]!,
    effects,
    x,
    residual,
    criterion: freedom * (1 + Math.log(2 * Math.PI * residual)) + logDeterminant,
  };
}

/** What is expected of the long side's effects once the intercept and the short side's are known. */
function longGiven(
  { design: { counts, long, starts, met, times }, theta, d }: Factored,
  sums: Sums,
  mu: number,
  shortEffects: Float64Array,
): Float64Array {
  const [t, given, size] = [theta[long], sums[long], counts[long]];
  const effects = new Float64Array(given.length);
  for (let at = 0; at < effects.length; at++) {
    let rest = given[at]! - size[at]! * mu;
    for (let one = starts[at]!; one < starts[at + 1]!; one++) rest -= times[one]! * shortEffects[met[one]!]!;
    effects[at] = (t * t * rest) / d[at]!;
  }
  return effects;
}

/**
 * One draw of all entry effects from their joint posterior, given the variances and a flat prior on the intercept:
 * first the intercept and the short side, x + s L'⁻¹ z with A = L L'; then the long side, independent given those. The
 * same distribution as Matheron's rule on simulated scores, for a tenth of the random numbers. `normal` gives standard
 * normal numbers.
 */
export function drawEntries(
  factored: Factored,
  { x, residual }: Solved,
  sums: Sums,
  normal: () => number,
): Float64Array {
  const { design, theta, d, factor } = factored;
  const scale = Math.sqrt(residual);
  const shift = halfSolveWith(factor, Float64Array.from(x, normal));
  const drawn = x.map((value, at) => value + scale * shift[at]!);
  const shortEffects = Float64Array.from(design.names[design.short], (_, at) => theta[design.short] * drawn[at + 1]!);
  if (design.short === "entry") return shortEffects;
  const expected = longGiven(factored, sums, drawn[0]!, shortEffects);
  for (let at = 0; at < expected.length; at++) expected[at]! += (theta.entry * scale * normal()) / Math.sqrt(d[at]!);
  return expected;
}

/**
 * Squared standard errors of prediction of one side's effects, in units of the residual variance; the intercept's
 * uncertainty is in them.
 */
export function errorsOf({ design, theta, d, factor }: Factored, side: Side): number[] {
  const own = theta[side] ** 2;
  const { starts, met, times } = design;
  if (side === design.short) return design.names[side].map((_, at) => own * between(factor, unit(factor.size, at + 1)));
  return design.names[side].map((_, at) => {
    const row = new Float64Array(factor.size);
    row[0] = theta[side] * design.counts[side][at]!;
    for (let one = starts[at]!; one < starts[at + 1]!; one++)
      row[met[one]! + 1] = theta[side] * theta[design.short] * times[one]!;
    return own * (1 / d[at]! + between(factor, row) / d[at]! ** 2);
  });
}

/** How much each score pulls its own fitted value, 0 to 1, in the order of the scores. */
export function leveragesOf({ design, theta, d, factor }: Factored): Float64Array {
  const { long, short, starts, met, times } = design;
  const [t, w] = [theta[long], theta[short]];
  return Float64Array.from(design.of[long], (at, row) => {
    const share = (t * t) / d[at]!;
    const rest = new Float64Array(factor.size);
    rest[0] = 1 - share * design.counts[long][at]!;
    for (let one = starts[at]!; one < starts[at + 1]!; one++) rest[met[one]! + 1] = -share * w * times[one]!;
    rest[design.of[short][row]! + 1]! += w;
    return share + between(factor, rest);
  });
}

function unit(size: number, at: number): Float64Array {
  const vector = new Float64Array(size);
  vector[at] = 1;
  return vector;
}
