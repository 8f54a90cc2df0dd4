import { createHash } from "node:crypto";
import { components, type Fit, fitSeverity, type Score, tooThin } from "./severity.ts";

export type StandingOptions = {
  /** How many places count as the top; leaves chances out when null. */
  top: number | null;
  lowerIsBetter: boolean;
  /** Draws from the posterior; 0 leaves chances out. */
  draws: number;
  seed: string;
};

export type Standing = {
  method: "reml" | "mean";
  /** Why the plain mean is used, or what to beware of; null when there is nothing to say. */
  why: "too-few-entries" | "too-few-reviewers" | "too-few-reviews" | "all-equal" | "unconnected" | "no-severity" | null;
  intercept: number;
  variance: Fit["variance"] | null;
  minus2LogREML: number | null;
  components: number;
  /** In rank order. `adjusted` = mean + correction, shrunk towards the intercept; in the scores' own units and direction. */
  entries: { id: string; reviews: number; mean: number; adjusted: number; correction: number; rank: number; pTop: number | null }[];
  /** How far above (+) or below (−) the others a reviewer scores, with a 95 % interval; null where it cannot be told. */
  reviewers: { id: string; reviews: number; severity: number | null; low: number | null; high: number | null }[];
  /** How many of the first `top` are expected to be among the true best `top`. */
  expectedHits: number | null;
};

const WHY = { entries: "too-few-entries", reviewers: "too-few-reviewers", reviews: "too-few-reviews", equal: "all-equal" } as const;
/** Scores closer than this are equal. */
const EQUAL = 1e-9;

/** Ranks entries by their adjusted scores, or by their means where the data are too thin to correct, and says which. Deterministic in the seed, whatever the order of the scores. */
export function standing(scores: readonly Score[], { top, lowerIsBetter, draws, seed }: StandingOptions): Standing {
  const ordered = [...scores].sort((a, b) => order(a.entry, b.entry) || order(a.reviewer, b.reviewer));
  const thin = tooThin(ordered);
  const parts = components(ordered);
  const fit = thin ? null : fitSeverity(ordered);
  const means = fit?.entries ?? plainMeans(ordered);
  const intercept = fit?.intercept ?? average(ordered.map(({ score }) => score));
  const better = lowerIsBetter ? -1 : 1;
  const valued = means.map((entry) => ({ ...entry, adjusted: fit ? intercept + entry.effect : entry.mean, lot: lotOf(seed, entry.id) }));
  const differ = (a: number, b: number) => (Math.abs(a - b) < EQUAL ? 0 : better * (b - a));
  const listed = valued.toSorted((a, b) => differ(a.adjusted, b.adjusted) || differ(a.mean, b.mean) || (Math.abs(a.deviation - b.deviation) < EQUAL ? 0 : a.deviation - b.deviation) || order(a.lot, b.lot));
  const chances = fit && top !== null && draws > 0 ? chancesOf(fit, { top, better, draws, seed }) : null;
  return {
    method: fit ? "reml" : "mean",
    why: thin ? WHY[thin] : parts > 1 ? "unconnected" : fit!.variance.reviewer === 0 ? "no-severity" : null,
    intercept, variance: fit?.variance ?? null, minus2LogREML: fit?.minus2LogREML ?? null, components: parts,
    entries: listed.map(({ id, reviews, mean, adjusted, correction }, index) => ({ id, reviews, mean, adjusted, correction, rank: index + 1, pTop: chances?.get(id) ?? null })),
    reviewers: fit
      ? fit.reviewers.map(({ id, reviews, severity, error }) => ({ id, reviews, severity, low: severity - 1.96 * error, high: severity + 1.96 * error }))
      : [...countBy(ordered, "reviewer")].map(([id, reviews]) => ({ id, reviews, severity: null, low: null, high: null })),
    expectedHits: chances ? listed.slice(0, top!).reduce((sum, { id }) => sum + chances.get(id)!, 0) : null,
  };
}

function chancesOf(fit: Fit, { top, better, draws, seed }: { top: number; better: number; draws: number; seed: string }): Map<string, number> {
  const normal = normals(seed);
  const within = new Float64Array(fit.entries.length);
  const places = Uint32Array.from(within, (_, index) => index);
  for (let draw = 0; draw < draws; draw++) {
    const drawn = fit.draw(normal);
    places.sort((a, b) => better * (drawn[b]! - drawn[a]!));
    for (let place = 0; place < Math.min(top, places.length); place++) within[places[place]!]! += 1;
  }
  return new Map(fit.entries.map(({ id }, at) => [id, within[at]! / draws]));
}

function plainMeans(scores: readonly Score[]) {
  return [...countBy(scores, "entry")].map(([id, reviews]) => {
    const given = scores.filter(({ entry }) => entry === id).map(({ score }) => score);
    const mean = average(given);
    const deviation = reviews < 2 ? 0 : Math.sqrt(given.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (reviews - 1));
    return { id, reviews, mean, deviation, effect: 0, correction: 0 };
  });
}

function countBy(scores: readonly Score[], key: "entry" | "reviewer"): Map<string, number> {
  const counts = new Map<string, number>();
  for (const score of scores) counts.set(score[key], (counts.get(score[key]) ?? 0) + 1);
  return counts;
}

/** A lot drawn for an entry from the published seed: the last resort among equals. */
const lotOf = (seed: string, id: string): string => createHash("sha256").update(`${seed}\n${id}`).digest("hex");

/** Standard normal numbers that come out the same for the same seed: sfc32 over the seed's SHA-256, then Marsaglia's polar method. */
function normals(seed: string): () => number {
  const digest = createHash("sha256").update(seed).digest();
  let [a, b, c, counter] = [0, 4, 8, 12].map((at) => digest.readUInt32LE(at)) as [number, number, number, number];
  const uniform = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1];
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const stretch = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * stretch;
      return x * stretch;
    }
  };
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
