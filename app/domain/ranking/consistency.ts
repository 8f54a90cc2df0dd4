/**
 * Reviewers weighed by how consistently they score: the variance that each leaves unexplained is drawn towards a common
 * one, the more the fewer they read (G. K. Smyth, Stat. Appl. Genet. Mol. Biol. 3, 2004). To see what would change,
 * never to decide: weighing people is a choice of policy.
 */
import { average, type Fit, type Score } from "./severity.ts";

/** From how many reviewers on, and below what prior freedom, weights tell more than chance does. */
const TRUSTED = { reviewers: 20, freedom: 20 } as const;
/** A variance of next to nothing counts as this much of the middle one, so that its logarithm stays finite. */
const LEAST_VARIANCE = 1e-5;

export type Spread = { squares: number; freedom: number };
export type Weighed = {
  /** By reviewer; 1 is the common variance, more is more consistent. */
  weights: Map<string, number>;
  /** Whether the reviewers are enough, and differ enough, for the weights to mean something. */
  trusted: boolean;
};

/** What each reviewer's scores weigh by the model of all of them. `scores` in the order of the fit. */
export function weighed(fit: Fit, scores: readonly Score[]): Weighed {
  const spreads = new Map<string, Spread>(fit.reviewers.map(({ id }) => [id, { squares: 0, freedom: 0 }]));
  for (const [row, { residual, leverage }] of fit.misfits().entries()) {
    const own = spreads.get(scores[row]!.reviewer)!;
    own.squares += residual ** 2;
    own.freedom += 1 - leverage;
  }
  const prior = priorOf([...spreads.values()]);
  const posterior = ({ squares, freedom }: Spread) =>
    prior.freedom === Infinity
      ? prior.variance
      : (prior.freedom * prior.variance + squares) / (prior.freedom + freedom);
  return {
    weights: new Map([...spreads].map(([id, spread]) => [id, prior.variance / posterior(spread)])),
    trusted: spreads.size >= TRUSTED.reviewers && prior.freedom < TRUSTED.freedom,
  };
}

/**
 * The common variance and how many degrees of freedom it is worth, by the mean and the variance of the logarithms;
 * infinitely many where variances differ no more than chance makes them.
 */
export function priorOf(spreads: readonly Spread[]): { variance: number; freedom: number } {
  const known = spreads.filter(({ freedom }) => freedom > 1e-9);
  const variances = known.map(({ squares, freedom }) => squares / freedom);
  const middle = variances.toSorted((a, b) => a - b)[variances.length >> 1] ?? 0;
  if (known.length < 2 || middle === 0) return { variance: middle || 1, freedom: Infinity };
  const logs = known.map(
    ({ freedom }, at) =>
      Math.log(Math.max(variances[at]!, LEAST_VARIANCE * middle)) - digamma(freedom / 2) + Math.log(freedom / 2),
  );
  const mean = average(logs);
  const excess =
    logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (logs.length - 1) -
    average(known.map(({ freedom }) => trigamma(freedom / 2)));
  if (excess <= 0) return { variance: Math.exp(mean), freedom: Infinity };
  const half = trigammaInverse(excess);
  return { variance: Math.exp(mean + digamma(half) - Math.log(half)), freedom: 2 * half };
}

/** The derivative of the logarithm of the gamma function (Abramowitz & Stegun 6.3.5, 6.3.18). */
export function digamma(x: number): number {
  if (x < 8) return digamma(x + 1) - 1 / x;
  const square = 1 / x ** 2;
  const tail = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))));
  return Math.log(x) - 1 / (2 * x) - tail;
}

/** Its derivative (6.4.6, 6.4.12). */
export function trigamma(x: number): number {
  if (x < 8) return trigamma(x + 1) + 1 / x ** 2;
  const square = 1 / x ** 2;
  const tail = square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - (square * 5) / 66))));
  return (1 + 1 / (2 * x) + tail) / x;
}

/** Where `trigamma`, which only falls, has a value: by halving, on the scale of logarithms. */
function trigammaInverse(value: number): number {
  let [low, high] = [-30, 30];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (trigamma(Math.exp(middle)) > value) low = middle;
    else high = middle;
  }
  return Math.exp((low + high) / 2);
}
