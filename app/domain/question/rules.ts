import type { Condition, QuestionSettings } from "#db/schema/question.ts";
import { countryName, formatKnownDate, formatList, formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { countText } from "./counting.ts";
import { sumOf } from "./figures.ts";

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
  questions: Pick<FormQuestion, "key" | "type" | "label" | "settings">[];
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
      settings: question.settings,
    })),
  }));
}

/** `to` is empty where no end is known, and ONGOING where there is none. */
export type Period = { from: string; to: string };
export const ONGOING = "ongoing";
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

/** Rows as people read them: what each column is called, the cells, and under a budget what it comes to. Null for what is no table. */
export function tableOf(
  { type, settings }: Pick<FormQuestion, "type" | "settings">,
  value: unknown,
  locale: Locale,
): { head: string[]; rows: string[][]; sum: string | null } | null {
  const columns = columnsOf(type);
  if (columns.length === 0 || !Array.isArray(value)) return null;
  const names = columnNames(type, settings, locale);
  const rows = (value as Record<string, string>[]).map((row) =>
    columns.map((column) =>
      column === "amount" && row[column] ? formatNumber(Number(row[column]), locale) : (row[column] ?? ""),
    ),
  );
  return {
    head: columns.map((column) => names[column] ?? column),
    rows,
    sum: type === "budget" ? budgetSum(settings, value as BudgetLine[], locale) : null,
  };
}

/** What the columns of a question are called, an amount with its currency. */
export function columnNames(type: QuestionType, { unit }: QuestionSettings, locale: Locale): Record<string, string> {
  const t = textsOf(locale).question;
  const names: Record<string, string> = (t.columns as Record<string, Record<string, string>>)[type] ?? {};
  return unit && names["amount"] ? { ...names, amount: t.inCurrency(names["amount"], unit) } : names;
}

function budgetSum({ unit = "" }: QuestionSettings, lines: readonly BudgetLine[], locale: Locale): string {
  const [t, amount] = [textsOf(locale).question, formatNumber(sumOf(lines.map(({ amount: each }) => each)), locale)];
  return t.sum(unit ? t.money(amount, unit) : amount);
}

/** Whether a stored value says anything. `null` is "cleared", `undefined` "never touched". */
export function isAnswered(_question: Pick<FormQuestion, "type">, value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === false) return false;
  return Array.isArray(value) ? value.length > 0 : true;
}

/** An answer as one text, for summaries, history and the public page. Empty where nothing was answered. */
export function answerText(question: Pick<FormQuestion, "type" | "settings">, value: unknown, locale: Locale): string {
  if (!isAnswered(question, value)) return "";
  switch (question.type) {
    case "choice":
      return optionLabel(question.settings, String(value), locale);
    case "choices":
    case "themes":
      return formatList(
        (value as string[]).map((each) => optionLabel(question.settings, each, locale)),
        locale,
      );
    case "number":
      return [formatNumber(value as number, locale, { maximumFractionDigits: 6 }), question.settings.unit]
        .filter(Boolean)
        .join(" ");
    case "date":
      return formatKnownDate(String(value), locale);
    case "period":
      return periodText(value as Period, locale);
    case "country":
      return countryName(String(value), locale);
    case "place":
      return placeText(value as Place, locale);
    case "sdgs":
      return (value as number[]).map((sdg) => `SDG ${sdg}`).join(", ");
    case "partners":
      return (value as Partner[]).map(({ name, role }) => (role ? `${name}: ${role}` : name)).join("\n");
    case "indicators":
      return (value as Indicator[]).map(indicatorText).join("\n");
    case "budget":
      return [
        ...(value as BudgetLine[]).map(({ name, source, amount }) =>
          [`${name}:`, amount && formatNumber(Number(amount), locale), source && `[${source}]`]
            .filter(Boolean)
            .join(" "),
        ),
        budgetSum(question.settings, value as BudgetLine[], locale),
      ].join("\n");
    case "declaration":
      return "✓";
    default:
      return String(value);
  }
}

/** An answer as its own control holds it, where that is one text; else as it is read. */
export function controlText(question: Pick<FormQuestion, "type" | "settings">, value: unknown, locale: Locale): string {
  const isOneText = ["short-text", "long-text", "email", "link", "number", "date"].includes(question.type);
  return isOneText ? String(value ?? "") : answerText(question, value, locale);
}

function optionLabel({ options = [] }: QuestionSettings, value: string, locale: Locale): string {
  const option = options.find((each) => each.value === value);
  return option ? say(option.label, locale) : value;
}

/** "March 2019 – 2021"; what goes on says so, and an end that nobody gave stays open. */
function periodText({ from, to }: Period, locale: Locale): string {
  const end = to === ONGOING ? textsOf(locale).question.period.goesOn : to && formatKnownDate(to, locale);
  return `${formatKnownDate(from, locale)} – ${end}`.trim();
}

/** "La Paz, Bolivia (16.5° S, 68.15° W)". */
function placeText({ name, country, lat, lon }: Place, locale: Locale): string {
  const t = textsOf(locale);
  const where = [name, country && countryName(country, locale)].filter(Boolean).join(t.ui.comma);
  if (lat === null || lon === null) return where;
  const degrees = (value: number, [positive, negative]: readonly string[]) =>
    t.question.place.degrees(
      formatNumber(Math.abs(value), locale, { maximumFractionDigits: 4 }),
      (value < 0 ? negative : positive)!,
    );
  const [open, close] = t.ui.brackets;
  return `${where}${open}${degrees(lat, t.question.place.latitudes)}${t.ui.comma}${degrees(lon, t.question.place.longitudes)}${close}`;
}

function indicatorText({ name, baseline, value, year, source }: Indicator): string {
  const change = [baseline, value].filter(Boolean).join(" → ");
  const facts = [change, year && `(${year})`, source && `[${source}]`].filter(Boolean).join(" ");
  return facts ? `${name}: ${facts}` : name;
}

/** Something worth a second look. It never stops anybody and nothing is ever cut. */
export type Warning =
  | { code: "over-limit"; unit: "words" | "characters"; limit: number; used: number; over: number }
  | { code: "density-differs"; stated: number; computed: number }
  | { code: "unusual"; stated: number; from: number; to: number }
  | { code: "year-ahead" | "year-long-past"; year: number };

/** Figures of years before this one are history rather than results. */
const LONG_PAST = 1990;

/** What is odd about one answer by itself. `year` is the present one. */
export function warnings(
  question: Pick<FormQuestion, "type" | "settings" | "key">,
  value: unknown,
  language: string,
  year: number,
): Warning[] {
  const { limit, usual } = question.settings;
  if (question.type === "indicators" && Array.isArray(value))
    return [...new Set((value as Indicator[]).flatMap((row) => (row.year ? [Number(row.year)] : [])))].flatMap((each) =>
      oddYear(each, year),
    );
  if (question.type === "period" && value) return oddYear(Number((value as Period).from.slice(0, 4)), year);
  if (typeof value === "number" && usual)
    return value < usual.from || value > usual.to ? [{ code: "unusual", stated: value, ...usual }] : [];
  if (!limit || typeof value !== "string") return [];
  const used = countText(value, limit.unit, language);
  return used > limit.count
    ? [{ code: "over-limit", unit: limit.unit, limit: limit.count, used, over: used - limit.count }]
    : [];
}

function oddYear(stated: number, present: number): Warning[] {
  return stated > present
    ? [{ code: "year-ahead", year: stated }]
    : stated < LONG_PAST
      ? [{ code: "year-long-past", year: stated }]
      : [];
}

/** Keys of the questions about the city that must fit together. */
export const CITY_DATA = ["population", "area", "density"] as const;
/** How far a stated density may be from population ÷ area before somebody is asked to look again. */
const DENSITY_TOLERANCE = 0.25;

/** City data that cannot all be true: 10805 km², 77,108 people and 7140 per km² do not fit together. Question key → warning. */
export function implausible(answers: Readonly<Record<string, unknown>>): Record<string, Warning> {
  const [population, area, density] = CITY_DATA.map((key) => answers[key]);
  if (typeof population !== "number" || typeof area !== "number" || typeof density !== "number" || area <= 0) return {};
  const computed = population / area;
  const off = Math.abs(density - computed) / Math.max(density, computed);
  return off > DENSITY_TOLERANCE
    ? { density: { code: "density-differs", stated: density, computed: Number(computed.toPrecision(3)) } }
    : {};
}

/** Whether the eligibility questions leave an entry in: "yes", "no" with the answers that rule it out, or "open" while some are unanswered. */
export function eligibility(
  section: FormSection | undefined,
  answers: Readonly<Record<string, unknown>>,
): { verdict: "yes" | "no" | "open"; against: FormQuestion[] } {
  const asked = (section?.questions ?? []).filter(({ settings }) => settings.eligible);
  const against = asked.filter(
    ({ key, settings }) => typeof answers[key] === "string" && !settings.eligible!.includes(answers[key] as string),
  );
  if (against.length > 0) return { verdict: "no", against };
  return { verdict: asked.every(({ key }) => typeof answers[key] === "string") ? "yes" : "open", against };
}

/** Forms that may have conditions: the whole, or what a reader gets of it. */
type Conditional = { when: Condition | null; questions: { key: string; settings: QuestionSettings }[] };

/**
 * The sections and questions that are asked, by the answers given: those without a condition, and those whose condition an answer meets that is
 * asked itself. Conditions look back: they name a question that comes earlier in the form.
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

/** Keys of sections and questions whose condition can never be met: it names no earlier question, or answers that one does not offer. */
export function conditionsAmiss(form: FormDefinition): string[] {
  const options = new Map<string, string[]>();
  const isAmiss = (condition: Condition | undefined) =>
    condition !== undefined &&
    !(condition.is.length > 0 && condition.is.every((answer) => options.get(condition.question)?.includes(answer)));
  return form.flatMap(({ key, when, questions }) => [
    ...(isAmiss(when) ? [key] : []),
    ...questions.flatMap(({ key: own, type, settings }) => {
      const amiss = isAmiss(settings?.when);
      options.set(own, type === "declaration" ? ["true"] : (settings?.options ?? []).map(({ value }) => value));
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

/** A question as somebody would write it down, to be kept or copied. Themes are the cycle's; a question about them does not carry them along. */
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
