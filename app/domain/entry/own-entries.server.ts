import { and, desc, eq, inArray, ne, or, sql } from "drizzle-orm";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { screenings } from "#db/schema/screening.ts";
import { PER_PAGE } from "../paging.ts";
import type { Actor, Context } from "../context.ts";
import { cycleColumns, submittedAt, withdrawnAt } from "./queries.server.ts";

/**
 * The entries of one's teams, the last touched first, `PER_PAGE` a page; one row more tells that there is another page.
 */
export function teamEntries({ db, actor }: Context, page: number) {
  return db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityId: entries.cityId,
      cityName: cities.name,
      savedAt: entries.savedAt,
      closesAt: entries.closesAt,
      cycle: cycleColumns,
      submittedAt,
      withdrawnAt,
      screening: { outcome: screenings.outcome, confirmedAt: screenings.confirmedAt },
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(
      inArray(
        entries.cityId,
        actor.teams.map(({ cityId }) => cityId),
      ),
    )
    .orderBy(desc(entries.savedAt), entries.id)
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
}

/**
 * Drafts of one's teams in a call that were neither sent nor withdrawn, the last touched first: what "resume" leads to.
 * Ten at most.
 */
export function openDrafts({ db, actor }: Context, cycleId: string) {
  return db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      savedAt: entries.savedAt,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(
      and(
        eq(entries.cycleId, cycleId),
        inArray(
          entries.cityId,
          actor.teams.map(({ cityId }) => cityId),
        ),
        sql`
          not exists (select 1 from ${submissions} s where s.entry_id = ${entries.id})
          and not exists (select 1 from ${withdrawals} w where w.entry_id = ${entries.id})`,
      ),
    )
    .orderBy(desc(entries.savedAt), entries.id)
    .limit(10);
}

/**
 * Entries of other cycles, and withdrawn ones of this, with which one may begin another, the last touched first. Twenty
 * at most.
 */
export function earlierEntries({ db, actor }: Context, cycleId: string) {
  return db
    .select({ id: entries.id, code: entries.code, title: entries.title, cityName: cities.name, cycle: cycles.name })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(
      and(
        or(ne(entries.cycleId, cycleId), sql`exists (select 1 from ${withdrawals} w where w.entry_id = ${entries.id})`),
        inArray(entries.cityId, writableTeams(actor)),
      ),
    )
    .orderBy(desc(entries.savedAt), entries.id)
    .limit(20);
}

/** Names of the cities one may start an entry for. */
export const writableCities = ({ db, actor }: Context) =>
  db
    .select({ id: cities.id, name: cities.name, country: cities.country })
    .from(cities)
    .where(inArray(cities.id, writableTeams(actor)))
    .orderBy(cities.name);

const writableTeams = ({ teams }: Actor): string[] =>
  teams.filter(({ role }) => role !== "viewer").map(({ cityId }) => cityId);
