import { Fragment } from "react";
import type { ArchivedResult, PublishedResult, Theme } from "#app/domain/result/rules.ts";
import { themeName } from "#app/domain/result/rules.ts";
import { say } from "#app/i18n/localised.ts";
import { DEFAULT_LOCALE, type Locale } from "#app/i18n/locales.ts";
import type { Texts } from "#app/i18n/texts.ts";
import { Tag } from "./feedback.tsx";
import { useLocale, useTexts } from "./locale.tsx";
import { Labelled, Place, Together } from "./wording.tsx";

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
export function Awards({
  result,
  levelShown = true,
}: {
  result: Pick<PublishedResult, "level" | "honours">;
  levelShown?: boolean | undefined;
}) {
  const [t, locale] = [useTexts().result, useLocale()];
  const level = result.level ? say(result.level.name, locale) : t.distinction;
  return (
    <>
      {levelShown ? <Tag tone={result.level?.position === 1 ? "award" : "neutral"}>{level}</Tag> : null}
      <Honours of={result} />
    </>
  );
}

/** What an initiative is honoured with beside its level, in the reader's language, else in English. */
export function Honours({ of: { honours } }: { of: Pick<PublishedResult, "honours"> }) {
  const locale = useLocale();
  return honours.map((honour) => (
    <Fragment key={honour.en}>
      {" "}
      <span className="honour" lang={honour[locale] ? undefined : DEFAULT_LOCALE}>
        {say(honour, locale)}
      </span>
    </Fragment>
  ));
}

/**
 * Published initiatives, one under the other: city first, because that is what people look for. Says the cycle where
 * results of several stand together.
 */
export function ResultList({
  results,
  levelShown,
}: {
  results: (PublishedResult & Partial<ArchivedResult>)[];
  levelShown?: boolean | undefined;
}) {
  const locale = useLocale();
  return (
    <ul className="results">
      {results.map((result) => (
        <li key={result.id} className={result.picture ? "with-picture" : undefined}>
          <p className="result-place">
            <Place of={result} />
            <Together of={result.coApplicants} />
          </p>
          <p className="result-title">
            <a href={`/initiatives/${result.id}`}>
              <span className="unseen">
                <Labelled label={result.cityName}>{null}</Labelled>
              </span>
              <InitiativeTitle title={result.title} />
            </a>
          </p>
          {result.statement ? (
            <p lang={result.statement[locale] ? locale : "en"} dir="auto">
              {say(result.statement, locale)}
            </p>
          ) : null}
          <p className="result-facts">
            {result.cycle ? <span>{say(result.cycle.name, locale)}</span> : null}
            <Awards result={result} levelShown={levelShown} />
          </p>
          {result.picture ? (
            <img
              className="result-picture"
              src={`/initiatives/${result.id}/pictures/${result.picture}?small`}
              alt=""
              width={96}
              height={72}
              loading="lazy"
              decoding="async"
            />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
