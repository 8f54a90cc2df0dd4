import { z } from "zod";
import { LOCALES, type Locale } from "./locales.ts";

/** A text that belongs to a cycle and is therefore data: English always, other languages where somebody wrote them. */
export type Localised = { en: string } & { [Language in Locale]?: string | undefined };

export const localised = z.object({ ...(Object.fromEntries(LOCALES.map((locale) => [locale, z.string().optional()])) as { [Language in Locale]: z.ZodOptional<z.ZodString> }), en: z.string() });

/** The text in the reader's language, or in English where it was not translated. */
export function say(text: Localised, locale: Locale): string {
  return text[locale] || text.en;
}

/** Plain data with each of its texts as `change` makes it. */
export function mapTexts<Data>(data: Data, change: (text: Localised) => Localised): Data {
  const map = (each: unknown): unknown => {
    if (Array.isArray(each)) return each.map(map);
    if (typeof each !== "object" || each === null || each instanceof Date) return each;
    if ("en" in each && typeof each.en === "string") return change(each as Localised);
    return Object.fromEntries(Object.entries(each).map(([key, value]) => [key, map(value)]));
  };
  return map(data) as Data;
}

/** Pages edit English and Chinese. What stood in other languages stays with a text for as long as its English does. */
export function keepLanguages<Data>(edited: Data, standing: unknown): Data {
  const before = new Map<string, Localised>();
  mapTexts(standing, (text) => { before.set(text.en, text); return text; });
  return mapTexts(edited, (text) => { const { "zh-Hans": _edited, ...kept } = before.get(text.en) ?? text; return { ...kept, ...text }; });
}
