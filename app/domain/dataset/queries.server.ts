import { sql } from "drizzle-orm";
import type { Localised } from "#app/i18n/localised.ts";
import { NotFound } from "../errors.ts";
import { CORRECTIONS, ORDER, type PublicReader, RESULTS, visibleTo, WITHDRAWN } from "../result/queries.server.ts";
import type { Dataset, FeedItem } from "./rules.ts";

const MOST_NEWS = 50;
/** As many addresses as one sitemap may have. */
const MOST_ADDRESSES = 50_000;

/**
 * Of a cycle c: how often what the public reads has changed, since when it is as it is, and whether it was taken back.
 */
const STANDING = (ctx: PublicReader) => sql`
  'slug', c.slug, 'name', c.name, 'year', c.year, 'programme', g.name,
  'version', (
    select coalesce(sum(p.version), 0)::int
    from publications p
    where p.cycle_id = c.id and p.published_at <= ${ctx.now.toISOString()}::timestamptz
  ),
  'publishedAt', (select min(p.published_at) from publications p where p.cycle_id = c.id and ${visibleTo(ctx)}),
  'updatedAt', (
    select max(coalesce(p.revised_at, p.published_at))
    from publications p
    where p.cycle_id = c.id and ${visibleTo(ctx)}
  ),
  'withdrawn', ${WITHDRAWN}`;

/**
 * All that was published of a cycle. Is there exactly when the page of its results is: 404 before, and after a
 * withdrawal only that and why.
 */
export async function datasetOf(ctx: PublicReader, slug: string): Promise<Dataset> {
  const [found] = await ctx.db.execute<{ dataset: Dataset }>(sql`
    select json_build_object(
      ${STANDING(ctx)}, 'corrections', ${CORRECTIONS(ctx)},
      'results', coalesce((
        select json_agg(json_build_object(
          'id', r.id, 'level', r.level_key, 'levelName', l.name, 'cityName', r.city_name, 'country', r.country,
          'countryLabel', r.country_label, 'region', r.region, 'title', r.title, 'description', r.description,
          'theme', r.theme, 'sdgs', r.sdgs, 'honours', r.honours, 'lat', r.lat, 'lon', r.lon,
          'population', r.population, 'rank', r.rank, 'reviews', r.reviews, 'total', r.total, 'parts', r.parts,
          'adjusted', r.adjusted, 'reason', r.reason, 'sourceUrl', r.source_url, 'words', r.words,
          'coApplicants', r.co_applicants
        ) order by ${ORDER})
        from ${RESULTS}
        where r.cycle_id = outside.id and ${visibleTo(ctx)}
      ), '[]'::json)
    ) as dataset
    from cycles c
    join programmes g on g.id = c.programme_id, lateral (select c.id) outside
    where c.slug = ${slug}`);
  if (!found || (found.dataset.publishedAt === null && !found.dataset.withdrawn)) throw new NotFound();
  return found.dataset.publishedAt === null ? found.dataset : { ...found.dataset, withdrawn: null };
}

export type Edition = {
  slug: string;
  name: Localised;
  year: number;
  timeZone: string;
  version: number;
  updatedAt: string;
};

/** Every cycle with a result in the open, the newest first. */
export async function editions(ctx: PublicReader): Promise<Edition[]> {
  return ctx.db.execute<Edition>(sql`
    select c.slug, c.name, c.year, c.time_zone as "timeZone", sum(p.version)::int as version,
      to_json(max(coalesce(p.revised_at, p.published_at))) #>> '{}' as "updatedAt"
    from cycles c
    join publications p on p.cycle_id = c.id
    where ${visibleTo(ctx)}
    group by c.id
    order by c.year desc, c.slug`);
}

/** What has become public lately, results and calls together, the latest first. */
export async function news(ctx: PublicReader): Promise<FeedItem[]> {
  return ctx.db.execute<FeedItem>(sql`
    select *
    from (
      select 'result' as kind, p.id, c.slug, c.name,
        to_json(coalesce(p.revised_at, p.published_at)) #>> '{}' as "updatedAt", null::jsonb as text,
        (select count(*)::int from results r where r.publication_id = p.id) as initiatives,
        null::text as "closesAt", c.time_zone as "timeZone",
        (
          select k.reason
          from corrections k
          where k.round_id = p.round_id and k.public_version = p.version
          order by k.out_at desc
          limit 1
        ) as correction
      from publications p
      join cycles c on c.id = p.cycle_id
      where ${visibleTo(ctx)}
      union all
      select 'call', c.id, c.slug, c.name, to_json(c.published_at) #>> '{}', c.call, 0,
        to_json(c.closes_at) #>> '{}', c.time_zone, null
      from cycles c
      where c.published_at is not null and not c.archived
    ) n
    order by n."updatedAt" desc, n.id
    limit ${MOST_NEWS}`);
}

/** The paths of all public pages about something: calls, results, initiatives. */
export async function addresses(ctx: PublicReader): Promise<string[]> {
  const rows = await ctx.db.execute<{ path: string }>(sql`
    select '/cycles/' || c.slug as path
    from cycles c
    where c.published_at is not null
    union all
    select distinct '/cycles/' || c.slug || '/' || page
    from (values ('results'), ('statistics')) of (page), cycles c
    join publications p on p.cycle_id = c.id
    where ${visibleTo(ctx)}
    union all
    select '/initiatives/' || r.id
    from ${RESULTS}
    where ${visibleTo(ctx)}
    order by path
    limit ${MOST_ADDRESSES}`);
  return rows.map(({ path }) => path);
}
