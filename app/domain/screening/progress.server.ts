import { sql } from "drizzle-orm";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { screenings } from "#db/schema/screening.ts";
import { asker } from "../asker.server.ts";
import type { Context } from "../context.ts";
import { localParts } from "../cycle/rules.ts";
import { authorise } from "../verdict.ts";
import { canListEntries } from "./policy.ts";
import { answered, asking, required, state, visibleTo } from "./queries.server.ts";
import { everyDay } from "./rules.ts";

export type CycleProgress = {
  /** Drafts by how many of the answers that everybody has to give are given, in quarters; 4 = all. */
  drafts: { share: number; entries: number }[];
  /** First submissions, by day in the zone of the call, every day from the first to the last or the close. */
  days: { day: string; entries: number }[];
  waiting: { screen: number; second: number; asked: number };
  closes: string;
};

/**
 * How a cycle is getting on: drafts, arrivals and what waits for a screening, in one statement; of entries the reader
 * may know about.
 */
export async function cycleProgress(
  ctx: Context,
  cycle: { id: string; timeZone: string; closesAt: Date },
): Promise<CycleProgress> {
  authorise(canListEntries(ctx.actor));
  const [found] = await ctx.db.execute<{ progress: Omit<CycleProgress, "closes"> }>(sql`
    with k as materialized (
      select ${entries.id} as id, ${state} as state, ${screenings.outcome} as outcome
      from ${entries}
      left join ${withdrawals} on ${withdrawals.entryId} = ${entries.id}
      left join ${screenings} on ${screenings.entryId} = ${entries.id}
      where ${entries.cycleId} = ${cycle.id} and ${visibleTo(asker(ctx))}
    )
    select json_build_object(
      'drafts', (
        select coalesce(json_agg(
          json_build_object('share', g.share, 'entries', g.entries) order by g.share
        ), '[]'::json)
        from (
          select case when required = 0 then 4 else floor(4.0 * answered / required)::int end as share,
            count(*)::int as entries
          from (
            select ${required} as required, ${answered} as answered
            from k
            join ${cycles} on ${cycles.id} = ${cycle.id}
            where k.state = 'draft'
          ) d
          group by 1
        ) g
      ),
      'days', (
        select coalesce(json_agg(json_build_object('day', g.day, 'entries', g.entries) order by g.day), '[]'::json)
        from (
          select to_char(f.at at time zone ${cycle.timeZone}, 'YYYY-MM-DD') as day, count(*)::int as entries
          from (
            select min(s.received_at) as at from ${submissions} s join k on k.id = s.entry_id group by s.entry_id
          ) f
          group by 1
        ) g
      ),
      'waiting', (
        select json_build_object(
          'screen', count(*) filter (where w.outcome is null and not w.asked)::int,
          'second', count(*) filter (where w.outcome = 'ineligible')::int,
          'asked', count(*) filter (where w.outcome is null and w.asked)::int
        )
        from (select k.outcome, ${asking} as asked from k where k.state = 'received') w
      )
    ) as progress`);
  const closes = localParts(cycle.closesAt, cycle.timeZone).date;
  return { ...found!.progress, days: everyDay(found!.progress.days, closes), closes };
}
