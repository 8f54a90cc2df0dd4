import type { InputProblem } from "#app/domain/input.ts";
import { longestOf } from "#app/domain/question/input.ts";
import type { FormQuestion } from "#app/domain/question/rules.ts";
import { formatNumber } from "./format.ts";
import type { Locale } from "./locales.ts";
import type { Texts } from "./texts.ts";

/** What is wrong with an answer, as its field says it that is called `label`: sent by hand, or saving itself. */
export function fieldProblem(t: Texts, code: InputProblem, question: Pick<FormQuestion, "type" | "settings">, label: string, locale: Locale): string {
  return answerProblem(t, code, question, locale) ?? t.problemsNamed[code]?.(label) ?? t.problems[code];
}

/** What is wrong with an answer where the rule it breaks has a figure; null where the common sentence says it all. */
export function answerProblem(t: Texts, code: InputProblem, { type, settings: { min, max } }: Pick<FormQuestion, "type" | "settings">, locale: Locale): string | null {
  const said = (value: number) => formatNumber(value, locale, { maximumFractionDigits: 6 });
  if (code === "too-small" && min !== undefined) return t.question.bounds.least(said(min));
  if (code === "too-large") return t.question.bounds.most(said(max ?? 1e12));
  if (code === "too-many" && max !== undefined) return t.question.upTo(said(max));
  return code === "too-long" ? t.question.bounds.longest(said(longestOf(type))) : null;
}
