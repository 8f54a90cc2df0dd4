/** The languages the portal speaks completely. The order is the order of the language switch. */
export const LOCALES = ["en", "zh-Hans", "fr", "es", "ar"] as const;
export type Locale = (typeof LOCALES)[number];
export const DEFAULT_LOCALE: Locale = "en";

/** What each language calls itself. */
export const LOCALE_NAMES: Record<Locale, string> = { en: "English", "zh-Hans": "简体中文", fr: "Français", es: "Español", ar: "العربية" };

/** Which way a language runs. */
export const directionOf = (locale: Locale): "ltr" | "rtl" => (new Set<string>(["ar"]).has(locale) ? "rtl" : "ltr");

export function isLocale(value: unknown): value is Locale {
  return LOCALES.some((locale) => locale === value);
}

/** A stored language; the default for one that the portal does not speak any more. */
export const localeOr = (value: unknown): Locale => (isLocale(value) ? value : DEFAULT_LOCALE);

/**
 * The best language for an Accept-Language header, in the order the reader lists them: any Chinese reads Simplified,
 * everything unknown reads English.
 */
export function negotiate(acceptLanguage: string | null): Locale {
  for (const range of (acceptLanguage ?? "").toLowerCase().split(",")) {
    const language = range.split(/[-;]/)[0]!.trim();
    const spoken = LOCALES.find((locale) => locale.split("-")[0] === language);
    if (spoken) return spoken;
  }
  return DEFAULT_LOCALE;
}

/**
 * British order and 24 hours for English: most readers of the award are not American. One kind of digits for all
 * languages: they are typed, compared and quoted across them.
 */
export function intlLocale(locale: Locale): string {
  return locale === "en" ? "en-GB" : `${locale}-u-nu-latn`;
}
