import { sql } from "drizzle-orm";
import type { Localised } from "#app/i18n/localised.ts";
import { NotFound } from "../errors.ts";
import { type PublicReader, visibleTo } from "./queries.server.ts";

/** A place that the public has read and that came off its list by a correction: since when, and why. */
export type Departed = { cycle: { slug: string; name: Localised; timeZone: string }; at: string; reason: string };

/**
 * What became of a place that is not on its list any more; of what it was, nothing. 404 for one that stands, that the
 * public never read, and while its list is not to be read.
 */
export async function departureOf(ctx: PublicReader, resultId: string): Promise<Departed> {
  const [found] = await ctx.db.execute<Departed>(sql`
    select json_build_object('slug', c.slug, 'name', c.name, 'timeZone', c.time_zone) as cycle,
      to_json(k.out_at) #>> '{}' as at, k.reason
    from results r
    join corrections k on k.changes @> jsonb_build_array(jsonb_build_object('resultId', r.id, 'to', null))
    join publications p on p.round_id = k.round_id
    join cycles c on c.id = p.cycle_id
    where r.id = ${resultId}::uuid and r.publication_id is null and k.public_version is not null and ${visibleTo(ctx)}
    order by k.out_at desc
    limit 1`);
  if (!found) throw new NotFound();
  return found;
}
