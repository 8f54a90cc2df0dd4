import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { earlierList } from "#app/domain/result/earlier.server.ts";
import type { EarlierPlace } from "#app/domain/result/rules.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatDate, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Notice } from "#app/ui/feedback.tsx";
import { LinkButton } from "#app/ui/form.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { pageTitle } from "#app/ui/page-title.ts";
import { Paragraphs } from "#app/ui/paragraphs.tsx";
import { Honours, InitiativeTitle } from "#app/ui/results.tsx";
import { Labelled } from "#app/ui/wording.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, id, param, locale }) => ({
  ...(await earlierList(ctx, { slug: param("slug"), correctionId: id("correctionId") })),
  locale,
}));

/** Not for search engines: whoever looks for a result shall find the one that stands. */
export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const title = textsOf(data.locale).correction.earlier(
    formatNumber(data.version, data.locale),
    say(data.cycle.name, data.locale),
  );
  return [...pageTitle([], title), { name: "robots", content: "noindex" }];
};

export default function EarlierListPage() {
  const { cycle, version, from, until, reason, levels } = useLoaderData<typeof loader>();
  const [{ correction: t, result }, locale] = [useTexts(), useLocale()];
  const [number, name] = [formatNumber(version, locale), say(cycle.name, locale)];
  const date = (at: string) => formatDate(at, locale, cycle.timeZone);
  const list = `/cycles/${cycle.slug}/results`;
  return (
    <Page
      eyebrow={say(cycle.programme, locale)}
      title={t.earlier(number, name)}
      back={{ href: list, label: result.title(name) }}
      lede={from ? t.stood(date(from), date(until)) : t.stoodUntil(date(until))}
    >
      <Notice kind="warning" title={t.replaced}>
        <p>{t.why}</p>
        <Paragraphs text={reason} />
      </Notice>
      <p>
        <LinkButton href={list}>{t.stands}</LinkButton>
      </p>
      {levels.map(({ key, name: level, places }) => (
        <Section
          key={key}
          title={
            <>
              {level ? say(level, locale) : result.distinction}{" "}
              <span className="count">{formatNumber(places.length, locale)}</span>
            </>
          }
        >
          <ul className="results">
            {places.map((place, at) => (
              <Place key={at} of={place} />
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
}

/** Who had a place; on its own page what is on the list that stands. */
function Place({ of: { resultId, title, cityName, honours, stands } }: { of: EarlierPlace }) {
  const t = useTexts().correction;
  return (
    <li>
      <p className="result-place">
        <bdi>{cityName}</bdi>
      </p>
      <p className="result-title">
        {stands ? (
          <a href={`/initiatives/${resultId}`}>
            <span className="unseen">
              <Labelled label={cityName}>{null}</Labelled>
            </span>
            <InitiativeTitle title={title} />
          </a>
        ) : (
          <InitiativeTitle title={title} />
        )}
      </p>
      {honours.length > 0 ? (
        <p className="result-facts">
          <Honours of={{ honours }} />
        </p>
      ) : null}
      {stands ? null : <p className="hint">{t.cameOff}</p>}
    </li>
  );
}
