import { z } from "zod";
import type { Words } from "#db/schema/citation.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { DEFAULT_LOCALE, LOCALES } from "#app/i18n/locales.ts";
import { type InputProblem, optionalText } from "../input.ts";

const LONGEST = { statement: 300, citation: 4000 } as const;
export const PARTS = ["statement", "citation"] as const;

/** A field for each part and language: "citation-fr"; and why, where signed words are corrected. */
export const citationInput = z.object({
  reason: optionalText(2000),
  ...(Object.fromEntries(
    PARTS.flatMap((part) => LOCALES.map((locale) => [`${part}-${locale}`, optionalText(LONGEST[part])])),
  ) as Record<`${(typeof PARTS)[number]}-${(typeof LOCALES)[number]}`, ReturnType<typeof optionalText>>),
});

/** The words as they are kept. What is said in any language is said in English too, which others fall back on. */
export function readWords(
  given: z.output<typeof citationInput>,
): { ok: true; words: Words } | { ok: false; errors: Record<string, InputProblem> } {
  const errors: Record<string, InputProblem> = {};
  const read = (part: (typeof PARTS)[number]): Localised | null => {
    const written = LOCALES.flatMap((locale) =>
      given[`${part}-${locale}`] ? [[locale, given[`${part}-${locale}`]] as const] : [],
    );
    if (written.length === 0) return null;
    if (!given[`${part}-${DEFAULT_LOCALE}`]) errors[`${part}-${DEFAULT_LOCALE}`] = "required";
    return { ...Object.fromEntries(written), en: given[`${part}-${DEFAULT_LOCALE}`] };
  };
  const words = { statement: read("statement"), citation: read("citation") };
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, words };
}
