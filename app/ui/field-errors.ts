import type { InputProblem } from "#app/domain/input.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { useTexts } from "./locale.tsx";

/** What is wrong with a field, naming it by its label where the sentence alone would not say which field is meant. */
export function problemSentence(t: Texts, code: InputProblem, label?: string | undefined): string {
  const named = label ? t.problemsNamed[code] : undefined;
  return named ? named(label!) : (t.problems[code] ?? t.problems["not-a-choice"]);
}

/**
 * The sentences for fields, from the codes an action answered with: the same in the summary and beside the field.
 * `labels` by field name: often the catalogue itself.
 */
export function useFieldErrors(
  codes: Record<string, string> | null | undefined,
  labels: object = {},
): Record<string, string> {
  const t = useTexts();
  const named = new Map(
    Object.entries(labels).filter((label): label is [string, string] => typeof label[1] === "string"),
  );
  return Object.fromEntries(
    Object.entries(codes ?? {}).map(([field, code]) => [
      field,
      problemSentence(t, code as InputProblem, named.get(field)),
    ]),
  );
}
