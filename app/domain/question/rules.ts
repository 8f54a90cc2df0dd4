import type { QuestionSettings } from "#db/schema/question.ts";
import { formatList, formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { countText } from "./counting.ts";

export type QuestionType =
  | "short-text" | "long-text" | "choice" | "choices" | "number" | "date" | "period" | "email" | "link" | "sdgs" | "themes" | "partners" | "indicators" | "files" | "declaration";

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
export type FormDefinition = { key: string; title: Localised; intro?: Localised; questions: QuestionDefinition[] }[];

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
export type FormSection = { id: string; key: string; title: Localised; intro: Localised | null; questions: FormQuestion[] };

/** What it takes to show answers under their questions. */
export type ReadingSection = Pick<FormSection, "key" | "title"> & { questions: Pick<FormQuestion, "key" | "type" | "label" | "settings">[] };

/** A form without what only those who fill it in need, so that a page carries no more than it shows. */
export function forReading(form: FormSection[]): ReadingSection[] {
  return form.map(({ key, title, questions }) => ({ key, title, questions: questions.map((question) => ({ key: question.key, type: question.type, label: question.label, settings: question.settings })) }));
}

export type Period = { from: string; to: string };
export type Partner = { name: string; role: string };
export type Indicator = { name: string; baseline: string; value: string; year: string; source: string };

export const PARTNER_COLUMNS = ["name", "role"] as const;
export const INDICATOR_COLUMNS = ["name", "baseline", "value", "year", "source"] as const;
export const SDGS = Array.from({ length: 17 }, (_none, index) => index + 1);
/** Sections with this key ask whether an initiative may take part at all. */
export const ELIGIBILITY = "eligibility";

/** The columns of a question that is answered with rows; none for all others. */
export function columnsOf(type: QuestionType): readonly string[] {
  return type === "partners" ? PARTNER_COLUMNS : type === "indicators" ? INDICATOR_COLUMNS : [];
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
      return formatList((value as string[]).map((each) => optionLabel(question.settings, each, locale)), locale);
    case "number":
      return [formatNumber(value as number, locale, { maximumFractionDigits: 6 }), question.settings.unit].filter(Boolean).join(" ");
    case "period":
      return periodText(value as Period);
    case "sdgs":
      return (value as number[]).map((sdg) => `SDG ${sdg}`).join(", ");
    case "partners":
      return (value as Partner[]).map(({ name, role }) => (role ? `${name}: ${role}` : name)).join("\n");
    case "indicators":
      return (value as Indicator[]).map(indicatorText).join("\n");
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

/** "2019-03 – 2021", or "2019-03 –" for what goes on. */
function periodText({ from, to }: Period): string {
  return `${from} – ${to}`.trim();
}

function indicatorText({ name, baseline, value, year, source }: Indicator): string {
  const change = [baseline, value].filter(Boolean).join(" → ");
  const facts = [change, year && `(${year})`, source && `[${source}]`].filter(Boolean).join(" ");
  return facts ? `${name}: ${facts}` : name;
}

/** Something worth a second look. It never stops anybody and nothing is ever cut. */
export type Warning =
  | { code: "over-limit"; unit: "words" | "characters"; limit: number; used: number; over: number }
  | { code: "density-differs"; stated: number; computed: number };

/** What is odd about one answer by itself. */
export function warnings(question: Pick<FormQuestion, "type" | "settings" | "key">, value: unknown, language: string): Warning[] {
  const { limit } = question.settings;
  if (!limit || typeof value !== "string") return [];
  const used = countText(value, limit.unit, language);
  return used > limit.count ? [{ code: "over-limit", unit: limit.unit, limit: limit.count, used, over: used - limit.count }] : [];
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
  return off > DENSITY_TOLERANCE ? { density: { code: "density-differs", stated: density, computed: Number(computed.toPrecision(3)) } } : {};
}

/** Whether the eligibility questions leave an entry in: "yes", "no" with the answers that rule it out, or "open" while some are unanswered. */
export function eligibility(section: FormSection | undefined, answers: Readonly<Record<string, unknown>>): { verdict: "yes" | "no" | "open"; against: FormQuestion[] } {
  const asked = (section?.questions ?? []).filter(({ settings }) => settings.eligible);
  const against = asked.filter(({ key, settings }) => typeof answers[key] === "string" && !settings.eligible!.includes(answers[key] as string));
  if (against.length > 0) return { verdict: "no", against };
  return { verdict: asked.every(({ key }) => typeof answers[key] === "string") ? "yes" : "open", against };
}
