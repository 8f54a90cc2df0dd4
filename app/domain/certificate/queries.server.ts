import { sql } from "drizzle-orm";
import type { Localised } from "#app/i18n/localised.ts";
import { NotFound } from "../errors.ts";
import { type PublicReader, visibleTo } from "../result/queries.server.ts";
import { type Certified, fingerprintOf, listText, readCode, saysTheSame } from "./rules.ts";

type About = { code: string; cycle: { slug: string; name: Localised }; programme: Localised; timeZone: string };
/** Of a list that was taken back nothing is told but that, and why. */
export type Withdrawn = About & { state: "withdrawn"; at: string; reason: string };
/** Of a place that came off its list by a correction: when, and why. */
export type CameOff = About & { state: "off"; at: string; reason: string };
export type Issued = About & {
  /** "revised": the list has changed since, whether or not what it says of this place has. */
  state: "standing" | "revised";
  certified: Certified;
  level: Localised | null;
  fingerprint: string;
  /** Where the list can be recomputed; null for lists of the archive. */
  roundId: string | null;
  sourceUrl: string | null;
  /** The certificate of the version that stands, for a revised one; null while it is not made yet. */
  newest: { code: string; same: boolean } | null;
};

type Found = Omit<About, "code"> & {
  record: string;
  list: string[];
  visible: boolean;
  current: boolean;
  level: Localised | null;
  roundId: string | null;
  sourceUrl: string | null;
  withdrawn: { at: string; reason: string } | null;
  off: { at: string; reason: string } | null;
  newest: { code: string; record: string } | null;
};

/** The code that somebody typed, as its page is addressed; null where no certificate has it. */
export async function codeOfCertificate(ctx: PublicReader, typed: string): Promise<string | null> {
  try {
    return (await getCertificate(ctx, typed)).code;
  } catch (error) {
    if (error instanceof NotFound) return null;
    throw error;
  }
}

/**
 * The certificate with this code. 404 for a code that was never given, and while the list it rests on waits for its
 * moment again.
 */
export async function getCertificate(ctx: PublicReader, typed: string): Promise<Issued | Withdrawn | CameOff> {
  const code = readCode(typed);
  const [found] =
    code === null
      ? []
      : await ctx.db.execute<Found>(sql`
        select k.record, ${visibleTo(ctx)} as visible, k.version = p.version as current,
          json_build_object('slug', c.slug, 'name', c.name) as cycle, g.name as programme,
          c.time_zone as "timeZone", l.name as level, r.source_url as "sourceUrl",
          (
            select json_agg(o.record)
            from certificates o
            where o.publication_id = k.publication_id and o.version = k.version
          ) as list,
          (
            select p.round_id
            where exists (select 1 from log_leaves i where i.round_id = p.round_id and i.kind = 'result')
          ) as "roundId",
          case
            when p.withdrawn_at >= p.published_at then json_build_object(
              'at', p.withdrawn_at, 'reason', p.withdrawal_reason
            )
          end as withdrawn,
          (
            select json_build_object('at', o.out_at, 'reason', o.reason)
            from corrections o
            where r.publication_id is null and o.round_id = p.round_id
              and o.changes @> jsonb_build_array(jsonb_build_object('resultId', r.id, 'to', null))
            order by o.out_at desc
            limit 1
          ) as off,
          (
            select json_build_object('code', n.code, 'record', n.record)
            from certificates n
            where n.result_id = k.result_id and n.version = p.version
          ) as newest
        from certificates k
        join publications p on p.id = k.publication_id
        join results r on r.id = k.result_id
        join cycles c on c.id = p.cycle_id
        join programmes g on g.id = c.programme_id
        left join levels l on l.cycle_id = c.id and l.key = k.record::json->>'level'
        where k.code = ${code}`);
  if (!code || !found || (!found.visible && !found.withdrawn)) throw new NotFound();
  const { record, list, visible, current, withdrawn, off, newest, cycle, programme, timeZone, ...told } = found;
  const about = { code, cycle, programme, timeZone };
  if (!visible) return { ...about, state: "withdrawn", ...withdrawn! };
  if (off) return { ...about, state: "off", ...off };
  const certified = JSON.parse(record) as Certified;
  return {
    ...about,
    ...told,
    certified,
    state: current ? "standing" : "revised",
    fingerprint: fingerprintOf(list),
    newest:
      current || !newest
        ? null
        : { code: newest.code, same: saysTheSame(certified, JSON.parse(newest.record) as Certified) },
  };
}

/**
 * The list that a certificate's fingerprint is of, as a file. 404 where there is no such certificate, and once the list
 * was taken back.
 */
export async function certifiedList(ctx: PublicReader, typed: string): Promise<string> {
  const code = readCode(typed);
  const rows = await ctx.db.execute<{ record: string }>(sql`
    select o.record
    from certificates k
    join publications p on p.id = k.publication_id
    join certificates o on o.publication_id = k.publication_id and o.version = k.version
    where k.code = ${code} and ${visibleTo(ctx)}`);
  if (rows.length === 0) throw new NotFound();
  return listText(rows.map(({ record }) => record));
}

type Standing = { code: string; level: Localised | null; honours: Localised[] };

/** The certificates that stand of a published initiative, or of an entry in all its rounds. */
export async function certificatesOf(
  ctx: PublicReader,
  of: { resultId: string } | { entryId: string },
): Promise<Standing[]> {
  const about = "resultId" in of ? sql`r.id = ${of.resultId}::uuid` : sql`r.entry_id = ${of.entryId}::uuid`;
  return ctx.db.execute<Standing>(sql`
    select k.code, l.name as level, r.honours
    from certificates k
    join publications p on p.id = k.publication_id and p.version = k.version
    join results r on r.id = k.result_id
    left join levels l on l.cycle_id = r.cycle_id and l.key = r.level_key
    where ${about} and ${visibleTo(ctx)}
    order by p.published_at, k.code`);
}
