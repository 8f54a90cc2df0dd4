import type { InputProblem } from "#app/domain/input.ts";
import { useTexts } from "./locale.tsx";

/** The sentences beside fields, from the codes an action answered with. An unknown code reads as the general one. */
export function useFieldErrors(codes: Record<string, string> | null | undefined): Record<string, string> {
  const { problems } = useTexts();
  return Object.fromEntries(Object.entries(codes ?? {}).map(([field, code]) => [field, problems[code as InputProblem] ?? problems["not-a-choice"]]));
}
