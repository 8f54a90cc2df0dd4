import { z } from "zod";
import type { Locale } from "./locales.ts";

/** A text that belongs to a cycle and is therefore data: English always, other languages where somebody wrote them. */
export type Localised = { en: string; "zh-Hans"?: string | undefined };

export const localised = z.object({ en: z.string(), "zh-Hans": z.string().optional() });

/** The text in the reader's language, or in English where it was not translated. */
export function say(text: Localised, locale: Locale): string {
  return text[locale] || text.en;
}
