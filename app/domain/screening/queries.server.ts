import { and, asc, count, eq, ilike, notInArray, or, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { screenings } from "#db/schema/screening.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { type Context, isStaff } from "../context.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";
import { canListEntries } from "./policy.ts";
import { ENTRIES_PER_PAGE, type EntryState, isReadable, type ListedEntry, NO_ENTRIES, type ScreeningFacts, type StateCounts } from "./rules.ts";


const submitted = sql<boolean>`exists (select 1 from ${submissions} s where s.entry_id = ${sql`${entries.id}`})`;
const state = sql<EntryState>`case when ${withdrawals.entryId} is not null then 'withdrawn' when not ${submitted} then 'draft'
  when ${screenings.outcome} = 'valid' then 'valid' when ${screenings.confirmedAt} is not null then 'ineligible' else 'received' end`;
const assigned = sql<boolean>`exists (select 1 from ${assignments} a where a.entry_id = ${sql`${entries.id}`}
  and not exists (select 1 from recusals r where r.assignment_id = a.id))`;

/** Which entries staff may know about: never those of an own city, nor those with a standing conflict. */
function visibleTo({ actor, db }: Context): SQL | undefined {
  const ownCities = actor.teams.map(({ cityId }) => cityId);
  const conflicted = db.select({ id: standingConflicts.entryId }).from(standingConflicts).where(eq(standingConflicts.accountId, actor.id));
  return and(isStaff(actor, "secretariat", "observer") ? undefined : sql`false`, notInArray(entries.id, conflicted), ownCities.length > 0 ? notInArray(entries.cityId, ownCities) : undefined);
}

/** A cycle's entries in one state, 50 a page by city, and how many there are in each. Drafts come without any content. */
export async function entriesInState(ctx: Context, cycleId: string, filter: { state: EntryState; search: string; page: number }): Promise<{ counts: StateCounts; rows: ListedEntry[] }> {
  authorise(canListEntries(ctx.actor));
  const found = and(eq(entries.cycleId, cycleId), visibleTo(ctx), searched(filter.search));
  const rows = await ctx.db
    .select({
      id: entries.id, code: entries.code, title: entries.title, cityName: cities.name, country: cities.country, savedAt: entries.savedAt, state,
      submitted, closesAt: entries.closesAt, cycle: { closesAt: cycles.closesAt }, outcome: screenings.outcome,
      required: sql<number>`(select count(*)::int from questions q where q.cycle_id = ${entries.cycleId} and q.required)`,
      answered: answeredRequired,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(and(found, eq(state, filter.state)))
    .orderBy(sql`${cities.name} collate "names"`, asc(entries.code))
    .limit(ENTRIES_PER_PAGE).offset((filter.page - 1) * ENTRIES_PER_PAGE);
  const counts = await countStates(ctx, found);
  return { counts, rows: rows.map(({ closesAt, cycle, submitted, title, ...row }) => ({ ...row, title: isReadable({ submitted, cycle, closesAt }, ctx.now) ? title : null })) };
}

/** How many required questions of an entry have an answer; files count as the answer to theirs. */
const answeredRequired = sql<number>`(select count(*)::int from questions q where q.cycle_id = ${entries.cycleId} and q.required and (
  exists (select 1 from answers a where a.entry_id = ${entries.id} and a.question_id = q.id and a.value not in ('null', '""', '[]', '{}', 'false'))
  or exists (select 1 from attachments f where f.entry_id = ${entries.id} and f.question_id = q.id and f.removed_at is null)))`;

function searched(text: string): SQL | undefined {
  if (text === "") return undefined;
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(ilike(entries.code, pattern), ilike(cities.name, pattern), ilike(cities.searchName, pattern));
}

async function countStates({ db }: Context, found: SQL | undefined): Promise<StateCounts> {
  const counts: StateCounts = { ...NO_ENTRIES };
  const groups = await db.select({ state, submitted, count: count() }).from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id)).leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(found).groupBy(sql`1`, sql`2`);
  for (const group of groups) {
    counts[group.state] += group.count;
    if (group.state === "withdrawn" && !group.submitted) counts.withdrawnDrafts += group.count;
  }
  return counts;
}

/** How many entries each cycle has in each state: one row per cycle. */
export async function countsByCycle(ctx: Context): Promise<Map<string, StateCounts>> {
  authorise(canListEntries(ctx.actor));
  const byCycle = new Map<string, StateCounts>();
  const groups = await ctx.db.select({ cycleId: entries.cycleId, state, submitted, count: count() }).from(entries)
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id)).leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(visibleTo(ctx)).groupBy(entries.cycleId, sql`2`, sql`3`);
  for (const group of groups) {
    const counts = byCycle.get(group.cycleId) ?? { ...NO_ENTRIES };
    counts[group.state] += group.count;
    if (group.state === "withdrawn" && !group.submitted) counts.withdrawnDrafts += group.count;
    byCycle.set(group.cycleId, counts);
  }
  return byCycle;
}

/** All that the screening rules look at; 404 for drafts, for entries in conflict and for everybody but the secretariat and observers. */
export async function screeningFacts(ctx: Context, entryId: string): Promise<ScreeningFacts & { id: string; code: string; cycleId: string; cityId: string; title: string; reason: string; at: Date | null; byName: string | null }> {
  const [entry] = await ctx.db
    .select({
      id: entries.id, code: entries.code, cycleId: entries.cycleId, cityId: entries.cityId, title: entries.title, submitted, assigned, closesAt: entries.closesAt,
      withdrawn: sql<boolean>`${withdrawals.entryId} is not null`, cycle: { closesAt: cycles.closesAt },
      outcome: screenings.outcome, by: screenings.by, at: screenings.at, confirmedAt: screenings.confirmedAt, reason: screenings.reason, byName: accounts.name,
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(screenings, eq(screenings.entryId, entries.id))
    .leftJoin(accounts, eq(accounts.id, screenings.by))
    .where(and(eq(entries.id, entryId), visibleTo(ctx)));
  if (!entry?.submitted) throw new NotFound();
  const { outcome, by, confirmedAt, reason, ...facts } = entry;
  return { ...facts, reason: reason ?? "", screening: outcome && by ? { outcome, by, confirmedAt } : null };
}

/** How many sent entries of a cycle wait for a screening, or for its second person; 0 for whoever does not screen. */
export async function waitingForScreening(ctx: Context, cycleId: string): Promise<number> {
  if (!canListEntries(ctx.actor).allowed) return 0;
  const [waiting] = await ctx.db.select({ entries: count() }).from(entries)
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id)).leftJoin(screenings, eq(screenings.entryId, entries.id))
    .where(and(eq(entries.cycleId, cycleId), visibleTo(ctx), eq(state, "received")));
  return waiting?.entries ?? 0;
}
