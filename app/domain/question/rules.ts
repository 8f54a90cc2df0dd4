import type { Condition, QuestionSettings } from "#db/schema/question.ts";
import type { Localised } from "#app/i18n/localised.ts";

/** The most characters of its texts, in every language. */
export const LONGEST = { label: 1000, hint: 2000 } as const;

export const QUESTION_TYPES = [
  "short-text",
  "long-text",
  "choice",
  "choices",
  "number",
  "date",
  "period",
  "email",
  "link",
  "country",
  "place",
  "sdgs",
  "themes",
  "partners",
  "indicators",
  "budget",
  "files",
  "declaration",
] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export type QuestionDefinition = {
  key: string;
  type: QuestionType;
  label: Localised;
  hint?: Localised;
  required?: boolean;
  confidential?: boolean;
  public?: boolean;
  settings?: QuestionSettings;
};
/** A form as somebody writes it down: what a cycle is given before it opens. */
export type FormDefinition = {
  key: string;
  title: Localised;
  intro?: Localised;
  when?: Condition;
  questions: QuestionDefinition[];
  aside?: QuestionDefinition[];
}[];

export type FormQuestion = {
  id: string;
  key: string;
  type: QuestionType;
  label: Localised;
  hint: Localised | null;
  required: boolean;
  confidential: boolean;
  public: boolean;
  settings: QuestionSettings;
};
export type FormSection = {
  id: string;
  key: string;
  title: Localised;
  intro: Localised | null;
  when: Condition | null;
  questions: FormQuestion[];
};

/** A section as its editors see it: with the questions that are switched off. */
export type EditedSection = FormSection & { aside: QuestionDefinition[] };
/** Where a question stands in its section, and whether it is asked at all. */
export type Arranged = { key: string; asked: boolean; required: boolean; place: number };

/** What it takes to show answers under their questions. */
export type ReadingSection = Pick<FormSection, "key" | "title" | "when"> & {
  questions: Pick<FormQuestion, "key" | "type" | "label" | "confidential" | "settings">[];
};

/** A form without what only those who fill it in need, so that a page carries no more than it shows. */
export function forReading(form: FormSection[]): ReadingSection[] {
  return form.map(({ key, title, when, questions }) => ({
    key,
    title,
    when,
    questions: questions.map((question) => ({
      key: question.key,
      type: question.type,
      label: question.label,
      confidential: question.confidential,
      settings: question.settings,
    })),
  }));
}

/** `to` is empty where no end is known, and ONGOING where there is none. */
export type Period = { from: string; to: string };
export const ONGOING = "ongoing";

/** What the account of whoever writes offers as an answer to a question about a person. */
export function suggestionFor(
  { settings: { autocomplete } }: Pick<FormQuestion, "settings">,
  own: { name: string; email: string },
): string | undefined {
  return autocomplete === "name" || autocomplete === "email" ? own[autocomplete] : undefined;
}
/** Degrees north and east; both are known or neither. `country` is ISO 3166-1 alpha-2 or empty. */
export type Place = { name: string; country: string; lat: number | null; lon: number | null };
export type BudgetLine = { name: string; source: string; amount: string };
export type Partner = { name: string; role: string };
export type Indicator = { name: string; baseline: string; value: string; year: string; source: string };

const PARTNER_COLUMNS = ["name", "role"] as const;
const BUDGET_COLUMNS = ["name", "source", "amount"] as const;
const INDICATOR_COLUMNS = ["name", "baseline", "value", "year", "source"] as const;
export const SDGS = Array.from({ length: 17 }, (_none, index) => index + 1);
/** Sections with this key ask whether an initiative may take part at all. */
export const ELIGIBILITY = "eligibility";

/**
 * A question with this key asks under which framework or programme of its city an initiative stands: entries of a city
 * that name the same are a group.
 */
export const FRAMEWORK = "framework";

/** The columns of a question that is answered with rows; none for all others. */
export function columnsOf(type: QuestionType): readonly string[] {
  return type === "partners"
    ? PARTNER_COLUMNS
    : type === "indicators"
      ? INDICATOR_COLUMNS
      : type === "budget"
        ? BUDGET_COLUMNS
        : [];
}

/** The controls of a question that is answered with several together; none for all others. */
export function partsOf(type: QuestionType): readonly string[] {
  return type === "period" ? ["from", "to", "ongoing"] : type === "place" ? ["name", "country", "lat", "lon"] : [];
}

/** Whether a file is shown as a picture, by its type. */
export const isPicture = (contentType: string): boolean => /^image\/(jpeg|png|webp)$/.test(contentType);

/** Whether a stored value says anything. `null` is "cleared", `undefined` "never touched". */
export function isAnswered(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return false;
  return Array.isArray(value) ? value.length > 0 : true;
}

/**
 * Whether the eligibility questions leave an entry in: "yes", "no" with the answers that rule it out, or "open" while
 * some are unanswered.
 */
export function eligibility(
  section: FormSection | undefined,
  answers: Readonly<Record<string, unknown>>,
): { verdict: "yes" | "no" | "open"; against: FormQuestion[] } {
  const asked = askedOf(section ? [section] : [], answers)
    .flatMap(({ questions }) => questions)
    .filter(({ settings }) => settings.eligible);
  const against = asked.filter(
    ({ key, settings }) => typeof answers[key] === "string" && !settings.eligible!.includes(answers[key] as string),
  );
  if (against.length > 0) return { verdict: "no", against };
  return { verdict: asked.every(({ key }) => typeof answers[key] === "string") ? "yes" : "open", against };
}

/** Forms that may have conditions: the whole, or what a reader gets of it. */
export type Conditional = { when: Condition | null; questions: { key: string; settings: QuestionSettings }[] };

/**
 * The sections and questions that are asked, by the answers given: those without a condition, and those whose condition
 * an answer meets that is asked itself. Conditions look back: they name a question that comes earlier in the form.
 */
export function askedOf<Section extends Conditional>(
  form: readonly Section[],
  answers: Readonly<Record<string, unknown>>,
): Section[] {
  const live = new Map<string, unknown>();
  const isMet = (condition: Condition | null | undefined) =>
    !condition || [live.get(condition.question)].flat().some((given) => condition.is.includes(String(given)));
  const asked = form.map((section) => {
    if (!isMet(section.when)) return { ...section, questions: [] };
    const questions = section.questions.filter(({ key, settings }) => {
      if (!isMet(settings.when)) return false;
      live.set(key, answers[key]);
      return true;
    });
    return { ...section, questions };
  });
  return asked.filter(({ questions }) => questions.length > 0) as Section[];
}

/** The answers on which a condition may rest, as `askedOf` compares them; none where nothing is chosen. */
export function decidingAnswers({ type, settings }: Pick<QuestionDefinition, "type" | "settings">): string[] {
  if (type === "declaration") return ["true"];
  return type === "choice" || type === "choices" ? (settings?.options ?? []).map(({ value }) => value) : [];
}

/**
 * The questions on which it may depend whether another one, or a whole section, is asked: all before it that are
 * answered by choosing. None for what is always asked.
 */
export function decidingBefore(
  form: readonly FormSection[],
  asked: { section: string } | { question: string },
): FormQuestion[] {
  const place = form.findIndex(({ key, questions }) =>
    "section" in asked ? key === asked.section : questions.some((each) => each.key === asked.question),
  );
  const here = form[place]?.questions ?? [];
  const within = "section" in asked ? 0 : here.findIndex(({ key }) => key === asked.question);
  const concerned = "section" in asked ? here : here.slice(within, within + 1);
  if (place < 0 || concerned.some(({ key }) => ALWAYS_ASKED.includes(key))) return [];
  const before = [...form.slice(0, place).flatMap(({ questions }) => questions), ...here.slice(0, within)];
  return before.filter((question) => decidingAnswers(question).length > 0);
}

/**
 * Keys of sections and questions whose condition can never be met: it names no earlier question, or answers that one
 * does not offer.
 */
export function conditionsAmiss(form: FormDefinition): string[] {
  const options = new Map<string, string[]>();
  const isAmiss = (condition: Condition | undefined) =>
    condition !== undefined &&
    !(condition.is.length > 0 && condition.is.every((answer) => options.get(condition.question)?.includes(answer)));
  return form.flatMap(({ key, when, questions }) => [
    ...(isAmiss(when) ? [key] : []),
    ...questions.flatMap(({ key: own, type, settings }) => {
      const amiss = isAmiss(settings?.when);
      options.set(own, decidingAnswers({ type, ...(settings ? { settings } : {}) }));
      return amiss ? [own] : [];
    }),
  ]);
}

/** Questions that everything else rests on: always asked, always required. */
export const ALWAYS_ASKED: readonly string[] = ["title"];

/** What the secretariat can say of a question of its form. */
export type QuestionWording = Pick<
  FormQuestion,
  "label" | "hint" | "required" | "confidential" | "public" | "settings"
>;

/**
 * A question as somebody would write it down, to be kept or copied. Themes are the cycle's; a question about them does
 * not carry them along.
 */
export function asDefinition({
  key,
  type,
  label,
  hint,
  required,
  confidential,
  public: shown,
  settings,
}: FormQuestion): QuestionDefinition {
  const { options: _themes, ...rest } = settings;
  return {
    key,
    type,
    label,
    ...(hint ? { hint } : {}),
    required,
    confidential,
    public: shown,
    settings: type === "themes" ? rest : settings,
  };
}

/** A section as somebody would write it down, with what is set aside. */
export function definitionOf({ key, title, intro, when, questions, aside }: EditedSection): FormDefinition[number] {
  return {
    key,
    title,
    ...(intro ? { intro } : {}),
    ...(when ? { when } : {}),
    questions: questions.map(asDefinition),
    aside,
  };
}
