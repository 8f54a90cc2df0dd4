import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SDGS } from "#app/domain/question/rules.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import { archiveHref, type Facet, NO_LEVEL, readFilter } from "#app/domain/result/rules.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatNumber, inOrder } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { nameOfCountry } from "#app/i18n/place-names.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Pagination } from "#app/ui/data.tsx";
import { Empty } from "#app/ui/feedback.tsx";
import { Button, Form, LinkButton, TextInput } from "#app/ui/form.tsx";
import { Select } from "#app/ui/choices.tsx";
import { useLocale, useTexts } from "#app/ui/locale.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { publicMeta } from "#app/ui/public-meta.ts";
import { nameOfRegion, ResultList } from "#app/ui/results.tsx";
import { WorldMap } from "#app/ui/world-map.tsx";

export const handle = { shared: true };

export const loader = anyone(async ({ ctx, url, visit, locale }) => {
  const filter = readFilter(url.searchParams);
  return {
    filter,
    ...(await publishedResults(ctx, filter)),
    invented: visit.services.config.demo,
    locale,
    here: visit.services.config.publicUrl + archiveHref(filter),
  };
});

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return [];
  const t = textsOf(data.locale).archive;
  return publicMeta({ title: t.title, description: t.description, here: data.here, locale: data.locale });
};

export default function ArchivePage() {
  const { filter, total, results, points, invented } = useLoaderData<typeof loader>();
  const [t, locale] = [useTexts().archive, useLocale()];
  const first = (filter.page - 1) * PER_PAGE + 1;
  const number = (value: number) => formatNumber(value, locale);
  const places = points.map(({ cityName, year, ...point }) => ({
    ...point,
    label: `${cityName} ${year}`,
    href: `/initiatives/${point.id}`,
  }));
  return (
    <Page title={t.title} lede={t.lede} width="full">
      <Filters />
      {invented ? <p className="hint">{t.invented}</p> : null}
      <Section title={t.found(number(total), total)} id="list">
        {places.length > 0 ? <WorldMap points={places} caption={t.map} /> : null}
        {results.length > 0 ? (
          <>
            <p className="hint">{t.range(number(first), number(first + results.length - 1), number(total))}</p>
            <ResultList results={results} />
          </>
        ) : (
          <Empty title={t.nothing}>{t.nothingHint}</Empty>
        )}
        <Pagination
          page={filter.page}
          pages={Math.ceil(total / PER_PAGE)}
          href={(page) => archiveHref({ ...filter, page })}
        />
      </Section>
    </Page>
  );
}

function Filters() {
  const { filter, facets } = useLoaderData<typeof loader>();
  const [all, locale] = [useTexts(), useLocale()];
  const t = all.archive;
  const narrowed = Boolean(
    filter.cycle || filter.level || filter.region || filter.country || filter.theme || filter.sdg,
  );
  const options = (facet: Facet[], name = (each: Facet) => say(each.name, locale)) =>
    facet.map((each) => ({ value: each.value, label: `${name(each)} (${formatNumber(each.count, locale)})` }));
  const countries = inOrder(
    options(
      facets.countries.map((each) => ({
        ...each,
        name: { en: nameOfCountry({ country: each.value, countryLabel: each.label }, locale, all) },
      })),
    ),
    ({ label }) => label,
    locale,
  );
  return (
    <Form method="get" action="/archive">
      <div className="stack" role="search" aria-label={t.filters}>
        <div className="inline-form">
          <TextInput name="q" type="search" label={t.q} hint={t.qHint} value={filter.q} />
          <Button kind="secondary">{t.search}</Button>
          {narrowed || filter.q ? (
            <LinkButton kind="quiet" href="/archive">
              {t.clear}
            </LinkButton>
          ) : null}
        </div>
        <details open={narrowed}>
          <summary>{t.filters}</summary>
          <div className="filters">
            <Select
              name="cycle"
              label={all.result.cycle}
              empty={t.all}
              value={filter.cycle}
              options={options(facets.cycles)}
            />
            <Select
              name="level"
              label={all.result.level}
              empty={t.all}
              value={filter.level}
              options={options(facets.levels, (each) =>
                each.value === NO_LEVEL ? all.result.distinction : say(each.name, locale),
              )}
            />
            <Select
              name="region"
              label={all.result.region}
              empty={t.all}
              value={filter.region}
              options={options(facets.regions, (each) => nameOfRegion(each.value, all))}
            />
            <Select
              name="country"
              label={all.result.country}
              empty={t.all}
              value={filter.country}
              options={countries}
            />
            <Select
              name="theme"
              label={all.result.theme}
              empty={t.all}
              value={filter.theme}
              options={options(facets.themes, (each) => (each.name ? say(each.name, locale) : each.value))}
            />
            <Select
              name="sdg"
              label={t.sdg}
              empty={t.all}
              value={filter.sdg ? String(filter.sdg) : ""}
              options={SDGS.map((goal) => ({ value: String(goal), label: `${goal} ${t.goals[goal - 1]}` }))}
            />
          </div>
        </details>
      </div>
    </Form>
  );
}
