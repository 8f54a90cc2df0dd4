import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import type { PublishedWords } from "#db/schema/citation.ts";
import type { Theme } from "#db/schema/cycle.ts";
import type { BallotMethod } from "#db/schema/ballot.ts";
import type { PublishedAnswer } from "#db/schema/result.ts";
import type { Disclosure } from "#db/schema/round.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { Withheld } from "../proof/rules.ts";
import type { Statistics } from "../statistics/rules.ts";
import { type ArchivedResult, type Corrected, type Picture, type RankedResult, saidOf } from "./rules.ts";

/** Whoever reads what is published: nobody in particular, at a moment. */
export type PublicReader = Pick<Context<Actor>, "db" | "now">;

/** When somebody asks: a request's own moment, or the place for it in a prepared statement. */
export type When = { now: Date | Placeholder };
const WHENEVER: When = { now: sql.placeholder("now") };

/**
 * What the public may read: publications whose moment has come and that still stand. Drafts, embargoes and withdrawn
 * lists do not exist here.
 */
export function visibleTo({ now }: When): SQL {
  return sql`p.published_at <= ${now instanceof Date ? now.toISOString() : now}::timestamptz and p.withdrawn_at is null`;
}

/** The tables of a result in the open: r(esult), p(ublication), c(ycle), l(evel). */
export const RESULTS = sql`results r join publications p on p.id = r.publication_id join cycles c on c.id = r.cycle_id
  left join levels l on l.cycle_id = r.cycle_id and l.key = r.level_key`;

/**
 * What a list shows of a result, what a ranking adds, and what its own page adds. Pages carry no more than they show.
 */
export const FACE = sql`
  'id', r.id, 'title', r.title, 'cityName', r.city_name, 'country', r.country, 'countryLabel', r.country_label,
  'coApplicants', r.co_applicants, 'honours', r.honours, 'statement', r.words->'statement',
  'picture', case when r.pictures->0->>'small' is not null then r.pictures->0->>'id' end,
  'level', case
    when l.key is not null then json_build_object('key', l.key, 'name', l.name, 'position', l.position)
  end`;
export const EDITION = sql`'cycle', json_build_object('slug', c.slug, 'name', c.name, 'year', c.year)`;
const PLACE = sql`
  'lat', r.lat, 'lon', r.lon, 'rank', r.rank, 'reviews', r.reviews, 'total', r.total, 'parts', r.parts,
  'adjusted', r.adjusted, 'reason', r.reason`;
const DETAILS = sql`'description', r.description, 'region', r.region, 'theme', r.theme, 'sdgs', r.sdgs`;

/** Best level first, then as people look for a city; the title parts two entries of one city. */
export const ORDER = sql`l.position nulls last, r.city_name collate "names", r.title collate "names", r.id`;

export type PublicCycle = {
  slug: string;
  name: Localised;
  number: number;
  year: number;
  call: Localised;
  prize: Localised | null;
  themes: Theme[];
  timeZone: string;
  opensAt: string;
  closesAt: string;
  earlyAt: string | null;
  resultsExpectedAt: string | null;
  entryLimit: number | null;
  frameworkLimit: number | null;
  archived: boolean;
  programme: { name: Localised; about: Localised; contactEmail: string };
  levels: { key: string; name: Localised }[];
  /** Standing publications the public may read now. */
  published: number;
};

/** The public face of a cycle c in its programme g. */
export const CYCLE = (ctx: When) => sql`json_build_object(
  'slug', c.slug, 'name', c.name, 'number', c.number, 'year', c.year, 'call', c.call, 'prize', c.prize,
  'themes', c.themes, 'timeZone', c.time_zone, 'opensAt', c.opens_at, 'closesAt', c.closes_at,
  'earlyAt', c.early_at, 'resultsExpectedAt', c.results_expected_at,
  'entryLimit', c.entry_limit, 'frameworkLimit', c.framework_limit, 'archived', c.archived,
  'programme', json_build_object('name', g.name, 'about', g.about, 'contactEmail', g.contact_email),
  'levels', coalesce((
    select json_agg(json_build_object('key', l.key, 'name', l.name) order by l.position)
    from levels l
    where l.cycle_id = c.id
  ), '[]'::json),
  'published', (select count(*)::int from publications p where p.cycle_id = c.id and ${visibleTo(ctx)})
)`;

export type Publication = { publishedAt: string; note: Localised | null };
/** A round whose result anybody can check: what of its scores is disclosed, and what decided. */
export type Proved = {
  roundId: string;
  round: Localised;
  disclosure: Disclosure;
  withheld: Withheld;
  /** Adjusted scores gave the ranks, and not means. */
  adjusted: boolean;
  /** How its panel voted; null where it did not. */
  voted: BallotMethod | null;
};
/**
 * A correction k took the place of a list p that stood in public. What was read before a list was taken back is not
 * published again with it, and what changed meanwhile nobody has read: of those no entry is named.
 */
export const REPLACES = sql`k.out_at >= p.published_at`;
/**
 * The corrections of the lists of a cycle c that the public reads, the latest first. `version` counts what the public
 * reads of a list, words and withdrawals too.
 */
export const CORRECTIONS = (ctx: When) => sql`coalesce((
  select json_agg(json_build_object(
    'id', k.id, 'replaces', ${REPLACES}, 'version', k.public_version, 'at', k.out_at, 'reason', k.reason, 'changes', (
      select coalesce(json_agg(x - 'entryId'), '[]'::json) from jsonb_array_elements(k.changes) x where ${REPLACES}
    )
  ) order by k.out_at desc, k.version desc)
  from corrections k
  join publications p on p.round_id = k.round_id
  where p.cycle_id = c.id and k.public_version is not null and ${visibleTo(ctx)}
), '[]'::json)`;

export type CycleResults = {
  cycle: PublicCycle;
  publications: Publication[];
  corrections: Corrected[];
  proofs: Proved[];
  /** Set only when nothing stands any more of what the public had once read. */
  withdrawn: { at: string; reason: string } | null;
  results: RankedResult[];
};

/** When and why the last list of a cycle c that the public had read was taken back; null where none was. */
export const WITHDRAWN = sql`(
  select json_build_object('at', p.withdrawn_at, 'reason', p.withdrawal_reason)
  from publications p
  where p.cycle_id = c.id and p.withdrawn_at >= p.published_at
  order by p.withdrawn_at desc
  limit 1
)`;

/** How a round was voted on, as the public log says; null where no votes were counted. */
const VOTED = sql`(select convert_from(b.data, 'UTF8')::json->>'method' from log_leaves b where b.round_id = o.id and b.kind = 'ballot'
  and exists (select 1 from log_leaves k where k.round_id = o.id and k.kind = 'count') order by b.index desc limit 1)`;

/** What the last statement of a kind says of a round. */
const STATED = (kind: "freeze" | "result") => sql`(select convert_from(b.data, 'UTF8')::json from log_leaves b
  where b.round_id = o.id and b.kind = '${sql.raw(kind)}' order by b.index desc limit 1)`;

const resultsOfCycle = prepared(
  "cycle_results",
  () => sql<CycleResults>`
    select ${CYCLE(WHENEVER)} as cycle,
      coalesce((
        select json_agg(json_build_object('publishedAt', p.published_at, 'note', p.note) order by p.published_at)
        from publications p
        where p.cycle_id = c.id and ${visibleTo(WHENEVER)}
      ), '[]'::json) as publications,
      coalesce((
        select json_agg(json_build_object(
          'roundId', o.id, 'round', o.name, 'disclosure', f.said->'disclosure', 'withheld', f.said->'withheld',
          'adjusted', i.said->'adjusted' is not null, 'voted', ${VOTED}
        ) order by o.position)
        from publications p
        join rounds o on o.id = p.round_id, lateral (select ${STATED("freeze")} as said) f,
          lateral (select ${STATED("result")} as said) i
        where p.cycle_id = c.id and ${visibleTo(WHENEVER)} and f.said is not null and i.said is not null
      ), '[]'::json) as proofs,
      ${WITHDRAWN} as withdrawn, ${CORRECTIONS(WHENEVER)} as corrections,
      coalesce((
        select json_agg(json_build_object(${FACE}, ${PLACE}) order by ${ORDER})
        from ${RESULTS}
        where r.cycle_id = outside.id and ${visibleTo(WHENEVER)}
      ), '[]'::json) as results
    from cycles c
    join programmes g on g.id = c.programme_id, lateral (select c.id) outside
    where c.slug = ${sql.placeholder("slug")}`,
);

/**
 * Everything published of a cycle. 404 until something is, the same as for an unknown address; after a withdrawal only
 * that and why.
 */
export async function cycleResults({ db, now }: PublicReader, slug: string): Promise<CycleResults> {
  const [found] = await resultsOfCycle(db, { now: now.toISOString(), slug });
  if (!found || (found.publications.length === 0 && !found.withdrawn)) throw new NotFound();
  return found.publications.length > 0 ? { ...found, withdrawn: null } : { ...found, proofs: [], results: [] };
}

export type CycleStatistics = {
  cycle: Pick<PublicCycle, "slug" | "name" | "themes" | "levels" | "programme" | "archived">;
  /** Null where only the published entries are known. */
  statistics: Statistics | null;
  /** Every published entry with what it is counted by. */
  chosen: { level: string | null; region: string; theme: string; population: number | null }[];
};

/** What the entries of a cycle amounted to, once its result is out. 404 before that and after a withdrawal. */
export async function cycleStatistics(ctx: PublicReader, slug: string): Promise<CycleStatistics> {
  const [found] = await ctx.db.execute<CycleStatistics>(sql`
    select ${CYCLE(ctx)} as cycle,
      (
        select p.statistics
        from publications p
        where p.cycle_id = c.id and ${visibleTo(ctx)} and p.statistics is not null
        order by p.published_at desc
        limit 1
      ) as statistics,
      (
        select json_agg(json_build_object(
          'level', r.level_key, 'region', r.region, 'theme', r.theme, 'population', r.population
        ))
        from results r
        join publications p on p.id = r.publication_id
        where p.cycle_id = c.id and ${visibleTo(ctx)}
      ) as chosen
    from cycles c
    join programmes g on g.id = c.programme_id
    where c.slug = ${slug} and exists (select 1 from publications p where p.cycle_id = c.id and ${visibleTo(ctx)})`);
  if (!found) throw new NotFound();
  return { ...found, chosen: found.chosen ?? [] };
}

export type Initiative = RankedResult &
  ArchivedResult & {
    description: string;
    region: string;
    theme: string;
    sdgs: number[];
    answers: PublishedAnswer[];
    population: number | null;
    words: PublishedWords | null;
    sourceUrl: string | null;
    pictures: Picture[];
    themes: Theme[];
    timeZone: string;
    archived: boolean;
    programme: { name: Localised; about: Localised };
    publishedAt: string;
    /** Other published initiatives of the same city. */
    others: { id: string; title: string; cycle: Localised; year: number }[];
  };

/** A published initiative. 404 before its publication, after its withdrawal, and for an invented id alike. */
export async function getResult(ctx: PublicReader, resultId: string): Promise<Initiative> {
  const [found] = await ctx.db.execute<{
    shown: Pick<Initiative, keyof RankedResult | "cycle" | "description" | "region" | "theme" | "sdgs">;
    more: Initiative;
  }>(sql`
    select json_build_object(${FACE}, ${EDITION}, ${PLACE}, ${DETAILS}) as shown,
      json_build_object(
        'answers', r.answers, 'words', r.words, 'population', r.population, 'sourceUrl', r.source_url,
        'pictures', r.pictures, 'themes', c.themes, 'timeZone', c.time_zone, 'archived', c.archived,
        'programme', json_build_object('name', g.name, 'about', g.about), 'publishedAt', p.published_at,
        'others', (
          select coalesce(json_agg(o order by o.year desc, o.title), '[]'::json)
          from (
            select r2.id, r2.title, c2.name as cycle, c2.year
            from results r2
            join publications p on p.id = r2.publication_id
            join cycles c2 on c2.id = r2.cycle_id
            where r2.city_id = r.city_id and r2.id <> r.id and ${visibleTo(ctx)}
            order by c2.year desc, r2.title, r2.id
            limit 20
          ) o
        )
      ) as more
    from ${RESULTS}
    join programmes g on g.id = c.programme_id
    where r.id = ${resultId}::uuid and ${visibleTo(ctx)}`);
  if (!found) throw new NotFound();
  return { ...found.shown, ...found.more, pictures: found.more.pictures.map(saidOf) };
}

type PublicResult = { slug: string; initiatives: { id: string; level: Localised | null; honours: Localised[] }[] };

/**
 * Where the result of the call of an entry that was sent and not withdrawn can be read, and its own pages there, once
 * for each list that names it; null until something is published, and once it was taken back. For pages that have
 * checked who reads.
 */
export async function publicResultOf({ db, now }: PublicReader, entryId: string): Promise<PublicResult | null> {
  const [found] = await db.execute<PublicResult>(sql`
    select c.slug,
      coalesce((
        select json_agg(json_build_object('id', r.id, 'level', l.name, 'honours', r.honours) order by p.published_at)
        from results r
        join publications p on p.id = r.publication_id
        left join levels l on l.cycle_id = r.cycle_id and l.key = r.level_key
        where r.entry_id = e.id and ${visibleTo({ now })}
      ), '[]'::json) as initiatives
    from entries e
    join cycles c on c.id = e.cycle_id
    where e.id = ${entryId}::uuid
      and exists (select 1 from publications p where p.cycle_id = c.id and ${visibleTo({ now })})
      and exists (select 1 from submissions s where s.entry_id = e.id)
      and not exists (select 1 from withdrawals w where w.entry_id = e.id)`);
  return found ?? null;
}
