import type { Anchor, CommentRule, ScaleKind } from "#db/schema/rubric.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { InputProblem } from "../input.ts";

/** The most characters of its texts, in every language. */
export const LONGEST = { name: 200, criterion: 200, description: 2000 } as const;
export const MOST_CRITERIA = 10;
/** More than these nobody can anchor, nor choose among. */
const MOST_STEPS = 21;
/** Of tenths, which are typed, and anchored by whole points. */
const MOST_TENTHS = 101;
export const LONGEST_MINIMUM = 2000;
/** Sums of totals stay whole numbers that JavaScript counts with, up to a thousand reviews of an entry. */
const MOST_PARTS = 1e10;

export const SCALES = ["numbers", "tenths", "percent", "letters", "yes-no"] as const satisfies readonly ScaleKind[];
export const COMMENT_RULES = ["optional", "always", "at-most", "at-least"] as const satisfies readonly CommentRule[];

/**
 * How many may read a criterion of an entry where a round divides its criteria, and in how many shares a point is
 * counted there besides: each number of readers up to the most divides it, so that the sum of the criteria's means is
 * whole.
 */
export const MOST_READERS = 16;
export const SHARES = 720_720;

/** What a reviewer gives on a criterion: a step of its scale by value, or that it does not apply. */
export const NOT_APPLICABLE = "not-applicable";
export type Mark = number | typeof NOT_APPLICABLE;

export type Steps = { min: number; max: number; step: number };
export type Scale = Steps & { scale: ScaleKind };
/** When a comment is needed, and how long it must be at least, in characters. */
export type Commenting = { commentRule: CommentRule; commentBound: number | null; commentLength: number };
export type Weighted = { id: string; weight: number; notApplicable: boolean; scale: ScaleKind };

export type NewCriterion = Scale &
  Commenting & { name: Localised; description: Localised; weight: number; notApplicable: boolean; anchors: Anchor[] };
export type Criterion = NewCriterion & { id: string; position: number };
export type Rubric = { id: string; cycleId: string; name: Localised; criteria: Criterion[] };
export type NewRubric = { name: Localised; criteria: NewCriterion[] };

export const weightsAddUp = (criteria: readonly { weight: number }[]): boolean =>
  criteria.reduce((sum, { weight }) => sum + weight, 0) === 100;

/** How many of a scale's values make a point: marks on a scale of tenths are kept and counted as whole tenths. */
export const unitsOf = ({ scale }: { scale: ScaleKind }): number => (scale === "tenths" ? 10 : 1);

/** A value as it is typed: 37 tenths are "3.7". */
export const writeStep = (scale: { scale: ScaleKind }, value: number): string => String(value / unitsOf(scale));

/** The opposite of `writeStep`, with a point or a comma: "3,7" is 37 tenths. */
export const readStep = (scale: { scale: ScaleKind }, text: string): number =>
  Math.round(Number(text.replace(",", ".")) * unitsOf(scale));

/** The steps of a scale, lowest first. */
export const stepsOf = ({ min, max, step }: Steps): number[] =>
  Array.from({ length: Math.floor((max - min) / step) + 1 }, (_none, index) => min + index * step);

export const isOnScale = ({ min, max, step }: Steps, value: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max && (value - min) % step === 0;

/** The grade of a step on a scale of letters: A is the highest. */
export const gradeOf = ({ max, step }: Steps, value: number): string => String.fromCharCode(65 + (max - value) / step);

/**
 * The figure key that chooses a step: its own number where steps read as numbers, else its place from 1 on, the tenth
 * by 0. Undefined beyond what one key can say.
 */
export function figureOf({ scale, ...steps }: Scale, value: number): string | undefined {
  if (scale === "numbers") return value <= 9 ? String(value) : undefined;
  const place = stepsOf(steps).indexOf(value) + 1;
  return place <= 10 ? String(place % 10) : undefined;
}

/**
 * Every step of the scale has exactly one anchor, in order. Of tenths the ends and whole points need one, and any other
 * step may have one.
 */
export function isAnchored({
  anchors,
  ...scale
}: Pick<NewCriterion, "scale" | "min" | "max" | "step" | "anchors">): boolean {
  const units = unitsOf(scale);
  const needed = stepsOf(scale).filter((step) => step % units === 0 || step === scale.min || step === scale.max);
  const given = anchors.map(({ value }) => value);
  return (
    needed.every((step) => given.includes(step)) &&
    anchors.every(
      ({ value, text }, at) => isOnScale(scale, value) && text.en !== "" && (at === 0 || given[at - 1]! < value),
    )
  );
}

export const isBounded = (rule: CommentRule): boolean => rule === "at-most" || rule === "at-least";

/** What is wrong with a criterion, by the part of the form it stands in; null = it is sound. */
export function faultOf({
  anchors,
  ...criterion
}: NewCriterion): ["max" | "anchors" | "comment-bound", InputProblem] | null {
  const { scale, min, max, step, commentRule, commentBound } = criterion;
  if (
    min >= max ||
    step < 1 ||
    (max - min) % step !== 0 ||
    (max - min) / step >= (scale === "tenths" ? MOST_TENTHS : MOST_STEPS)
  )
    return ["max", "wrong-scale"];
  if (scale === "yes-no" && step !== max - min) return ["max", "wrong-scale"];
  if (!isAnchored({ scale, min, max, step, anchors })) return ["anchors", "anchors-incomplete"];
  return isBounded(commentRule) !== (commentBound !== null) ||
    (commentBound !== null && !isOnScale(criterion, commentBound))
    ? ["comment-bound", "not-a-step"]
    : null;
}

/** Whether a mark has to be explained. Leaving a criterion out always has: the others carry its weight then. */
export function needsComment(
  { commentRule, commentBound }: Pick<Commenting, "commentRule" | "commentBound">,
  mark: Mark | null,
): boolean {
  if (commentRule === "always" || mark === NOT_APPLICABLE) return true;
  if (mark === null || commentBound === null) return false;
  return commentRule === "at-most" ? mark <= commentBound : commentRule === "at-least" && mark >= commentBound;
}

/** What a comment beside a mark lacks. Length counts characters, so that it asks the same in every script. */
export function commentLack(
  criterion: Commenting,
  mark: Mark | null,
  comment: string,
): "comment-needed" | "comment-short" | null {
  if (!needsComment(criterion, mark)) return null;
  const length = [...comment.trim()].length;
  return length === 0 ? "comment-needed" : length < criterion.commentLength ? "comment-short" : null;
}

/** Greatest common divisor of two whole numbers that are not negative. */
export const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

const mostUnits = (criteria: readonly { scale: ScaleKind }[]): number => Math.max(1, ...criteria.map(unitsOf));

/**
 * In how many equal parts a point must be counted for every total to be whole: the least common multiple of what the
 * weights of the criteria that apply can add up to, ten times that where a criterion counts tenths. 100 where neither
 * is so. Null where totals would no longer be numbers that can be counted with.
 */
export function partsOf(criteria: readonly Omit<Weighted, "id">[]): number | null {
  let sums = new Set([0]);
  for (const { weight, notApplicable } of criteria)
    sums = new Set([...sums].flatMap((sum) => (notApplicable ? [sum, sum + weight] : [sum + weight])));
  const parts =
    [...sums].filter((sum) => sum > 0).reduce((common, sum) => (common * BigInt(sum)) / gcd(common, BigInt(sum)), 1n) *
    BigInt(mostUnits(criteria));
  return parts > MOST_PARTS ? null : Number(parts);
}

/**
 * The weighted mean of the criteria that apply, in parts of a point (`partsOf`), whole: 380 is 3.80 points of a rubric
 * counted in hundredths. Null while a criterion has no mark, and where none applies.
 */
export function totalOf(
  criteria: readonly Weighted[],
  given: readonly { criterionId: string; value: Mark | null }[],
): number | null {
  const units = mostUnits(criteria);
  let [sum, weights] = [0, 0];
  for (const criterion of criteria) {
    const value = given.find(({ criterionId }) => criterionId === criterion.id)?.value ?? null;
    if (value === null) return null;
    if (value === NOT_APPLICABLE) continue;
    sum += criterion.weight * value * (units / unitsOf(criterion));
    weights += criterion.weight;
  }
  return weights === 0 ? null : sum * ((partsOf(criteria) ?? 0) / (weights * units));
}

/**
 * "1 Nothing new\n2 …" as anchors, of tenths "0.5 …" too; lines that do not start with a number are left out. Both
 * languages by the number of the step.
 */
export function readAnchors(english: string, chinese: string, scale: { scale: ScaleKind }): Anchor[] {
  const translated = new Map(anchorLines(chinese, scale));
  return anchorLines(english, scale)
    .sort(([a], [b]) => a - b)
    .map(([value, en]) => {
      const zh = translated.get(value);
      return { value, text: zh ? { en, "zh-Hans": zh } : { en } };
    });
}

function anchorLines(text: string, scale: { scale: ScaleKind }): [number, string][] {
  const line =
    scale.scale === "tenths" ? /^(\d{1,3}(?:[.,]\d)?)[\s.:：、=–-]+(.+)$/s : /^(\d{1,3})[\s.:：、=–-]+(.+)$/s;
  return text.split("\n").flatMap((each) => {
    const [, value, words] = line.exec(each.trim()) ?? [];
    return value && words ? [[readStep(scale, value), words] as [number, string]] : [];
  });
}

/** The opposite of `readAnchors`, for one language. */
export function writeAnchors({ anchors, ...scale }: { scale: ScaleKind; anchors: Anchor[] }, language: Locale): string {
  return anchors
    .flatMap(({ value, text }) => (text[language] ? [`${writeStep(scale, value)} ${text[language]}`] : []))
    .join("\n");
}
