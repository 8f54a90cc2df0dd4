import { COUNTRIES } from "#app/domain/countries.ts";
import { countryName } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";

/** Every country for a `<select>`, in the order a reader of this language looks for it. */
export function countryOptions(locale: Locale): { value: string; label: string }[] {
  return COUNTRIES.map((value) => ({ value, label: countryName(value, locale) })).sort((a, b) =>
    a.label.localeCompare(b.label, locale),
  );
}
