import type { ArchivedResult, PublishedResult, Theme } from "#app/domain/result/rules.ts";
import { themeName } from "#app/domain/result/rules.ts";
import { countryName } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import type { Locale } from "#app/i18n/locales.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";

/** A country as the archive's source calls it, or by its usual name. */
export function nameOfCountry({ country, countryLabel }: { country: string; countryLabel: string | null }, locale: Locale, t: Texts): string {
  if (!countryLabel) return countryName(country, locale);
  return locale === "en" ? countryLabel : (t.archive.countries[countryLabel] ?? countryName(country, locale));
}

export const nameOfRegion = (region: string, t: Texts): string => t.archive.regions[region] ?? region;
export const nameOfTheme = (theme: string, themes: readonly Theme[], locale: Locale): string => {
  const name = themeName(theme, themes);
  return name ? say(name, locale) : "";
};

/** The initiative's name; where nobody recorded one, it says so. */
export function InitiativeTitle({ title }: { title: string }) {
  const t = useTexts().result;
  return title ? <bdi lang="en">{title}</bdi> : <span className="muted">{t.untitled}</span>;
}

/** Winner, shortlisted …: and what else it was honoured with. */
export function Awards({ result, levelShown = true }: { result: Pick<PublishedResult, "level" | "honours">; levelShown?: boolean | undefined }) {
  const [t, locale] = [useTexts().result, useLocale()];
  const level = result.level ? say(result.level.name, locale) : t.distinction;
  return (
    <>
      {levelShown ? <Tag tone={result.level?.position === 1 ? "award" : "neutral"}>{level}</Tag> : null}
      {result.honours.map((honour) => <span className="honour" key={honour} lang="en"> {honour}</span>)}
    </>
  );
}

/** Published initiatives, one under the other: city first, because that is what people look for. Says the cycle where results of several stand together. */
export function ResultList({ results, levelShown }: { results: (PublishedResult & Partial<ArchivedResult>)[]; levelShown?: boolean | undefined }) {
  const [t, locale] = [useTexts(), useLocale()];
  return (
    <ul className="results">
      {results.map((result) => (
        <li key={result.id}>
          <p className="result-place"><bdi>{result.cityName}</bdi>, {nameOfCountry(result, locale, t)}</p>
          <p className="result-title"><a href={`/initiatives/${result.id}`}><span className="unseen">{result.cityName}: </span><InitiativeTitle title={result.title} /></a></p>
          <p className="result-facts">
            {result.cycle ? <span>{say(result.cycle.name, locale)}</span> : null}
            <Awards result={result} levelShown={levelShown} />
          </p>
        </li>
      ))}
    </ul>
  );
}
