import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Refused } from "#app/domain/errors.ts";
import { SDGS } from "#app/domain/question/rules.ts";
import { publishedResults } from "#app/domain/result/search.server.ts";
import { archiveHref, NO_LEVEL, readFilter, type ResultFilter } from "#app/domain/result/rules.ts";
import { PER_PAGE } from "#app/domain/paging.ts";
import { anyone } from "#app/http/wrappers.ts";
import { formatNumber, inOrder } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { nameOfCountry } from "#app/i18n/place-names.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { Pagination } from "#app/ui/neighbours.tsx";
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
  const find = () => publishedResults(ctx, filter, locale);
  const found = await (filter.q ? visit.services.limits.searching(visit.ip, find) : find());
  if (found === "busy") throw new Refused("searches-busy", "too-often");
  return {
    filter,
    ...found,
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
          <Nothing />
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

/** Nothing was found, or there is nothing to find yet. */
function Nothing() {
  const { filter } = useLoaderData<typeof loader>();
  const t = useTexts().archive;
  if (filter.q || isNarrowed(filter)) return <Empty title={t.nothing}>{t.nothingHint}</Empty>;
  return <Empty title={t.empty}>{t.emptyHint}</Empty>;
}

const isNarrowed = ({ cycle, level, region, country, theme, sdg, size }: ResultFilter) =>
  Boolean(cycle || level || region || country || theme || sdg || size);

function Filters() {
  const { filter } = useLoaderData<typeof loader>();
  const t = useTexts().archive;
  const narrowed = isNarrowed(filter);
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
            <Narrowing />
          </div>
        </details>
      </div>
    </Form>
  );
}

/** One choice for each facet of what is published, with how many each would leave. */
function Narrowing() {
  const { filter, facets } = useLoaderData<typeof loader>();
  const [texts, locale] = [useTexts(), useLocale()];
  const { archive: t, result, statistics, ui } = texts;
  const option = ({ value, count }: { value: string; count: number }, name: string) => ({
    value,
    label: name + ui.brackets.join(formatNumber(count, locale)),
  });
  const countries = facets.countries.map((each) =>
    option(each, nameOfCountry({ country: each.value, countryLabel: each.label }, locale, texts)),
  );
  const choices = {
    cycle: facets.cycles.map((each) => option(each, say(each.name, locale))),
    level: facets.levels.map((each) =>
      option(each, each.value === NO_LEVEL ? result.distinction : say(each.name, locale)),
    ),
    region: facets.regions.map((each) => option(each, nameOfRegion(each.value, texts))),
    country: inOrder(countries, ({ label }) => label, locale),
    theme: facets.themes.map((each) => option(each, each.name ? say(each.name, locale) : each.value)),
  };
  return (
    <>
      {(["cycle", "level", "region", "country", "theme"] as const).map((facet) => (
        <Select
          key={facet}
          name={facet}
          label={result[facet]}
          empty={t.all}
          value={filter[facet]}
          options={choices[facet]}
        />
      ))}
      <Select
        name="sdg"
        label={t.sdg}
        empty={t.all}
        value={filter.sdg ? String(filter.sdg) : ""}
        options={SDGS.map((goal) => ({ value: String(goal), label: `${goal} ${t.goals[goal - 1]}` }))}
      />
      <Select
        name="size"
        label={statistics.group.size}
        empty={t.all}
        value={filter.size}
        options={facets.sizes.map((each) => option(each, statistics.sizes[each.value]))}
      />
    </>
  );
}
