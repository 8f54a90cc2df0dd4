import { z } from "zod";
import { LOCALES, type Locale } from "./locales.ts";

/** A text that belongs to a cycle and is therefore data: English always, other languages where somebody wrote them. */
export type Localised = { en: string } & { [Language in Locale]?: string | undefined };

export const localised = z.object({ ...(Object.fromEntries(LOCALES.map((locale) => [locale, z.string().optional()])) as { [Language in Locale]: z.ZodOptional<z.ZodString> }), en: z.string() });

/** The text in the reader's language, or in English where it was not translated. */
export function say(text: Localised, locale: Locale): string {
  return text[locale] || text.en;
}
