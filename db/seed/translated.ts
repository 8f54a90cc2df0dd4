import type { Locale } from "#app/i18n/locales.ts";
import { FRENCH } from "./fr/texts.ts";

/** Texts by their English words: one that is changed in English is missing in the other language, which a test sees, and never silently wrong. */
export type Translations = Readonly<Record<string, string>>;

export const TRANSLATIONS: Record<Exclude<Locale, "en" | "zh-Hans">, Translations> = { fr: FRENCH };

/** The same data with every text in the languages that have a translation of it. What a text says itself in a language stays. */
export function translated<Data>(data: Data): Data {
  return translate(data) as Data;
}

function translate(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(translate);
  if (typeof data !== "object" || data === null || data instanceof Date) return data;
  if ("en" in data && typeof data.en === "string") return { ...inEveryLanguage(data.en), ...data };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, translate(value)]));
}

const inEveryLanguage = (english: string) =>
  Object.fromEntries(Object.entries(TRANSLATIONS).flatMap(([locale, texts]) => (texts[english] ? [[locale, texts[english]]] : [])));
