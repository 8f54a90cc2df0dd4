import { mapTexts } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { ARABIC } from "./ar/texts.ts";
import { SPANISH } from "./es/texts.ts";
import { FRENCH } from "./fr/texts.ts";

/**
 * Texts by their English words: one that is changed in English is missing in the other language, which a test sees, and
 * never silently wrong.
 */
export type Translations = Readonly<Record<string, string>>;

export const TRANSLATIONS: Record<Exclude<Locale, "en" | "zh-Hans">, Translations> = {
  fr: FRENCH,
  es: SPANISH,
  ar: ARABIC,
};

/**
 * The same data with every text in the languages that have a translation of it. What a text says itself in a language
 * stays.
 */
export function translated<Data>(data: Data): Data {
  return mapTexts(data, (text) => ({ ...inEveryLanguage(text.en), ...text }));
}

const inEveryLanguage = (english: string) =>
  Object.fromEntries(
    Object.entries(TRANSLATIONS).flatMap(([locale, texts]) => (texts[english] ? [[locale, texts[english]]] : [])),
  );
