/**
 * The mixed-model equations of crossed random effects (Bates et al., J. Stat. Softw. 67, 2015) in the ratios of
 * standard deviations, effect to error, so that an effect without any variance needs no division by zero. The side with
 * more members is eliminated: the dense matrix has the size of the other one, after a column for each intercept.
 */
import { between, choleskyOf, type Factor, halfSolveWith, solveWith } from "./cholesky.ts";

/**
 * `weight`: how many ordinary scores it tells as much as, one unless said. `round`: scores of one round share an
 * intercept, all do unless said.
 */
export type Score = { entry: string; reviewer: string; score: number; weight?: number; round?: string };
export type Side = "entry" | "reviewer";

/**
 * Who met whom. Entries and reviewers are numbers in the order of their first score; `of` has one number for each
 * score, and `counts` add up weights. Columns are the intercepts, then the short side's members.
 */
export type Design = {
  names: Record<Side, string[]>;
  of: Record<Side, Int32Array>;
  counts: Record<Side, Float64Array>;
  weights: Float64Array;
  /** Of each score. */
  round: Int32Array;
  rounds: number;
  long: Side;
  short: Side;
  /** The columns that the long side's member `at` met stand from `starts[at]` on: which (ascending) and how often. */
  starts: Int32Array;
  met: Int32Array;
  times: Float64Array;
};
export type Sums = { rounds: Float64Array; squares: number } & Record<Side, Float64Array>;
export type Factored = {
  design: Design;
  theta: Record<Side, number>;
  /** What a column's unknown is multiplied by: 1 for an intercept, the short side's ratio for a member of it. */
  scales: Float64Array;
  d: Float64Array;
  factor: Factor;
  logDeterminant: number;
};
export type Solved = {
  /** In units of their scale. */
  x: Float64Array;
  intercepts: Float64Array;
  effects: Record<Side, Float64Array>;
  residual: number;
  criterion: number;
};

/**
 * Who scored what, numbered: the side with more names is the long one, whose cells list which columns each met, and how
 * often.
 */
export function designOf(scores: readonly Score[]): Design {
  const weights = Float64Array.from(scores, ({ weight }) => weight ?? 1);
  const numbered = (nameOf: (score: Score) => string) => {
    const known = new Map<string, number>();
    const of = Int32Array.from(scores, (score) => {
      const name = nameOf(score);
      const at = known.get(name) ?? known.size;
      known.set(name, at);
      return at;
    });
    const counts = new Float64Array(known.size);
    for (const [row, at] of of.entries()) counts[at]! += weights[row]!;
    return { names: [...known.keys()], of, counts };
  };
  const [entry, reviewer] = [numbered((score) => score.entry), numbered((score) => score.reviewer)];
  const { of: round, names } = numbered((score) => score.round ?? "");
  const sides = { entry, reviewer };
  const [long, short]: [Side, Side] =
    entry.names.length >= reviewer.names.length ? ["entry", "reviewer"] : ["reviewer", "entry"];
  const cells = sides[long].names.map(() => new Map<number, number>());
  sides[long].of.forEach((at, row) => {
    for (const column of [round[row]!, names.length + sides[short].of[row]!])
      cells[at]!.set(column, (cells[at]!.get(column) ?? 0) + weights[row]!);
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
    weights,
    round,
    rounds: names.length,
    long,
    short,
    starts,
    met: Int32Array.from(listed.flat(), ([column]) => column),
    times: Float64Array.from(listed.flat(), ([, times]) => times),
  };
}

/** What the equations need of the scores: weighted sums by round, entry and reviewer, and the sum of squares. */
export function sumsOf({ of, names, weights, round, rounds }: Design, values: ArrayLike<number>): Sums {
  const sums: Sums = {
    rounds: new Float64Array(rounds),
    squares: 0,
    entry: new Float64Array(names.entry.length),
    reviewer: new Float64Array(names.reviewer.length),
  };
  for (let row = 0; row < values.length; row++) {
    const value = weights[row]! * values[row]!;
    sums.rounds[round[row]!]! += value;
    sums.squares += value * values[row]!;
    sums.entry[of.entry[row]!]! += value;
    sums.reviewer[of.reviewer[row]!]! += value;
  }
  return sums;
}

/** The equations at these ratios, factorised; zero is allowed. */
export function factorise(design: Design, entry: number, reviewer: number): Factored {
  const theta = { entry, reviewer };
  const { starts, met, times, rounds, round, weights } = design;
  const [t, w] = [theta[design.long], theta[design.short]];
  const [longCounts, shortCounts] = [design.counts[design.long], design.counts[design.short]];
  const size = rounds + shortCounts.length;
  const scales = new Float64Array(size).fill(w).fill(1, 0, rounds);
  const matrix = new Float64Array(size * size);
  shortCounts.forEach((count, at) => {
    matrix[(rounds + at) * (size + 1)] = w * w * count + 1;
  });
  design.of[design.short].forEach((at, row) => {
    matrix[round[row]! * (size + 1)]! += weights[row]!;
    matrix[(rounds + at) * size + round[row]!]! += w * weights[row]!;
  });
  const d = new Float64Array(longCounts.length);
  let logDeterminant = 0;
  for (let at = 0; at < d.length; at++) {
    d[at] = t * t * longCounts[at]! + 1;
    logDeterminant += Math.log(d[at]!);
    const share = (t * t) / d[at]!;
    for (let one = starts[at]!; one < starts[at + 1]!; one++) {
      const column = met[one]!;
      const weight = share * scales[column]! * times[one]!;
      for (let other = one; other < starts[at + 1]!; other++) {
        const row = met[other]!;
        matrix[row * size + column]! -= weight * scales[row]! * times[other]!;
      }
    }
  }
  const factor = choleskyOf(matrix, size);
  return { design, theta, scales, d, factor, logDeterminant: logDeterminant + factor.logDeterminant };
}

/** Effects that fit these sums best, by the matrix as it was factored: one factoring serves many sets of scores. */
export function solve(factored: Factored, sums: Sums): Solved {
  const { design, theta, scales, d, factor, logDeterminant } = factored;
  const { long, short, starts, met, times, rounds, weights } = design;
  const t = theta[long];
  const right = new Float64Array(factor.size);
  right.set(sums.rounds);
  right.set(sums[short], rounds);
  for (let at = rounds; at < right.length; at++) right[at]! *= scales[at]!;
  for (let at = 0; at < d.length; at++) {
    const share = (t * t * sums[long][at]!) / d[at]!;
    for (let one = starts[at]!; one < starts[at + 1]!; one++)
      right[met[one]!]! -= share * scales[met[one]!]! * times[one]!;
  }
  const x = solveWith(factor, right);
  const values = x.map((each, column) => each * scales[column]!);
  const [intercepts, shortEffects] = [values.slice(0, rounds), values.slice(rounds)];
  const longEffects = longGiven(factored, sums, values);
  // q = y'y - b1'u* - b2'x; with u = theta u* each product is a sum of y times an effect.
  const q =
    sums.squares -
    product(sums.rounds, intercepts) -
    product(sums[long], longEffects) -
    product(sums[short], shortEffects);
  const freedom = weights.length - rounds;
  const residual = Math.max(q, Number.MIN_VALUE) / freedom;
  const effects = { [long]: longEffects, [short]: shortEffects } as Record<Side, Float64Array>;
  const known = weights.reduce((sum, weight) => sum + Math.log(weight), 0);
  return {
    x,
    intercepts,
    effects,
    residual,
    criterion: freedom * (1 + Math.log(2 * Math.PI * residual)) + logDeterminant - known,
  };
}

const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, each, at) => sum + each * b[at]!, 0);

/** What is expected of the long side's effects once the intercepts and the short side's are known, `values`. */
function longGiven(
  { design: { counts, long, starts, met, times }, theta, d }: Factored,
  sums: Sums,
  values: Float64Array,
): Float64Array {
  const [t, given] = [theta[long], sums[long]];
  const effects = new Float64Array(counts[long].length);
  for (let at = 0; at < effects.length; at++) {
    let rest = given[at]!;
    for (let one = starts[at]!; one < starts[at + 1]!; one++) rest -= times[one]! * values[met[one]!]!;
    effects[at] = (t * t * rest) / d[at]!;
  }
  return effects;
}

/**
 * One draw of all entry effects from their joint posterior, given the variances and a flat prior on the intercepts:
 * first the intercepts and the short side, x + s L'⁻¹ z with A = L L'; then the long side, independent given those. The
 * same distribution as Matheron's rule on simulated scores, for a tenth of the random numbers. `normal` gives standard
 * normal numbers.
 */
export function drawEntries(
  factored: Factored,
  { x, residual }: Solved,
  sums: Sums,
  normal: () => number,
): Float64Array {
  const { design, theta, scales, d, factor } = factored;
  const scale = Math.sqrt(residual);
  const shift = halfSolveWith(factor, Float64Array.from(x, normal));
  const values = x.map((value, column) => scales[column]! * (value + scale * shift[column]!));
  if (design.short === "entry") return values.slice(design.rounds);
  const expected = longGiven(factored, sums, values);
  for (let at = 0; at < expected.length; at++) expected[at]! += (theta.entry * scale * normal()) / Math.sqrt(d[at]!);
  return expected;
}

/**
 * Squared standard errors of prediction of one side's effects, in units of the residual variance; the intercepts'
 * uncertainty is in them.
 */
export function errorsOf({ design, theta, scales, d, factor }: Factored, side: Side): number[] {
  const own = theta[side] ** 2;
  const { starts, met, times, rounds } = design;
  if (side === design.short)
    return design.names[side].map((_, at) => own * between(factor, unit(factor.size, rounds + at)));
  return design.names[side].map((_, at) => {
    const row = new Float64Array(factor.size);
    for (let one = starts[at]!; one < starts[at + 1]!; one++)
      row[met[one]!] = theta[side] * scales[met[one]!]! * times[one]!;
    return own * (1 / d[at]! + between(factor, row) / d[at]! ** 2);
  });
}

/** How much each score pulls its own fitted value, 0 to 1, in the order of the scores. */
export function leveragesOf({ design, theta, scales, d, factor }: Factored): Float64Array {
  const { long, short, starts, met, times, rounds, round, weights } = design;
  const t = theta[long];
  return Float64Array.from(design.of[long], (at, row) => {
    const share = (t * t) / d[at]!;
    const rest = new Float64Array(factor.size);
    for (let one = starts[at]!; one < starts[at + 1]!; one++)
      rest[met[one]!] = -share * scales[met[one]!]! * times[one]!;
    for (const column of [round[row]!, rounds + design.of[short][row]!]) rest[column]! += scales[column]!;
    return weights[row]! * (share + between(factor, rest));
  });
}

function unit(size: number, at: number): Float64Array {
  const vector = new Float64Array(size);
  vector[at] = 1;
  return vector;
}
