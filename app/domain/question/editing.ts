import { z } from "zod";
import type { Condition, QuestionSettings } from "#db/schema/question.ts";
import { readLines, writeLines } from "../cycle/rules.ts";
import { bothLanguages, choice, type InputProblem, optionalText, requiredText, wholeNumber } from "../input.ts";
import {
  type Arranged,
  decidingAnswers,
  type EditedSection,
  type FormQuestion,
  isPicture,
  LONGEST,
  QUESTION_TYPES,
  type QuestionType,
  type QuestionWording,
} from "./rules.ts";

/**
 * What the table of a form says of each of its questions, those set aside included. A place that is no number is where
 * the question stands.
 */
export function arrangementFrom(form: readonly EditedSection[], get: (name: string) => string): Arranged[] {
  return form.flatMap(({ questions, aside }) =>
    [...questions, ...aside].map(({ key }, index) => ({
      key,
      asked: get(`asked.${key}`) === "yes",
      required: get(`required.${key}`) === "yes",
      place: /^\d{1,4}$/.test(get(`place.${key}`)) ? Number(get(`place.${key}`)) : index + 1,
    })),
  );
}

/** The page of one question. Which of the limits it has depends on its type. */
export const questionInput = z.object({
  label: requiredText(LONGEST.label),
  "label-zh": optionalText(LONGEST.label),
  hint: optionalText(LONGEST.hint),
  "hint-zh": optionalText(LONGEST.hint),
  required: optionalText(3),
  confidential: optionalText(3),
  public: optionalText(3),
  limit: optionalText(6),
  unit: choice(["words", "characters"]).default("words"),
  most: optionalText(4),
  described: optionalText(3),
  options: optionalText(8000),
  eligible: z.array(z.string().max(100)).default([]),
  measure: optionalText(40),
});
export const newQuestionInput = questionInput.extend({
  sectionKey: z.string("not-a-choice").min(1, "not-a-choice").max(100, "not-a-choice"),
  type: choice(QUESTION_TYPES),
});

const NEW_FILES = { types: ["application/pdf"], maxBytes: 20_000_000, maxCount: 5 };

/** The boxes in which one ticks the answers to a question on which it depends whether another is asked. */
export const conditionField = (key: string): string => `when.${key}`;

/** What is ticked in those boxes, of each question, where a condition stands or none. */
export const conditionBoxes = (
  deciding: readonly FormQuestion[],
  when: Condition | null | undefined,
): Record<string, string[]> =>
  Object.fromEntries(deciding.map(({ key }) => [conditionField(key), when?.question === key ? when.is : []]));

/** What is ticked on the page of a question. */
export const questionBoxes = (
  deciding: readonly FormQuestion[],
  { when, eligible }: QuestionSettings,
): Record<string, string[]> => ({ ...conditionBoxes(deciding, when), ...(eligible ? { eligible } : {}) });

/** The condition that ticked boxes describe; null = everybody is asked. It rests on the answers to one question. */
export function conditionFrom(
  deciding: readonly FormQuestion[],
  ticked: (name: string) => string[],
): { ok: true; value: Condition | null } | { ok: false; errors: Record<string, InputProblem> } {
  const found = deciding
    .map((question) => ({
      question: question.key,
      is: decidingAnswers(question).filter((answer) => ticked(conditionField(question.key)).includes(answer)),
    }))
    .filter(({ is }) => is.length > 0);
  if (found.length < 2) return { ok: true, value: found[0] ?? null };
  const further = found.slice(1).map(({ question }) => [conditionField(question), "one-question"] as const);
  return { ok: false, errors: Object.fromEntries(further) };
}

/** The same settings, asked of those whom the condition names. */
export function askedOnlyIf(
  { when: _before, ...settings }: QuestionSettings,
  when: Condition | null,
): QuestionSettings {
  return when ? { ...settings, when } : settings;
}

/** The question that the fields describe; settings which the page does not show stay as they are. */
export function wordingFrom(
  given: z.output<typeof questionInput>,
  type: QuestionType,
  standing: QuestionSettings = {},
): { ok: true; value: QuestionWording } | { ok: false; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const number = (field: "limit" | "most", max: number): number | undefined => {
    if (given[field] === "") return undefined;
    const parsed = wholeNumber(1, max).safeParse(given[field]);
    if (!parsed.success) errors[field] = parsed.error.issues[0]!.message as InputProblem;
    return parsed.data;
  };
  const settings: { [part in keyof QuestionSettings]: QuestionSettings[part] | undefined } = { ...standing };
  if (hasLimit(type)) settings.limit = withCount(number("limit", 50_000), given.unit);
  if (hasMost(type)) settings.max = number("most", 100);
  if (type === "files")
    settings.files = {
      ...(standing.files ?? NEW_FILES),
      maxCount: number("most", 50) ?? standing.files?.maxCount ?? NEW_FILES.maxCount,
      ...(takesPictures(standing) ? { described: given.described === "yes" } : {}),
    };
  if (type === "number") settings.unit = given.measure || undefined;
  if (hasOptions(type)) {
    const options = readLines(
      given.options,
      (standing.options ?? []).map(({ value, label }) => ({ key: value, name: label })),
    );
    if (options.length < 2) errors["options"] = "two-options";
    settings.options = options.map(({ key, name }) => ({ value: key, label: name }));
    if (standing.eligible) {
      settings.eligible = lettingIn(options, standing, given.eligible);
      if (settings.eligible.length === 0) errors["eligible"] = "one-lets-in";
    }
  }
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  return {
    ok: true,
    value: {
      label: bothLanguages(given.label, given["label-zh"]),
      hint: given.hint ? bothLanguages(given.hint, given["hint-zh"]) : null,
      required: given.required === "yes",
      confidential: given.confidential === "yes",
      public: given.public === "yes" && given.confidential !== "yes",
      settings: JSON.parse(JSON.stringify(settings)) as QuestionSettings,
    },
  };
}

/** Of the answers, those with which an entry may take part: what is ticked, and what is new and could not be yet. */
function lettingIn(
  options: readonly { key: string }[],
  standing: QuestionSettings,
  ticked: readonly string[],
): string[] {
  const known = (standing.options ?? []).map(({ value }) => value);
  return options.map(({ key }) => key).filter((key) => ticked.includes(key) || !known.includes(key));
}

const withCount = (count: number | undefined, unit: "words" | "characters") =>
  count === undefined ? undefined : { count, unit };

export const hasLimit = (type: QuestionType): boolean => type === "short-text" || type === "long-text";
export const hasMost = (type: QuestionType): boolean => type === "choices" || type === "themes" || type === "sdgs";
/** Whether a question about files takes pictures. */
export const takesPictures = ({ files }: QuestionSettings): boolean => (files?.types ?? []).some(isPicture);
export const hasOptions = (type: QuestionType): boolean => type === "choice" || type === "choices";

/** The opposite of `wordingFrom`: what stands in the fields before anybody types. */
export function questionFields({
  label,
  hint,
  required,
  confidential,
  public: shown,
  settings,
}: FormQuestion): Record<string, string> {
  const most = settings.files?.maxCount ?? settings.max;
  return {
    label: label.en,
    "label-zh": label["zh-Hans"] ?? "",
    hint: hint?.en ?? "",
    "hint-zh": hint?.["zh-Hans"] ?? "",
    required: required ? "yes" : "",
    confidential: confidential ? "yes" : "",
    public: shown ? "yes" : "",
    limit: settings.limit ? String(settings.limit.count) : "",
    unit: settings.limit?.unit ?? "words",
    most: most ? String(most) : "",
    described: settings.files?.described ? "yes" : "",
    measure: settings.unit ?? "",
    options: writeLines((settings.options ?? []).map(({ value, label: name }) => ({ key: value, name }))),
  };
}
