import { eq, sql } from "drizzle-orm";
import { certificates } from "#db/schema/certificate.ts";
import { publications } from "#db/schema/result.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { apart } from "../apart.ts";
import { roundStream, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import type { NamedCity } from "../entry/rules.ts";
import { visibleTo } from "../result/queries.server.ts";
import { transact } from "../transact.server.ts";
import { certifiedHonours, type Certified, codeOf, fingerprintOf, recordOf } from "./rules.ts";

/** Lists in the open of which the version that stands has no certificates yet. */
const uncertified = (
  ctx: Context<Actor>,
) => sql`${visibleTo(ctx)} and exists (select 1 from results r where r.publication_id = p.id)
  and not exists (select 1 from certificates k where k.publication_id = p.id and k.version = p.version)`;

/**
 * Certifies each place on every list that has become public, or has changed since: what the portal does by itself, so
 * that nothing is certified before its moment, however it came to be published. Gives how many certificates were made.
 */
export async function certifyPublished(outer: Context<Actor>): Promise<number> {
  const due = await outer.db.execute<{ id: string }>(
    sql`select p.id from publications p where ${uncertified(outer)} order by p.published_at, p.id`,
  );
  const made = await apart([...due], ({ id }) => certify(outer, id));
  return made.reduce((all, each) => all + each, 0);
}

type Place = Omit<Certified, "v" | "published" | "honours"> & {
  honours: Localised[];
  coApplicants: NamedCity[];
  published: string;
  roundId: string | null;
};

/** Holds the publication, so that two who come to it at once certify it once, and as it stands. */
function certify(outer: Context<Actor>, publicationId: string): Promise<number> {
  return transact(outer, async (ctx) => {
    await ctx.db
      .select({ id: publications.id })
      .from(publications)
      .where(eq(publications.id, publicationId))
      .for("update");
    const places = await ctx.db.execute<Place>(sql`
      select r.id as result, c.slug as cycle, p.version, coalesce(p.revised_at, p.published_at) as published,
        r.level_key as level, r.honours, r.city_name as city, r.country,
        r.country_label as "countryLabel", r.co_applicants as "coApplicants", r.title, p.round_id as "roundId"
      from results r
      join publications p on p.id = r.publication_id
      join cycles c on c.id = p.cycle_id
      where p.id = ${publicationId} and ${uncertified(ctx)}
      order by r.id`);
    if (places.length === 0) return { result: 0, event: [] };
    const rows = places.map(({ roundId: _round, published, coApplicants, honours, ...place }) => {
      const record = recordOf({
        v: 1,
        ...place,
        honours: certifiedHonours(honours),
        ...(coApplicants.length > 0 ? { coApplicants } : {}),
        published: new Date(published).toISOString(),
      });
      return {
        code: codeOf(record),
        publicationId,
        resultId: place.result,
        version: place.version,
        record,
        at: ctx.now,
      };
    });
    await ctx.db.insert(certificates).values(rows);
    const { roundId, version } = places[0]!;
    const details = { version, certificates: rows.length, listSha256: fingerprintOf(rows.map(({ record }) => record)) };
    return {
      result: rows.length,
      event: {
        type: "certificate.issued",
        stream: roundId ? roundStream(roundId) : SYSTEM_STREAM,
        subjectId: publicationId,
        details,
      },
    };
  });
}
