import { sql } from "drizzle-orm";
import type { Localised } from "#app/i18n/localised.ts";
import { CYCLE, FACE, ORDER, type PublicCycle, type PublicReader, RESULTS, visibleTo } from "./queries.server.ts";
import type { PublishedResult } from "./rules.ts";

export type Home = {
  /** Open calls, the next to close first; then those to come. */
  calls: PublicCycle[];
  /** The most recent publication's best level, alphabetically. */
  latest: {
    cycle: { slug: string; name: Localised; year: number };
    publishedAt: string;
    results: (PublishedResult & { lat: number | null; lon: number | null })[];
  } | null;
  archive: { results: number; cities: number; countries: number; cycles: number };
};

/** The front page in one statement. Where the cycles held here are `invented`, only the archive is counted. */
export async function homePage(ctx: PublicReader, { invented = false }: { invented?: boolean } = {}): Promise<Home> {
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const [found] = await ctx.db.execute<Home>(sql`
    with standing as (select p.* from publications p where ${visibleTo(ctx)}),
    newest as (
      select s.id, s.published_at
      from standing s
      join cycles c on c.id = s.cycle_id
      order by c.archived, s.published_at desc, c.year desc
      limit 1
    ),
    best as (
      select min(l.position) as position
      from results r
      join newest n on n.id = r.publication_id
      join levels l on l.cycle_id = r.cycle_id and l.key = r.level_key
    )
    select coalesce((
      select json_agg(${CYCLE(ctx)} order by (c.opens_at > ${now}), c.closes_at)
      from cycles c
      join programmes g on g.id = c.programme_id
      where not c.archived and c.published_at is not null and c.closes_at >= ${now}
    ), '[]'::json) as calls,
      (
        select json_build_object(
          'publishedAt', n.published_at,
          'cycle', (
            select json_build_object('slug', c.slug, 'name', c.name, 'year', c.year)
            from cycles c
            join publications p on p.cycle_id = c.id
            where p.id = n.id
          ),
          'results', coalesce((
            select json_agg(json_build_object(${FACE}, 'lat', r.lat, 'lon', r.lon) order by ${ORDER})
            from ${RESULTS}
            where r.publication_id = n.id and l.position = (select position from best)
          ), '[]'::json)
        )
        from newest n
      ) as latest,
      (
        select json_build_object(
          'results', count(*)::int, 'cities', count(distinct (r.city_name, r.country))::int,
          'countries', count(distinct r.country)::int, 'cycles', count(distinct r.cycle_id)::int
        )
        from results r
        join standing s on s.id = r.publication_id
        join cycles c on c.id = r.cycle_id
        where c.archived or ${!invented}
      ) as archive`);
  return found!;
}
