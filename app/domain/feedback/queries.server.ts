import { and, asc, desc, eq, sql } from "drizzle-orm";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { feedback } from "#db/schema/feedback.ts";
import { asker } from "../asker.server.ts";
import type { Context } from "../context.ts";
import { authoriseTeam, withdrawnAt } from "../entry/queries.server.ts";
import { isEarlyFor, wasEarly } from "../entry/visibility.server.ts";
import { NotFound } from "../errors.ts";
import { PER_PAGE } from "../paging.ts";
import { authorise } from "../verdict.ts";
import { mayGiveFeedback } from "./policy.ts";

/** Of an entry's submissions the one that counted on the early date: nothing that was sent later is told of. */
const isEarlyVersion = sql`${submissions.number} = (
  select max(s.number) from ${submissions} s where s.entry_id = ${entries.id} and ${wasEarly}
)`;

/**
 * The entries of a call that were sent by its early date, by city, as they stood then, `PER_PAGE` a page and one more.
 * For the secretariat, without those it is in conflict with.
 */
export async function earlyEntries(ctx: Context, cycleId: string, page: number) {
  authorise(mayGiveFeedback(ctx.actor));
  return ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      cityName: cities.name,
      country: cities.country,
      title: sql<string>`${submissions.snapshot}::jsonb ->> 'title'`,
      number: submissions.number,
      receivedAt: submissions.receivedAt,
      withdrawnAt,
      told: sql<Date | null>`(
        select max(f.at)
        from ${feedback} f
        join ${submissions} s on s.id = f.submission_id
        where s.entry_id = ${entries.id}
      )`.mapWith(entries.startedAt),
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(submissions, and(eq(submissions.entryId, entries.id), isEarlyVersion))
    .where(and(eq(entries.cycleId, cycleId), isEarlyFor(asker(ctx))))
    .orderBy(sql`${cities.name} collate "names"`, entries.code)
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
}

/**
 * An entry that was sent by the early date, and which version of it that was. NotFound for others, for whoever is in
 * conflict with it, and for everybody but the secretariat.
 */
export async function getEarlyEntry(ctx: Context, entryId: string) {
  const [entry] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      cityId: entries.cityId,
      closesAt: entries.closesAt,
      withdrawnAt,
      submissionId: submissions.id,
      number: submissions.number,
      receivedAt: submissions.receivedAt,
      title: sql<string>`${submissions.snapshot}::jsonb ->> 'title'`,
      cycle: { id: cycles.id, name: cycles.name, closesAt: cycles.closesAt, timeZone: cycles.timeZone },
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(submissions, and(eq(submissions.entryId, entries.id), isEarlyVersion))
    .where(and(eq(entries.id, entryId), isEarlyFor(asker(ctx))));
  if (!entry) throw new NotFound();
  return entry;
}

/**
 * What a team was told, the oldest first, with the version it is about. For whoever has read the entry or its draft
 * already.
 */
function told({ db }: Pick<Context, "db">, entryId: string) {
  return db
    .select({ id: feedback.id, text: feedback.text, at: feedback.at, number: submissions.number })
    .from(feedback)
    .innerJoin(submissions, eq(submissions.id, feedback.submissionId))
    .where(eq(submissions.entryId, entryId))
    .orderBy(asc(feedback.at), desc(submissions.number), feedback.id);
}

/** What one's team was told about its entry, the oldest first; NotFound for everybody else. */
export async function feedbackForTeam(ctx: Context, entryId: string) {
  await authoriseTeam(ctx, entryId);
  return told(ctx, entryId);
}

/** An early entry with what its team was told; NotFound as `getEarlyEntry`. */
export async function feedbackOn(ctx: Context, entryId: string) {
  return { entry: await getEarlyEntry(ctx, entryId), given: await told(ctx, entryId) };
}
