import type { InputProblem } from "#app/domain/input.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { useTexts } from "./locale.tsx";

/** What is wrong with a field, naming it by its label where the sentence alone would not say which field is meant. */
export function problemSentence(t: Texts, code: InputProblem, label?: string | undefined): string {
  const named = label ? t.problemsNamed[code] : undefined;
  return named ? named(label!) : (t.problems[code] ?? t.problems["not-a-choice"]);
}

/** What the other half of a text in two languages is named by. */
const IN_CHINESE = /-zh$/;

/**
 * The sentences for fields, from the codes an action answered with: the same in the summary and beside the field, in
 * the order of `labels`, which is that of the page, and then what has none. `labels` by field name: often the
 * catalogue itself.
 */
export function useFieldErrors(
  codes: Record<string, string> | null | undefined,
  labels: object = {},
): Record<string, string> {
  const t = useTexts();
  const named = Object.entries(labels).filter((label): label is [string, string] => typeof label[1] === "string");
  const order = named.map(([name]) => name);
  const place = (field: string) => {
    const at = order.indexOf(field.replace(IN_CHINESE, ""));
    return at < 0 ? order.length : at;
  };
  const labelOf = (field: string) => {
    const label = named[place(field)]?.[1];
    return label && IN_CHINESE.test(field) ? t.ui.inChinese(label) : label;
  };
  return Object.fromEntries(
    Object.entries(codes ?? {})
      .sort(([a], [b]) => place(a) - place(b))
      .map(([field, code]) => [field, problemSentence(t, code as InputProblem, labelOf(field))]),
  );
}
