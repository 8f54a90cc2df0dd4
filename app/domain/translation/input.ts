import { sha256 } from "../audit/rules.ts";
import { cleanText, type InputProblem } from "../input.ts";
import { type CycleText, type Given, LANGUAGES, type Language } from "./rules.ts";

/** What of a cycle's texts a page shows. No `group` is the first that lacks something. */
export type View = { language: Language | null; group: string; missingOnly: boolean };

export function viewOf({ searchParams }: URL): View {
  const asked = searchParams.get("language");
  return { language: LANGUAGES.find((language) => language === asked) ?? null, group: searchParams.get("group") ?? "", missingOnly: searchParams.get("missing") === "yes" };
}

/** The opposite of `viewOf`. */
export const queryOf = ({ language, group, missingOnly }: View & { language: Language }): string => new URLSearchParams({ language, ...(group ? { group } : {}), ...(missingOnly ? { missing: "yes" } : {}) }).toString();

/** The name of a text's field: places hold words of people's own, which may be long and may look like secrets. */
export const fieldOf = (place: string): string => `text-${sha256(place).slice(0, 16)}`;
export const versionField = (place: string): string => `version-${fieldOf(place)}`;

/** What a form says of those of the texts that were on it. */
export function givenFrom(texts: readonly Pick<CycleText, "place">[], form: { has(name: string): boolean; get(name: string): string }): { given: Given[]; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const given = texts.flatMap(({ place }): Given[] => {
    const field = fieldOf(place);
    if (!form.has(field)) return [];
    const text = cleanText.safeParse(form.get(field));
    if (!text.success) errors[field] = "not-text";
    return text.success ? [{ place, text: text.data, version: form.get(versionField(place)) }] : [];
  });
  return { given, errors };
}
