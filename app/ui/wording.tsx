import type { ReactNode } from "react";
import { countryName } from "#app/i18n/format.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { useLocale, useTexts } from "./locale.tsx";

/** "Closes: 3 November", with the punctuation of the reader's language. */
export function Labelled({ label, children }: { label: ReactNode; children: ReactNode }) {
  return <>{label}{useTexts().ui.colon}{children}</>;
}

/** A country as the archive's source calls it, or by its usual name. */
export function nameOfCountry({ country, countryLabel }: { country: string; countryLabel: string | null }, locale: Locale, t: Texts): string {
  if (!countryLabel) return countryName(country, locale);
  return locale === "en" ? countryLabel : (t.archive.countries[countryLabel] ?? countryName(country, locale));
}

export type PlaceProps = { of: { cityName: string | null; country: string | null; countryLabel?: string | null | undefined } };

/** "La Paz, Bolivia"; nothing in a blind round, where neither is told. */
export function Place({ of: { cityName, country, countryLabel = null } }: PlaceProps) {
  const [t, locale] = [useTexts(), useLocale()];
  return cityName && country ? <><bdi>{cityName}</bdi>{t.ui.comma}{nameOfCountry({ country, countryLabel }, locale, t)}</> : null;
}

/** " (owner)". */
export function Bracketed({ children }: { children: ReactNode }) {
  const [before, after] = useTexts().ui.brackets;
  return <>{before}{children}{after}</>;
}

/** Above a heading: where one is, and in which entry, whose long title is cut to one line. */
export function Within({ title, children }: { title: string; children: ReactNode }) {
  return <><span>{children}</span><bdi className="of">{title}</bdi></>;
}

/** A reference that people quote: it stays in one piece. */
export function Code({ children }: { children: ReactNode }) {
  return <span className="code">{children}</span>;
}
