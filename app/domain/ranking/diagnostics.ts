import { type Steps, stepsOf } from "../rubric/rules.ts";
import { chanceAbove } from "./chi-square.ts";
import type { Fit, Score } from "./severity.ts";
import { average } from "./severity.ts";
import { type Caveat, fitted } from "./standing.ts";

/** How one reviewer used the scale, in points. `severity` > 0 = gives more than the others. */
export type ReviewerDiagnosis = {
  id: string;
  reviews: number;
  severity: number;
  low: number;
  high: number;
  /**
   * "harsh" or "lenient" where the interval excludes 0 and the severity is more than half the spread of the entries.
   */
  leaning: "harsh" | "lenient" | null;
  /**
   * Mean squares of what the model leaves unexplained, 1 as expected: weighted by information, and unweighted (Linacre
   * 2002: 0.5 to 1.5 as usual, above 2 distorts).
   */
  infit: number;
  outfit: number;
  /** Scores that scatter more than chance allows, after Benjamini and Hochberg at 5 %. */
  scatters: boolean;
  /**
   * Points per point of the others' judgement; below 0.3 does not tell entries apart. Null where that cannot be told.
   */
  slope: number | null;
  /** Smallest, quartiles and largest of the scores given. */
  spread: [number, number, number, number, number];
};

export type Diagnosis = {
  why: Caveat;
  /**
   * Null where no correction can be worked out. `single`: one review's; `mean` and `adjusted`: of what is ranked by.
   */
  reliability: { single: number; mean: number; adjusted: number } | null;
  reviewers: ReviewerDiagnosis[];
  /** Entries on which reviewers differ more than chance allows (p < 0.01), most first. */
  disputed: { id: string; reviews: number; chance: number }[];
};

/** What one review gave, a mark for each criterion of the rubric in its order; null = does not apply. */
export type ReviewMarks = { reviewer: string; marks: readonly (number | null)[] };
/**
 * `crowded`: more than a fifth of the marks are the highest of their scale. `straight`: reviews that stand at the same
 * place of every scale, more often than with the others and than chance allows. No faults, and in no score.
 */
export type Habits = { crowded: boolean; straight: boolean };

/** From how many reviews on habits are told, and what share of top marks is a ceiling. */
const HABIT = { reviews: 3, top: 0.2 } as const;
/** On scales with fewer steps even chance crowds the top. */
const STEPS_WITH_A_CEILING = 5;
const DISPUTED = 0.01;
const FALSE_ALARMS = 0.05;

/**
 * What the scores of a round tell of those who gave them: SCIENCE of severity, consistency and disagreement. For those
 * who lead the round.
 */
export function diagnose(given: readonly Score[]): Diagnosis {
  const { scores, fit, why } = fitted(given);
  if (!fit || why === "unconnected") return { why, reliability: null, reviewers: [], disputed: [] };
  const misfits = fit.misfits();
  return {
    why,
    reliability: reliabilityOf(fit),
    reviewers: reviewersOf(fit, scores, misfits),
    disputed: disputedOf(fit, scores),
  };
}

function reliabilityOf(fit: Fit) {
  const { entry, reviewer, residual } = fit.variance;
  const reads = fit.entries.length / fit.entries.reduce((sum, { reviews }) => sum + 1 / reviews, 0);
  const share = (error: number) => (entry === 0 ? 0 : entry / (entry + error));
  return {
    single: share(reviewer + residual),
    mean: share((reviewer + residual) / reads),
    adjusted: entry === 0 ? 0 : Math.max(0, 1 - average(fit.entryErrors().map((error) => error ** 2)) / entry),
  };
}

function reviewersOf(
  fit: Fit,
  scores: readonly Score[],
  misfits: { residual: number; leverage: number }[],
): ReviewerDiagnosis[] {
  const {
    variance: { entry, residual: sigma2 },
  } = fit;
  const found = fit.reviewers.map(({ id, reviews, severity, error }) => {
    const own = misfits.flatMap((misfit, row) => (scores[row]!.reviewer === id ? [misfit] : []));
    const freedom = own.reduce((sum, { leverage }) => sum + 1 - leverage, 0);
    const squares = own.reduce((sum, { residual }) => sum + residual ** 2, 0);
    const [low, high] = [severity - 1.96 * error, severity + 1.96 * error];
    const leans = (low > 0 || high < 0) && Math.abs(severity) > 0.5 * Math.sqrt(entry);
    return {
      id,
      reviews,
      severity,
      low,
      high,
      leaning: leans ? (severity > 0 ? ("lenient" as const) : ("harsh" as const)) : null,
      infit: squares / (sigma2 * freedom),
      outfit: average(own.map(({ residual, leverage }) => residual ** 2 / (sigma2 * (1 - leverage)))),
      chance: chanceAbove(squares / sigma2, freedom),
      slope: slopeOf(fit, scores, id),
      spread: spreadOf(scores.filter(({ reviewer }) => reviewer === id).map(({ score }) => score)),
    };
  });
  const alarmed = alarms(found.map(({ chance }) => chance));
  return found.map(({ chance: _chance, ...each }, at) => ({ ...each, scatters: alarmed.has(at) }));
}

/** How each reviewer of a round used the scales of its criteria. */
export function habitsOf(reviews: readonly ReviewMarks[], criteria: readonly Steps[]): Map<string, Habits> {
  const scales = criteria.map((scale) => ({ ...scale, ceiling: stepsOf(scale).length >= STEPS_WITH_A_CEILING }));
  const ids = [...new Set(reviews.map(({ reviewer }) => reviewer))];
  const found = ids.map((reviewer) => {
    const own = reviews.filter((each) => each.reviewer === reviewer).map(({ marks }) => marks);
    return { reviewer, reviews: own.length, topShare: topShareOf(own, scales), straight: straightOf(own, scales) };
  });
  const all = found.reduce((sum, { straight }) => sum + straight, 0);
  const alarmed = alarms(
    found.map(({ reviews: own, straight }) =>
      // One more of either kind among the others: nothing they never did is impossible.
      chanceOfAtLeast(straight, own, (all - straight + 1) / (reviews.length - own + 2)),
    ),
  );
  return new Map(
    found.map(({ reviewer, reviews: own, topShare, straight }, at) => [
      reviewer,
      {
        crowded: own >= HABIT.reviews && topShare > HABIT.top,
        straight: straight >= HABIT.reviews && alarmed.has(at),
      },
    ]),
  );
}

function topShareOf(reviews: readonly ReviewMarks["marks"][], scales: readonly (Steps & { ceiling: boolean })[]) {
  const tops = reviews.flatMap((marks) =>
    marks.flatMap((mark, at) => (mark !== null && scales[at]!.ceiling ? [mark === scales[at]!.max] : [])),
  );
  return tops.length === 0 ? 0 : tops.filter(Boolean).length / tops.length;
}

/** How many reviews stand at one place of all their scales, which may differ; of two marks at least. */
const straightOf = (reviews: readonly ReviewMarks["marks"][], scales: readonly Steps[]): number =>
  reviews.filter((marks) => {
    const places = marks.flatMap((mark, at) =>
      mark === null ? [] : [(mark - scales[at]!.min) / (scales[at]!.max - scales[at]!.min)],
    );
    return places.length > 1 && Math.max(...places) - Math.min(...places) < 1e-9;
  }).length;

/** P(X >= count), X binomial. `chance` lies inside 0 and 1. */
export function chanceOfAtLeast(count: number, of: number, chance: number): number {
  let [sum, ways] = [0, 0];
  for (let each = 0; each <= of; each += 1) {
    if (each >= count) sum += Math.exp(ways + each * Math.log(chance) + (of - each) * Math.log1p(-chance));
    ways += Math.log(of - each) - Math.log(each + 1);
  }
  return Math.min(1, sum);
}

/** Which of several tests stay below a share of false alarms (Benjamini and Hochberg 1995). */
function alarms(chances: readonly number[]): Set<number> {
  const ordered = chances.map((chance, at) => ({ chance, at })).sort((a, b) => a.chance - b.chance);
  const last = ordered.findLastIndex(({ chance }, place) => chance <= (FALSE_ALARMS * (place + 1)) / ordered.length);
  return new Set(ordered.slice(0, last + 1).map(({ at }) => at));
}

/** Regression of a reviewer's scores on what the others say of the same entries, severity taken out. */
function slopeOf(fit: Fit, scores: readonly Score[], id: string): number | null {
  const severity = new Map(fit.reviewers.map((each) => [each.id, each.severity]));
  const points = scores
    .filter(({ reviewer }) => reviewer === id)
    .flatMap(({ entry, score }) => {
      const others = scores.filter((other) => other.entry === entry && other.reviewer !== id);
      return others.length === 0
        ? []
        : [
            {
              x: shrunk(
                fit,
                others.map(({ score: given, reviewer }) => given - severity.get(reviewer)!),
              ),
              y: score,
            },
          ];
    });
  if (points.length < 3) return null;
  const [x, y] = [average(points.map((point) => point.x)), average(points.map((point) => point.y))];
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return spread === 0 ? null : points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread;
}

const shrunk = ({ intercept, ratios: [ratio] }: Fit, values: readonly number[]): number =>
  intercept + (1 - 1 / (ratio ** 2 * values.length + 1)) * (average(values) - intercept);

function disputedOf(fit: Fit, scores: readonly Score[]) {
  const severity = new Map(fit.reviewers.map(({ id, severity: each }) => [id, each]));
  const given = new Map<string, number[]>();
  for (const { entry, reviewer, score } of scores)
    given.set(entry, [...(given.get(entry) ?? []), score - severity.get(reviewer)!]);
  return [...given]
    .map(([id, values]) => {
      const mean = average(values);
      return {
        id,
        reviews: values.length,
        chance: chanceAbove(
          values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / fit.variance.residual,
          values.length - 1,
        ),
      };
    })
    .filter(({ chance }) => chance < DISPUTED)
    .sort((a, b) => a.chance - b.chance);
}

function spreadOf(values: number[]): ReviewerDiagnosis["spread"] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below]! + (place - below) * ((sorted[below + 1] ?? sorted[below]!) - sorted[below]!);
  };
  return [at(0), at(0.25), at(0.5), at(0.75), at(1)];
}
