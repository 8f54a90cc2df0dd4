import { and, asc, eq, exists, isNull, notExists, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { citations, type PublishedWords } from "#db/schema/citation.ts";
import { cities } from "#db/schema/city.ts";
import { levels } from "#db/schema/cycle.ts";
import { decisions } from "#db/schema/decision.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { publications, results } from "#db/schema/result.ts";
import type { Locale } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { toldOf } from "../co-applicant/queries.server.ts";
import type { Context } from "../context.ts";

/** SQL, over `decisions`: the list names the entry, with a level, with an honour, or with both. */
export const IS_LISTED = sql`(${decisions.levelKey} is not null or ${decisions.honours} <> '[]'::jsonb)`;

/**
 * The entries that a finalised round gave a level, best level first, then those with an honour alone, each with its
 * city as it is now and its last sealed version. Why an entry has no level is not told of it. Not guarded.
 */
export function awardedEntries({ db }: Pick<Context, "db">, roundId: string) {
  const snapshot = sql<string>`(select s.snapshot from ${submissions} s where s.entry_id = ${entries.id} order by s.number desc limit 1)`;
  const words = sql<PublishedWords | null>`(
    select json_build_object(
      'statement', w.statement, 'citation', w.citation, 'version', w.version, 'at', w.approved_at,
      'reason', w.reason
    )
    from ${citations} w
    where w.round_id = ${decisions.roundId} and w.entry_id = ${decisions.entryId} and w.approved_at is not null
    order by w.version desc
    limit 1
  )`;
  return db
    .select({
      entryId: decisions.entryId,
      levelKey: decisions.levelKey,
      levelName: levels.name,
      rank: decisions.rank,
      reviews: decisions.reviews,
      total: decisions.total,
      parts: decisions.parts,
      adjusted: decisions.adjusted,
      reason: sql<string>`case when ${decisions.levelKey} is null then '' else ${decisions.reason} end`,
      honours: sql<Localised[]>`jsonb_path_query_array(${decisions.honours}, '$[*].name')`,
      title: entries.title,
      themes: entries.themes,
      snapshot,
      words,
      city: { id: cities.id, region: cities.region, lat: cities.lat, lon: cities.lon, population: cities.population },
    })
    .from(decisions)
    .innerJoin(entries, eq(entries.id, decisions.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(levels, and(eq(levels.cycleId, entries.cycleId), eq(levels.key, decisions.levelKey)))
    .where(and(eq(decisions.roundId, roundId), IS_LISTED))
    .orderBy(
      sql`${levels.position} nulls last`,
      sql`(${snapshot}::json ->> 'cityName') collate "names"`,
      asc(decisions.entryId),
    );
}
export type AwardedEntry = Awaited<ReturnType<typeof awardedEntries>>[number];

/** Where a round stands with the public; null = never published. Not guarded: it holds no entry. */
export async function publicationOf({ db }: Pick<Context, "db">, roundId: string) {
  const [found] = await db
    .select({
      id: publications.id,
      version: publications.version,
      toldAt: publications.toldAt,
      publishedAt: publications.publishedAt,
      readSince: publications.readSince,
      withdrawnAt: publications.withdrawnAt,
      withdrawalReason: publications.withdrawalReason,
      byName: accounts.name,
    })
    .from(publications)
    .leftJoin(accounts, eq(accounts.id, publications.publishedBy))
    .where(eq(publications.roundId, roundId));
  return found ?? null;
}
export type Publication = NonNullable<Awaited<ReturnType<typeof publicationOf>>>;

/**
 * An entry as its own team is told of it: the level a round gave it, what it honoured it with, and its public page;
 * neither, and null, when it is not on the list.
 */
export type OwnOutcome = {
  code: string;
  title: string;
  level: Localised | null;
  honours: Localised[];
  resultId: string | null;
};

/** What an entry was given, in the reader's language, the level first: "Winner, Special mention"; "" for nothing. */
export const givenTo = ({ level, honours }: Pick<OwnOutcome, "level" | "honours">, locale: Locale): string =>
  [...(level ? [level] : []), ...honours].map((name) => say(name, locale)).join(textsOf(locale).ui.comma);

/**
 * Everybody in a team with an entry that stands in the round's cycle, or that enters together with one, once each, with
 * what became of those entries: who is told when the result is out. Not guarded.
 */
export function peopleToTell({ db }: Pick<Context, "db">, { id: roundId, cycleId }: { id: string; cycleId: string }) {
  const outcomes = sql<OwnOutcome[]>`json_agg(json_build_object(
    'code', ${entries.code}, 'title', ${entries.title}, 'level', ${levels.name}, 'resultId', ${results.id},
    'honours', coalesce(jsonb_path_query_array(${decisions.honours}, '$[*].name'), '[]'::jsonb)
  ) order by ${levels.position}, ${entries.code})`;
  const told = toldOf({ db });
  return db
    .select({ accountId: accounts.id, email: accounts.email, locale: accounts.locale, outcomes })
    .from(entries)
    .innerJoin(told, eq(told.entryId, entries.id))
    .innerJoin(accounts, eq(accounts.id, told.accountId))
    .leftJoin(decisions, and(eq(decisions.entryId, entries.id), eq(decisions.roundId, roundId)))
    .leftJoin(levels, and(eq(levels.cycleId, entries.cycleId), eq(levels.key, decisions.levelKey)))
    .leftJoin(publications, eq(publications.roundId, roundId))
    .leftJoin(results, and(eq(results.publicationId, publications.id), eq(results.entryId, entries.id)))
    .where(
      and(
        eq(entries.cycleId, cycleId),
        isNull(accounts.disabledAt),
        exists(db.select({ one: sql`1` }).from(submissions).where(eq(submissions.entryId, entries.id))),
        notExists(db.select({ one: sql`1` }).from(withdrawals).where(eq(withdrawals.entryId, entries.id))),
      ),
    )
    .groupBy(accounts.id)
    .orderBy(asc(accounts.id));
}
