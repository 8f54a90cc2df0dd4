import type { Condition, QuestionSettings } from "#db/schema/question.ts";
import { countryName, formatAlternatives, formatKnownDate, formatList, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { heading } from "#app/i18n/place-names.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { sumOf } from "./figures.ts";
import {
  type QuestionType,
  type FormQuestion,
  type FormSection,
  type Period,
  ONGOING,
  type Place,
  type BudgetLine,
  type Partner,
  type Indicator,
  columnsOf,
  isAnswered,
} from "./rules.ts";

/**
 * Rows as people read them: what each column is called, the cells, and under a budget what it comes to. Null for what
 * is no table.
 */
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

/** An answer as one text, for summaries, history and the public page. Empty where nothing was answered. */
export function answerText(question: Pick<FormQuestion, "type" | "settings">, value: unknown, locale: Locale): string {
  if (!isAnswered(value)) return "";
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
      return (value as number[]).map((sdg) => `SDG ${sdg}`).join(textsOf(locale).ui.comma);
    case "partners":
      return (value as Partner[]).map(({ name, role }) => told(name, role, locale)).join("\n");
    case "indicators":
      return (value as Indicator[]).map((row) => told(row.name, indicatorFacts(row), locale)).join("\n");
    case "budget":
      return [
        ...(value as BudgetLine[]).map(({ name, source, amount }) =>
          told(
            name,
            [amount && formatNumber(Number(amount), locale), source && `[${source}]`].filter(Boolean).join(" "),
            locale,
          ),
        ),
        budgetSum(question.settings, value as BudgetLine[], locale),
      ].join("\n");
    case "declaration":
      return "✓";
    default:
      return String(value);
  }
}

/** A value of which no question tells how it is read: rows below each other, what is in them side by side. */
export function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueText).join("\n");
  if (typeof value !== "object" || value === null) return String(value ?? "");
  return Object.values(value).map(valueText).filter(Boolean).join(" · ");
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

/** "March 2019 – 2021", or "since March 2019" where nobody gave an end; what goes on says so. */
function periodText({ from, to }: Period, locale: Locale): string {
  const { goesOn, since } = textsOf(locale).question.period;
  const start = formatKnownDate(from, locale);
  if (to === "") return since(start, from.length === "2019-03-31".length);
  return `${start} – ${to === ONGOING ? goesOn : formatKnownDate(to, locale)}`;
}

/** "La Paz, Bolivia (16.5° S, 68.15° W)". */
function placeText({ name, country, lat, lon }: Place, locale: Locale): string {
  const t = textsOf(locale);
  const where = [heading(name, locale), country && countryName(country, locale)].filter(Boolean).join(t.ui.comma);
  if (lat === null || lon === null) return where;
  const degrees = (value: number, [positive, negative]: readonly string[]) =>
    t.question.place.degrees(
      formatNumber(Math.abs(value), locale, { maximumFractionDigits: 4 }),
      (value < 0 ? negative : positive)!,
    );
  const [open, close] = t.ui.brackets;
  return `${where}${open}${degrees(lat, t.question.place.latitudes)}${t.ui.comma}${degrees(lon, t.question.place.longitudes)}${close}`;
}

/** "Name: what is said of it"; the name alone where nothing is. */
const told = (name: string, facts: string, locale: Locale): string =>
  facts ? `${name}${textsOf(locale).ui.colon}${facts}` : name;

function indicatorFacts({ baseline, value, year, source }: Indicator): string {
  const change = [baseline, value].filter(Boolean).join(" → ");
  return [change, year && `(${year})`, source && `[${source}]`].filter(Boolean).join(" ");
}

/** What a question is called where its control is not beside it: a declaration's own label is a whole sentence. */
export const labelText = ({ type, label }: Pick<FormQuestion, "type" | "label">, locale: Locale): string =>
  type === "declaration" ? textsOf(locale).question.declaration : say(label, locale);

/** Of whom a question or a section is asked, as a sentence. */
export function onlyIf({ question, is }: Condition, form: readonly FormSection[], locale: Locale): string {
  const t = textsOf(locale).question;
  const asked = form.flatMap(({ questions }) => questions).find(({ key }) => key === question);
  if (!asked) return "";
  const answers = is.map((value) => {
    const option = asked.settings.options?.find((each) => each.value === value);
    return option ? say(option.label, locale) : t.declared;
  });
  return t.onlyIf(labelText(asked, locale), formatAlternatives(answers, locale));
}
