import { sql } from "drizzle-orm";
import type { Localised } from "#app/i18n/localised.ts";
import { NotFound } from "../errors.ts";
import { type PublicReader, REPLACES, visibleTo } from "./queries.server.ts";
import { type Corrected, type EarlierPlace, placesBefore } from "./rules.ts";

/** SQL, `isOff` of a change `x`: without a level, and without an honour. */
const IS_OFF = sql.raw("x->>'to' is null and coalesce(x->'honours'->'to', '[]'::jsonb) = '[]'::jsonb");

/** A place that the public has read and that came off its list by a correction: since when, and why. */
export type Departed = { cycle: { slug: string; name: Localised; timeZone: string }; at: string; reason: string };

/**
 * What became of a place that is not on its list any more; of what it was, nothing. 404 for one that stands, that the
 * public never read, while its list is not to be read, and where it came off one that had been taken back.
 */
export async function departureOf(ctx: PublicReader, resultId: string): Promise<Departed> {
  const [found] = await ctx.db.execute<Departed>(sql`
    select json_build_object('slug', c.slug, 'name', c.name, 'timeZone', c.time_zone) as cycle,
      to_json(k.out_at) #>> '{}' as at, k.reason
    from results r
    join corrections k on exists (
      select 1 from jsonb_array_elements(k.changes) x where x->>'resultId' = r.id::text and ${IS_OFF}
    )
    join publications p on p.round_id = k.round_id
    join cycles c on c.id = p.cycle_id
    where r.id = ${resultId}::uuid and r.publication_id is null and k.public_version is not null and k.in_public
      and ${visibleTo(ctx)}
    order by k.out_at desc
    limit 1`);
  if (!found) throw new NotFound();
  return found;
}

export type EarlierList = {
  cycle: { slug: string; name: Localised; timeZone: string; programme: Localised };
  /** Of the version: since when the public read it, where that is known, until when, and why it was replaced. */
  version: number;
  from: string | null;
  until: string;
  reason: string;
  /** The best level first; `name` null = what was honoured without a level. */
  levels: { key: string; name: Localised | null; places: EarlierPlace[] }[];
};

type Replaced = Omit<EarlierList, "levels" | "version"> & {
  by: number;
  undone: Corrected[];
  standing: EarlierPlace[];
  levels: { key: string; name: Localised }[];
};

/**
 * A list as the public read it before a correction: which entries had which level and honours, and of those that came
 * off it no more than the correction tells. 404 where that correction is not public, or took the place of nothing that
 * was, or its list was taken back since.
 */
export async function earlierList(
  ctx: PublicReader,
  { slug, correctionId }: { slug: string; correctionId: string },
): Promise<EarlierList> {
  const [found] = await ctx.db.execute<Replaced>(sql`
    select json_build_object('slug', c.slug, 'name', c.name, 'timeZone', c.time_zone, 'programme', g.name) as cycle,
      k.public_version as by, k.reason, to_json(k.out_at) #>> '{}' as until,
      coalesce(
        (
          select to_json(max(greatest(e.out_at, p.published_at))) #>> '{}'
          from corrections e
          where e.round_id = k.round_id and e.public_version = k.public_version - 1
        ),
        case when k.public_version = 2 and p.published_at <= k.out_at then to_json(p.published_at) #>> '{}' end
      ) as "from",
      (
        select json_agg(json_build_object('changes', e.changes) order by e.version)
        from corrections e
        where e.round_id = k.round_id and e.out_at is not null and e.version >= k.version
      ) as undone,
      coalesce((
        select json_agg(json_build_object(
          'resultId', r.id, 'title', r.title, 'cityName', r.city_name, 'level', r.level_key, 'honours', r.honours,
          'stands', true
        ))
        from results r
        where r.publication_id = p.id
      ), '[]'::json) as standing,
      (
        select json_agg(json_build_object('key', l.key, 'name', l.name) order by l.position)
        from levels l
        where l.cycle_id = c.id
      ) as levels
    from corrections k
    join publications p on p.round_id = k.round_id
    join cycles c on c.id = p.cycle_id
    join programmes g on g.id = c.programme_id
    where k.id = ${correctionId}::uuid and c.slug = ${slug} and k.public_version is not null and ${REPLACES}
      and ${visibleTo(ctx)}`);
  if (!found) throw new NotFound();
  const { by, undone, standing, levels, ...told } = found;
  const places = placesBefore(standing, undone).sort(byCity);
  return {
    ...told,
    version: by - 1,
    levels: [...levels, { key: null, name: null }]
      .map(({ key, name }) => ({ key: key ?? "", name, places: places.filter((place) => place.level === key) }))
      .filter((level) => level.places.length > 0),
  };
}

const { compare } = new Intl.Collator("en");
const byCity = (a: EarlierPlace, b: EarlierPlace) => compare(a.cityName, b.cityName) || compare(a.title, b.title);
