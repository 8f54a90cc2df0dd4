import { and, count, eq, not, type SQL, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { eligibilityChecks, type Finding, screenings } from "#db/schema/screening.ts";
import { noConflictOf } from "#db/schema/conflict.ts";
import { PER_PAGE } from "../paging.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import { ASKER, type Asker, asked, asker } from "../asker.server.ts";
import { isEntryViewed } from "../audit/access.server.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { closesAtOfEntry } from "../cycle/queries.server.ts";
import { everAccepted } from "../co-applicant/queries.server.ts";
import { openSeal, sealJson } from "../entry/sealed.server.ts";
import { isOfCoApplicant } from "../entry/visibility.server.ts";
import { likePattern } from "../input.ts";
import { NotFound } from "../errors.ts";
import { formWithThemes, readingJson } from "../question/queries.server.ts";
import { authorise } from "../verdict.ts";
import { canListEntries } from "./policy.ts";
import type { EntryState } from "../entry/rules.ts";
import { isReadable, type ListedEntry, NO_ENTRIES, type StateCounts } from "./rules.ts";

const submitted = sql<boolean>`exists (select 1 from ${submissions} s where s.entry_id = ${sql`${entries.id}`})`;
/** Where an entry stands on its way to the judges. */
export const state = sql<EntryState>`case
  when ${withdrawals.entryId} is not null then 'withdrawn'
  when not ${submitted} then 'draft'
  when ${screenings.outcome} = 'valid' then 'valid'
  when ${screenings.confirmedAt} is not null then 'ineligible'
  else 'received'
end`;
const assigned = sql<boolean>`exists (
  select 1
  from ${assignments} a
  where a.entry_id = ${sql`${entries.id}`}
    and not exists (select 1 from recusals r where r.assignment_id = a.id)
)`;

const latestFindings = sql<Finding[] | null>`(
  select k.findings
  from ${eligibilityChecks} k
  where k.entry_id = ${sql`${entries.id}`}
  order by k.at desc, k.id
  limit 1
)`;

/** Which entries staff may know about: never those of an own city, nor those with a standing conflict. */
export function visibleTo(asker: Asker): SQL {
  return and(
    asker.isStaff("secretariat", "observer"),
    noConflictOf(asker.id, { entryId: entries.id }),
    not(asker.isOfTeam(entries.cityId)),
    not(isOfCoApplicant(asker)),
  )!;
}

type StateFilter = { state: EntryState; search: string; page: number };
type FoundEntry = Omit<ListedEntry, "title"> & { title: string; submitted: boolean; closesAt: string | null };
export type FoundEntries = {
  counts: { state: EntryState; submitted: boolean; count: number; matching: number }[];
  rows: FoundEntry[];
};

/**
 * `q`: the required questions that everybody is asked. What hangs on a condition does not count: whether it is asked,
 * only the answers tell.
 */
const requiredOfAll = sql`questions q join sections part on part.id = q.section_id
  where q.cycle_id = ${cycles.id} and q.required and part.condition is null and q.settings->>'when' is null`;
/** How many those are. */
export const required = sql`(select count(*)::int from ${requiredOfAll})`;
/** How many of them have an answer in the entry `k`; files count as the answer to theirs. */
export const answered = sql`(select count(*)::int from ${requiredOfAll} and (
  exists (select 1 from answers a where a.entry_id = k.id and a.question_id = q.id and a.value not in ('null', '""', '[]', '{}', 'false'))
  or exists (select 1 from attachments f where f.entry_id = k.id and f.question_id = q.id and f.removed_at is null)))`;

/** Whether the last look at the entry `k` ended with a question to its team. */
export const asking = sql`coalesce((
  select c.findings @> '[{"finding": "ask"}]'
  from ${eligibilityChecks} c
  where c.entry_id = k.id
  order by c.at desc, c.id
  limit 1
), false)`;

const matches = sql`(
  ${sql.placeholder("search")}::text = ''
  or ${entries.code} ilike ${sql.placeholder("search")}
  or ${cities.name} ilike ${sql.placeholder("search")}
  or ${cities.searchName} ilike ${sql.placeholder("search")}
  or ${entries.framework} ilike ${sql.placeholder("search")} and ${closesAtOfEntry} < ${ASKER.now}
)`;

/**
 * A cycle's entries in one state, 50 a page by city, and how many there are in each: one JSON value, for `listed`. For
 * prepared queries over `cycles`, with the values of `inState`.
 */
// Wrapped, because Drizzle drops the table names of a bare fragment's columns where a select has one table.
export const foundJson = sql<FoundEntries>`${sql`(
  with known as materialized (
    select ${entries.id}, ${entries.code}, ${entries.title}, ${entries.framework}, ${entries.savedAt}, ${entries.closesAt},
      ${cities.name} as city_name, ${cities.country}, ${screenings.outcome}, ${submitted} as submitted,
      ${state} as state, ${matches} as matching
    from ${entries}
    join ${cities} on ${cities.id} = ${entries.cityId}
    left join ${withdrawals} on ${withdrawals.entryId} = ${entries.id}
    left join ${screenings} on ${screenings.entryId} = ${entries.id}
    where ${entries.cycleId} = ${cycles.id} and ${visibleTo(ASKER)}
  )
  select json_build_object(
    'counts', (
      select coalesce(json_agg(g), '[]'::json)
      from (
        select state, submitted, count(*)::int, count(*) filter (where matching)::int as matching
        from known
        group by state, submitted
      ) g
    ),
    'rows', (
      select coalesce(json_agg(json_build_object(
        'id', k.id, 'code', k.code, 'title', k.title, 'framework', k.framework, 'cityName', k.city_name, 'country', k.country,
        'savedAt', k.saved_at, 'state', k.state, 'outcome', k.outcome, 'asked', k.outcome is null and ${asking},
        'submitted', k.submitted, 'closesAt', k.closes_at, 'required', ${required}, 'answered', ${answered}
      ) order by k.city_name collate "names", k.code), '[]'::json)
      from (
        select *
        from known
        where matching and state = ${sql.placeholder("state")}::text
        order by city_name collate "names", code
        limit ${PER_PAGE}
        offset ${sql.placeholder("offset")}
      ) k
    )
  )
)`}`;

/** The values of `foundJson`. */
export const inState = ({ state, search, page }: StateFilter) => ({
  state,
  search: search && likePattern(search),
  offset: (page - 1) * PER_PAGE,
});

/**
 * What staff may read of what was found: drafts and what may still change come without their titles. `counts` knows no
 * search, `matching` is how much of it the search finds.
 */
export function listed(
  { counts, rows }: FoundEntries,
  cycle: { closesAt: Date },
  now: Date,
): { counts: StateCounts; matching: StateCounts; rows: ListedEntry[] } {
  return {
    counts: counts.reduce(withGroup, { ...NO_ENTRIES }),
    matching: counts.map((group) => ({ ...group, count: group.matching })).reduce(withGroup, { ...NO_ENTRIES }),
    rows: rows.map(({ submitted, closesAt, title, framework, ...row }) => ({
      ...row,
      ...(isReadable({ submitted, cycle, closesAt: closesAt === null ? null : new Date(closesAt) }, now)
        ? { title, framework }
        : { title: null, framework: "" }),
    })),
  };
}

function withGroup(
  counts: StateCounts,
  { state, submitted, count }: Omit<FoundEntries["counts"][number], "matching">,
): StateCounts {
  counts[state] += count;
  if (state === "withdrawn" && !submitted) counts.withdrawnDrafts += count;
  return counts;
}

/** How many entries each cycle has in each state: one row per cycle. */
export async function countsByCycle(ctx: Context): Promise<Map<string, StateCounts>> {
  authorise(canListEntries(ctx.actor));
  const byCycle = new Map<string, StateCounts>();
  const groups = await ctx.db
    .select({ cycleId: entries.cycleId, state, submitted, count: count() })
    .from(entries)
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(visibleTo(asker(ctx)))
    .groupBy(entries.cycleId, sql`2`, sql`3`);
  for (const group of groups)
    byCycle.set(group.cycleId, withGroup(byCycle.get(group.cycleId) ?? { ...NO_ENTRIES }, group));
  return byCycle;
}

const screenedEntry = prepared("screened_entry", (db) =>
  db
    .select({
      id: entries.id,
      code: entries.code,
      cityId: entries.cityId,
      title: entries.title,
      assigned,
      closesAt: entries.closesAt,
      withdrawn: sql<boolean>`${withdrawals.entryId} is not null`,
      cycle: { id: cycles.id, name: cycles.name, timeZone: cycles.timeZone, closesAt: cycles.closesAt },
      themes: cycles.themes,
      checklist: cycles.checklist,
      findings: latestFindings,
      outcome: screenings.outcome,
      by: screenings.by,
      at: screenings.at,
      confirmedAt: screenings.confirmedAt,
      reason: screenings.reason,
      byName: accounts.name,
      inOffice: isStillInOffice(screenings.by, "secretariat"),
      together: everAccepted(entries.id),
      viewed: isEntryViewed(ASKER, sql`${entries.id}`),
      seal: sealJson(ASKER),
      form: readingJson(entries.cycleId),
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .leftJoin(accounts, eq(accounts.id, screenings.by))
    .where(and(eq(entries.id, sql.placeholder("entryId")), submitted, visibleTo(ASKER))),
);

/**
 * All that the screening rules look at; 404 for drafts, for entries in conflict and for everybody but the secretariat
 * and observers.
 */
export async function screeningFacts(ctx: Context, entryId: string) {
  const [entry] = await screenedEntry(ctx.db, { ...asked(ctx), entryId });
  if (!entry) throw new NotFound();
  const { outcome, by, confirmedAt, inOffice, reason, ...facts } = entry;
  return {
    ...facts,
    submitted: true,
    cycleId: entry.cycle.id,
    reason: reason ?? "",
    /** What a second person has read, as a fingerprint: who said it when, and each point. */
    seen: by ? sha256(canonical({ outcome, by, at: facts.at?.toISOString(), findings: facts.findings })) : null,
    screening: outcome && by ? { outcome, by, confirmedAt, inOffice } : null,
  };
}

/**
 * An entry on its way through the screening, with what was sealed and the form it answers, in one statement. Refuses as
 * `screeningFacts` and `getSealedEntry` do.
 */
export async function getScreenedEntry(ctx: Context, entryId: string) {
  const { seal, form, themes, ...facts } = await screeningFacts(ctx, entryId);
  return { facts, ...openSeal(ctx.actor, facts, seal), form: formWithThemes(form, themes) };
}

/** SQL, for queries over `entries`: those that whoever asks may know about as staff. */
export const isKnownTo = (ctx: Context): SQL => visibleTo(asker(ctx));

/** SQL, for queries over `entries`: drafts of a call that staff may know about. */
export const isDraftOf = (ctx: Context, cycleId: string): SQL => and(isAnyDraftOf(cycleId), isKnownTo(ctx))!;

/**
 * SQL, for queries over `entries`: neither submitted nor withdrawn. Whoever asks is not asked: for what the portal does
 * by itself.
 */
export function isAnyDraftOf(cycleId: string): SQL {
  const withdrawn = sql`exists (select 1 from ${withdrawals} w where w.entry_id = ${sql`${entries.id}`})`;
  return and(eq(entries.cycleId, cycleId), not(submitted), not(withdrawn))!;
}

/** How many sent entries of a cycle wait for a screening, or for its second person; 0 for whoever does not screen. */
export async function waitingForScreening(ctx: Context, cycleId: string): Promise<number> {
  if (!canListEntries(ctx.actor).allowed) return 0;
  const [waiting] = await ctx.db
    .select({ entries: count() })
    .from(entries)
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(and(eq(entries.cycleId, cycleId), visibleTo(asker(ctx)), eq(state, "received")));
  return waiting?.entries ?? 0;
}
