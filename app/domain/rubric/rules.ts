import type { Anchor } from "#db/schema/rubric.ts";
import type { Localised } from "#app/i18n/localised.ts";

export const MOST_CRITERIA = 10;

export type NewCriterion = { name: Localised; description: Localised; weight: number; min: number; max: number; anchors: Anchor[]; commentRequired: boolean };
export type Criterion = NewCriterion & { id: string; position: number };
export type Rubric = { id: string; cycleId: string; name: Localised; criteria: Criterion[] };
export type NewRubric = { name: Localised; criteria: NewCriterion[] };

export const weightsAddUp = (criteria: { weight: number }[]): boolean => criteria.reduce((sum, { weight }) => sum + weight, 0) === 100;

/** The steps of a scale, lowest first. */
export const stepsOf = ({ min, max }: { min: number; max: number }): number[] => Array.from({ length: max - min + 1 }, (_none, index) => min + index);

/** Every step of the scale has exactly one anchor, in order. */
export function isAnchored({ min, max, anchors }: Pick<NewCriterion, "min" | "max" | "anchors">): boolean {
  const steps = stepsOf({ min, max });
  return anchors.length === steps.length && steps.every((step, index) => anchors[index]?.value === step && anchors[index].text.en !== "");
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
