import { and, eq, exists, sql } from "drizzle-orm";
import { cities } from "#db/schema/city.ts";
import { decisions } from "#db/schema/decision.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { entryTotals } from "#db/schema/review.ts";
import { screenings } from "#db/schema/screening.ts";
import type { Context } from "../context.ts";
import { IS_LISTED } from "../decision/queries.server.ts";
import type { Counted } from "./rules.ts";

/**
 * Every entry that was sent in for the cycle, as statistics count it; `chosen` by the given round, `read` in any. Not
 * guarded: it names nobody.
 */
export async function countedEntries(
  { db }: Pick<Context, "db">,
  { cycleId, roundId }: { cycleId: string; roundId: string },
): Promise<Counted[]> {
  const sent = db.select({ one: sql`1` }).from(submissions).where(eq(submissions.entryId, entries.id));
  const read = db
    .select({ one: sql`1` })
    .from(entryTotals)
    .where(and(eq(entryTotals.entryId, entries.id), sql`${entryTotals.reviews} > 0`));
  return db
    .select({
      valid: sql<boolean>`${screenings.outcome} is not distinct from 'valid' and ${withdrawals.entryId} is null`,
      ineligible: sql<boolean>`${screenings.outcome} is not distinct from 'ineligible'
        and ${screenings.confirmedAt} is not null and ${withdrawals.entryId} is null`,
      withdrawn: sql<boolean>`${withdrawals.entryId} is not null`,
      read: sql<boolean>`${exists(read)}`,
      chosen: sql<boolean>`coalesce(${IS_LISTED}, false)`,
      region: cities.region,
      theme: sql<string>`coalesce(${entries.themes}[1], '')`,
      population: cities.population,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(decisions, and(eq(decisions.entryId, entries.id), eq(decisions.roundId, roundId)))
    .where(and(eq(entries.cycleId, cycleId), exists(sent)));
}
