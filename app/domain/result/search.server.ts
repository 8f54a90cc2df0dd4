import { type SQL, sql } from "drizzle-orm";
import { PER_PAGE } from "../paging.ts";
import { citiesCalled, countriesCalled } from "#app/i18n/place-names.ts";
import { LOCALES } from "#app/i18n/locales.ts";
import { type PublicReader, EDITION, FACE, ORDER, RESULTS, visibleTo } from "./queries.server.ts";
import { type ArchivedResult, type Facet, MOST_POINTS, NO_LEVEL, type ResultFilter } from "./rules.ts";

const WORDS = sql`
  r.title || ' ' || r.description || ' ' || r.city_name || ' ' || coalesce(r.country_label, '')
  || ' ' || array_to_string(r.honours, ' ')`;

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
  };
};

/**
 * One page of all published results, newest cycle first, what the map shows of all that match, and what one can narrow
 * to.
 */
export async function publishedResults(ctx: PublicReader, filter: ResultFilter): Promise<PublishedPage> {
  const [page] = await ctx.db.execute<{ page: PublishedPage }>(sql`
    with visible as materialized (
      select r.id, r.city_name, r.country, r.country_label, r.region, r.lat, r.lon, r.theme, r.sdgs, c.slug,
        c.name as cycle_name, c.year, c.themes, coalesce(r.level_key, ${NO_LEVEL}) as level, l.name as level_name,
        l.position, row_number() over (order by c.year desc, c.slug, ${ORDER}) as place,
        ${filter.q ? WORDS : sql`''`} as words
      from ${RESULTS}
      where ${visibleTo(ctx)}
    ),
    matched as materialized (select * from visible where ${matching(filter)})
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
        'themes', ${THEMES}
      )
    ) as page`);
  return page!.page;
}

/**
 * SQL for a filter. Words are looked for as English knows them ("recycle" finds "recycling") and as parts of what is
 * written, accents apart.
 */
function matching({ q, cycle, level, region, country, theme, sdg }: ResultFilter): SQL {
  const conditions = [
    cycle && sql`slug = ${cycle}`,
    level && sql`level = ${level}`,
    region && sql`region = ${region}`,
    country && sql`country = ${country}`,
    theme && sql`theme = ${theme}`,
    sdg !== null && sql`${sdg} = any(sdgs)`,
    q &&
      sql`(
        to_tsvector('english', words) @@ websearch_to_tsquery('english', ${q})
        or position(${plainLetters(sql`${q}::text`)} in ${plainLetters(sql`words`)}) > 0
        or city_name = any(
          ${`{${citiesCalled(q)
            .map((city) => JSON.stringify(city))
            .join(",")}}`}::text[]
        )
        or country = any(${`{${countriesCalled(q).join(",")}}`}::text[])
      )`,
  ].filter((condition): condition is SQL => typeof condition === "object");
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}

/** "Medellín" as "medellin". */
const plainLetters = (text: SQL): SQL =>
  sql`regexp_replace(normalize(lower(${text}), NFKD), '[\\u0300-\\u036f]', '', 'g')`;
