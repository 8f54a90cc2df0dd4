import { between, choleskyOf, type Factor, solveWith } from "../ranking/cholesky.ts";

/** What one voter could choose from, and what they chose, the best first: all of it or only the first few. */
export type Choices = { among: readonly string[]; ranked: readonly string[] };
/**
 * `worth` is the logarithm, on average 0; `share` is the chance of being ranked first among all, with its 95 %
 * interval.
 */
export type Worth = { worth: number; share: number; low: number; high: number };

/** Of the normal prior of a worth, around 0. So wide that it hardly draws back an entry which fewer may rank. */
export const VARIANCE = 4;
/**
 * Steps grow no longer than this: then each is uphill, because a choice's curvature changes by a factor of e at most on
 * the way.
 */
const LONGEST_STEP = 0.5;
const NO_STEP = 1e-12;
const MOST_STEPS = 1000;
const NORMAL_95 = 1.959964;

/**
 * Worths of the candidates by the model of R. D. Luce (1959) and R. L. Plackett (1975), maximum a posteriori with a
 * normal prior: place after place a voter chooses among what is left, each with a chance that is proportional to
 * e^worth. Of two it is the model of Bradley and Terry (1952). What a voter may not rank is not among what they choose
 * from. The one maximum is found by Newton's method, to 1e-12.
 */
export function worthsBy(
  candidates: readonly string[],
  papers: readonly Choices[],
  variance = VARIANCE,
): Map<string, Worth> {
  const at = new Map(candidates.map((id, index) => [id, index]));
  const orders = papers.map(({ among, ranked }) => ({
    chosen: Math.min(ranked.length, among.length - 1),
    order: [...ranked, ...among.filter((id) => !ranked.includes(id))].map((id) => at.get(id)!),
  }));
  const worths = new Float64Array(candidates.length);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const { gradient, information } = slopes(worths, orders, variance);
    const step = solveWith(information, gradient);
    const longest = step.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    if (longest < NO_STEP) return shares(candidates, worths, information);
    const part = Math.min(1, LONGEST_STEP / longest);
    for (const [index, each] of step.entries()) worths[index]! += part * each;
  }
  throw new RangeError("No maximum was found.");
}

/** Where the logarithm of the posterior rises, and its observed information (the negative Hessian), factorised. */
function slopes(
  worths: Float64Array,
  orders: readonly { chosen: number; order: readonly number[] }[],
  variance: number,
): { gradient: Float64Array; information: Factor } {
  const size = worths.length;
  const gradient = worths.map((worth) => -worth / variance);
  const information = new Float64Array(size * size);
  for (let i = 0; i < size; i++) information[i * size + i] = 1 / variance;
  for (const { chosen, order } of orders) {
    const weights = order.map((index) => Math.exp(worths[index]!));
    let left = weights.reduce((sum, each) => sum + each, 0);
    let [once, twice] = [0, 0];
    const squares: number[] = [];
    for (const [place, i] of order.entries()) {
      const own = weights[place]!;
      if (place < chosen) {
        [once, twice] = [once + 1 / left, twice + 1 / left ** 2];
        gradient[i]! += 1;
        left = weights.slice(place + 1).reduce((sum, each) => sum + each, 0);
      }
      squares.push(twice);
      gradient[i]! -= own * once;
      information[i * size + i]! += own * once - own * own * twice;
      for (const [before, j] of order.slice(0, place).entries())
        information[Math.max(i, j) * size + Math.min(i, j)]! -= own * weights[before]! * squares[before]!;
    }
  }
  return { gradient, information: choleskyOf(information, size) };
}

/**
 * The chance of each to come first, and between what it lies: Laplace's approximation on the scale of log-odds, by the
 * information at the maximum.
 */
function shares(candidates: readonly string[], worths: Float64Array, information: Factor): Map<string, Worth> {
  const weights = worths.map(Math.exp);
  const sum = weights.reduce((a, b) => a + b, 0);
  return new Map(
    candidates.map((id, index) => {
      const share = weights[index]! / sum;
      const spread =
        NORMAL_95 *
        Math.sqrt(
          between(
            information,
            weights.map((each, other) => (other === index ? 1 : -each / (sum - weights[index]!))),
          ),
        );
      const within = (shift: number) => share / (share + (1 - share) * Math.exp(-shift));
      return [id, { worth: worths[index]!, share, low: within(-spread), high: within(spread) }];
    }),
  );
}
