import { type SQL, sql } from "drizzle-orm";
import { PER_PAGE } from "../paging.ts";
import { citiesCalled, countriesCalled } from "#app/i18n/place-names.ts";
import { DEFAULT_LOCALE, type Locale, LOCALES } from "#app/i18n/locales.ts";
import { BANDS, LARGEST, type SizeBand } from "../shortlist/rules.ts";
import { type PublicReader, EDITION, FACE, ORDER, RESULTS, visibleTo } from "./queries.server.ts";
import { type ArchivedResult, type Facet, MOST_POINTS, NO_LEVEL, type ResultFilter } from "./rules.ts";

/** How Postgres bends words for a reader, beside English; Chinese is looked for as it is written. */
const BENDING: Record<Locale, string> = {
  en: "english",
  "zh-Hans": "simple",
  fr: "french",
  es: "spanish",
  ar: "arabic",
};
/** More words than this narrow nothing further. */
const MOST_WORDS = 8;

const THEME = sql`(select t->'name' from jsonb_array_elements(c.themes) t where t->>'key' = r.theme limit 1)`;
/** What words are looked for in: what a result's page says, what its level and theme are called, its countries. */
const SEARCHED = sql`, r.letters, r.stems,
  plain_letters(concat_ws(' ', jsonb_path_query_array(l.name, '$.*'), jsonb_path_query_array(${THEME}, '$.*'))) as labels,
  array(select o->>'country' from jsonb_array_elements(r.co_applicants) o) || r.country as countries`;

/** What levels are called, in each language; where cycles call one differently, by all its names. */
const LEVEL_NAMES = sql`json_build_object(${sql.join(
  LOCALES.map(
    (locale) => sql`${sql.raw(`'${locale}'`)}, string_agg(distinct level_name->>${sql.raw(`'${locale}'`)}, ' / ')`,
  ),
  sql`, `,
)})`;

const THEMES = sql`
  coalesce((
    select json_agg(f order by f.value)
    from (
      select theme as value, count(*)::int as count,
        (array_agg(t->'name') filter (where t is not null))[1] as name
      from visible
      left join lateral (
        select t from jsonb_array_elements(themes) t where t->>'key' = theme limit 1
      ) named on true
      where theme <> ''
      group by 1
    ) f
  ), '[]'::json)`;

/** Among what is visible: by which values one can narrow, what each is called, and how many it would leave. */
const facet = (value: SQL, name: SQL, order: SQL, more: SQL = sql``) => sql`
  coalesce((
    select json_agg(f order by ${order})
    from (select ${value} as value, ${name} as name, count(*)::int as count ${more} from visible group by 1) f
  ), '[]'::json)`;

const SIZE = sql`case ${sql.join(
  BANDS.map(({ band, below }) => sql`when r.population < ${below} then ${band}`),
  sql` `,
)} when r.population is not null then ${LARGEST} end`;

const SIZES_FOUND = sql`
  coalesce((
    select json_agg(f order by f.most desc)
    from (
      select size as value, count(*)::int as count, max(population) as most from visible where size is not null group by 1
    ) f
  ), '[]'::json)`;

export type PublishedPage = {
  total: number;
  results: ArchivedResult[];
  points: { id: string; lat: number; lon: number; cityName: string; year: number }[];
  facets: {
    cycles: Facet[];
    levels: Facet[];
    regions: Facet[];
    countries: (Facet & { label: string | null })[];
    themes: Facet[];
    sizes: { value: SizeBand; count: number }[];
  };
};

/**
 * One page of all published results, newest cycle first, what the map shows of all that match, and what one can narrow
 * to.
 */
export async function publishedResults(
  ctx: PublicReader,
  filter: ResultFilter,
  locale: Locale = DEFAULT_LOCALE,
): Promise<PublishedPage> {
  const [page] = await ctx.db.execute<{ page: PublishedPage }>(sql`
    with visible as materialized (
      select r.id, r.city_name, r.country, r.country_label, r.region, r.lat, r.lon, r.theme, r.sdgs, c.slug,
        c.name as cycle_name, c.year, c.themes, coalesce(r.level_key, ${NO_LEVEL}) as level, l.name as level_name,
        l.position, r.population, ${SIZE} as size,
        row_number() over (order by c.year desc, c.slug, ${ORDER}) as place ${filter.q ? SEARCHED : sql``}
      from ${RESULTS}
      where ${visibleTo(ctx)}
    ),
    matched as materialized (select * from visible where ${matching(filter, locale)})
    select json_build_object(
      'total', (select count(*)::int from matched),
      'results', coalesce((
        select json_agg(json_build_object(${FACE}, ${EDITION}) order by m.place)
        from (
          select id, place from matched order by place limit ${PER_PAGE} offset ${(filter.page - 1) * PER_PAGE}
        ) m
        join results r on r.id = m.id
        join cycles c on c.id = r.cycle_id
        left join levels l on l.cycle_id = r.cycle_id and l.key = r.level_key
      ), '[]'::json),
      'points', coalesce((
        select json_agg(json_build_object(
          'id', m.id, 'lat', m.lat, 'lon', m.lon, 'cityName', m.city_name, 'year', m.year
        ) order by m.place)
        from (select * from matched where lat is not null and lon is not null order by place limit ${MOST_POINTS}) m
      ), '[]'::json),
      'facets', json_build_object(
        'cycles', ${facet(sql`slug`, sql`(array_agg(cycle_name))[1]`, sql`f.year desc`, sql`, max(year) as year`)},
        'levels', ${facet(sql`level`, LEVEL_NAMES, sql`f.position nulls last`, sql`, min(position) as position`)},
        'regions', ${facet(sql`region`, sql`json_build_object('en', region)`, sql`f.value`)},
        'countries', ${facet(sql`country`, sql`json_build_object('en', country)`, sql`f.value`, sql`, max(country_label) as label`)},
        'themes', ${THEMES},
        'sizes', ${SIZES_FOUND}
      )
    ) as page`);
  return page!.page;
}

/** SQL for a filter. Words are looked for as they stand, and each by itself: a city or its country and a subject. */
function matching({ q, cycle, level, region, country, theme, sdg, size }: ResultFilter, locale: Locale): SQL {
  const words = q.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const each = words.slice(0, MOST_WORDS).map((word) => meant(word, locale));
  const conditions = [
    cycle && sql`slug = ${cycle}`,
    level && sql`level = ${level}`,
    region && sql`region = ${region}`,
    country && sql`country = ${country}`,
    theme && sql`theme = ${theme}`,
    sdg !== null && sql`${sdg} = any(sdgs)`,
    size && sql`size = ${size}`,
    q && sql`(${meant(q, locale)} ${each.length > 1 ? sql`or (${sql.join(each, sql` and `)})` : sql``})`,
  ].filter((condition): condition is SQL => typeof condition === "object");
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

/**
 * Words as English and the reader's language bend them ("recycle" finds "recycling"), as parts of what is written,
 * accents, vowel signs and hamzas apart, and as names of cities and countries in any language.
 */
const meant = (words: string, locale: Locale): SQL => sql`(
  stems @@ (websearch_to_tsquery('english', ${words}) || websearch_to_tsquery(${BENDING[locale]}::regconfig, ${words}))
  or position(plain_letters(${words}) in letters) > 0
  or position(plain_letters(${words}) in labels) > 0
  or city_name = any(${asArray(citiesCalled(words))}::text[])
  or countries && ${asArray(countriesCalled(words))}::text[]
)`;

const asArray = (names: readonly string[]): string => `{${names.map((name) => JSON.stringify(name)).join(",")}}`;
