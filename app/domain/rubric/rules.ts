import type { Anchor, CommentRule, ScaleKind } from "#db/schema/rubric.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { InputProblem } from "../input.ts";

export const MOST_CRITERIA = 10;
/** More than these nobody can anchor, nor choose among. */
const MOST_STEPS = 21;
export const LONGEST_MINIMUM = 2000;
/** Sums of totals stay whole numbers that JavaScript counts with, up to a thousand reviews of an entry. */
const MOST_PARTS = 1e10;

export const SCALES = ["numbers", "percent", "letters", "yes-no"] as const satisfies readonly ScaleKind[];
export const COMMENT_RULES = ["optional", "always", "at-most", "at-least"] as const satisfies readonly CommentRule[];

/** What a reviewer gives on a criterion: a step of its scale by value, or that it does not apply. */
export const NOT_APPLICABLE = "not-applicable";
export type Mark = number | typeof NOT_APPLICABLE;

export type Steps = { min: number; max: number; step: number };
export type Scale = Steps & { scale: ScaleKind };
/** When a comment is needed, and how long it must be at least, in characters. */
export type Commenting = { commentRule: CommentRule; commentBound: number | null; commentLength: number };
export type Weighted = { id: string; weight: number; notApplicable: boolean };

export type NewCriterion = Scale & Commenting & { name: Localised; description: Localised; weight: number; notApplicable: boolean; anchors: Anchor[] };
export type Criterion = NewCriterion & { id: string; position: number };
export type Rubric = { id: string; cycleId: string; name: Localised; criteria: Criterion[] };
export type NewRubric = { name: Localised; criteria: NewCriterion[] };

export const weightsAddUp = (criteria: readonly { weight: number }[]): boolean => criteria.reduce((sum, { weight }) => sum + weight, 0) === 100;

/** The steps of a scale, lowest first. */
export const stepsOf = ({ min, max, step }: Steps): number[] => Array.from({ length: Math.floor((max - min) / step) + 1 }, (_none, index) => min + index * step);

export const isOnScale = ({ min, max, step }: Steps, value: number): boolean => Number.isInteger(value) && value >= min && value <= max && (value - min) % step === 0;

/** The grade of a step on a scale of letters: A is the highest. */
export const gradeOf = ({ max, step }: Steps, value: number): string => String.fromCharCode(65 + (max - value) / step);

/** The figure key that chooses a step: its own number where steps read as numbers, else its place from 1 on, the tenth by 0. Undefined beyond what one key can say. */
export function figureOf({ scale, ...steps }: Scale, value: number): string | undefined {
  if (scale === "numbers") return value <= 9 ? String(value) : undefined;
  const place = stepsOf(steps).indexOf(value) + 1;
  return place <= 10 ? String(place % 10) : undefined;
}

/** Every step of the scale has exactly one anchor, in order. */
export function isAnchored({ anchors, ...scale }: Pick<NewCriterion, "min" | "max" | "step" | "anchors">): boolean {
  const steps = stepsOf(scale);
  return anchors.length === steps.length && steps.every((step, index) => anchors[index]?.value === step && anchors[index].text.en !== "");
}

export const isBounded = (rule: CommentRule): boolean => rule === "at-most" || rule === "at-least";

/** What is wrong with a criterion, by the part of the form it stands in; null = it is sound. */
export function faultOf({ anchors, ...criterion }: NewCriterion): ["max" | "anchors" | "comment-bound", InputProblem] | null {
  const { scale, min, max, step, commentRule, commentBound } = criterion;
  if (min >= max || step < 1 || (max - min) % step !== 0 || (max - min) / step >= MOST_STEPS) return ["max", "wrong-scale"];
  if (scale === "yes-no" && step !== max - min) return ["max", "wrong-scale"];
  if (!isAnchored({ min, max, step, anchors })) return ["anchors", "anchors-incomplete"];
  return isBounded(commentRule) !== (commentBound !== null) || (commentBound !== null && !isOnScale(criterion, commentBound)) ? ["comment-bound", "not-a-step"] : null;
}

/** Whether a mark has to be explained. Leaving a criterion out always has: the others carry its weight then. */
export function needsComment({ commentRule, commentBound }: Pick<Commenting, "commentRule" | "commentBound">, mark: Mark | null): boolean {
  if (commentRule === "always" || mark === NOT_APPLICABLE) return true;
  if (mark === null || commentBound === null) return false;
  return commentRule === "at-most" ? mark <= commentBound : commentRule === "at-least" && mark >= commentBound;
}

/** What a comment beside a mark lacks. Length counts characters, so that it asks the same in every script. */
export function commentLack(criterion: Commenting, mark: Mark | null, comment: string): "comment-needed" | "comment-short" | null {
  if (!needsComment(criterion, mark)) return null;
  const length = [...comment.trim()].length;
  return length === 0 ? "comment-needed" : length < criterion.commentLength ? "comment-short" : null;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/**
 * In how many equal parts a point must be counted for every total to be whole: the least common multiple of what the weights of the criteria that
 * apply can add up to. 100 where none may be left out. Null where totals would no longer be numbers that can be counted with.
 */
export function partsOf(criteria: readonly Omit<Weighted, "id">[]): number | null {
  let sums = new Set([0]);
  for (const { weight, notApplicable } of criteria) sums = new Set([...sums].flatMap((sum) => (notApplicable ? [sum, sum + weight] : [sum + weight])));
  const parts = [...sums].filter((sum) => sum > 0).reduce((common, sum) => (common * BigInt(sum)) / gcd(common, BigInt(sum)), 1n);
  return parts > MOST_PARTS ? null : Number(parts);
}

/**
 * The weighted mean of the criteria that apply, in parts of a point (`partsOf`), whole: 380 is 3.80 points of a rubric counted in hundredths.
 * Null while a criterion has no mark, and where none applies.
 */
export function totalOf(criteria: readonly Weighted[], given: readonly { criterionId: string; value: Mark | null }[]): number | null {
  let [sum, weights] = [0, 0];
  for (const { id, weight } of criteria) {
    const value = given.find(({ criterionId }) => criterionId === id)?.value ?? null;
    if (value === null) return null;
    if (value === NOT_APPLICABLE) continue;
    sum += weight * value;
    weights += weight;
  }
  return weights === 0 ? null : sum * ((partsOf(criteria) ?? 0) / weights);
}

/** "1 Nothing new\n2 …" as anchors; lines that do not start with a number are left out. Both languages by the number of the step. */
export function readAnchors(english: string, chinese: string): Anchor[] {
  const translated = new Map(anchorLines(chinese));
  return anchorLines(english).sort(([a], [b]) => a - b).map(([value, en]) => {
    const zh = translated.get(value);
    return { value, text: zh ? { en, "zh-Hans": zh } : { en } };
  });
}

function anchorLines(text: string): [number, string][] {
  return text.split("\n").flatMap((line) => {
    const [, value, words] = /^\s*(\d{1,3})[\s.:：、=–-]+(.*\S)\s*$/.exec(line) ?? [];
    return value && words ? [[Number(value), words] as [number, string]] : [];
  });
}

/** The opposite of `readAnchors`, for one language. */
export function writeAnchors(anchors: Anchor[], language: keyof Localised): string {
  return anchors.flatMap(({ value, text }) => (text[language] ? [`${value} ${text[language]}`] : [])).join("\n");
}
