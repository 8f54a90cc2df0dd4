import { and, asc, desc, eq, getTableColumns, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignmentRuns, assignments, type RecordedBreach, recusals } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import { hiddenEntries, noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { canFollowRound, named } from "../round/policy.ts";
import { authorise } from "../verdict.ts";
import { certify } from "./certificate.ts";
import type { recordsOf } from "./groups.ts";
import { components, loosely } from "./connectedness.ts";
import { NO_RULES } from "./rules.ts";

const RUNS_SHOWN = 20;
export const CERTIFIED_PER_PAGE = 300;

/** Rules that gave way and entries that everybody reads, as people know them: by code, city and name. */
export async function namedRules<Entry>(
  { db }: Pick<Context, "db">,
  { unkept, calibration }: { unkept: readonly RecordedBreach[]; calibration: readonly string[] },
  entryOf: ReadonlyMap<string, Entry>,
) {
  const ids = unkept.flatMap(({ rule, among }) => (rule === "apart" ? among : []));
  const nameOf = new Map((await namesOf({ db }, ids)).map(({ id, name }) => [id, name]));
  return {
    unkept: unkept.map(({ entryId, rule, among }) => ({
      ...entryOf.get(entryId)!,
      rule,
      among: rule === "apart" ? among.map((id) => nameOf.get(id)!) : among,
    })),
    calibration: calibration.map((id) => entryOf.get(id)!),
  };
}

/** How the criteria of a round are called, in their order. Not guarded. */
export async function criterionNames({ db }: Pick<Context, "db">, roundId: string) {
  const found = await db
    .select({ id: criteria.id, name: criteria.name })
    .from(criteria)
    .innerJoin(rounds, eq(rounds.rubricId, criteria.rubricId))
    .where(eq(rounds.id, roundId))
    .orderBy(asc(criteria.position));
  return new Map(found.map(({ id, name }) => [id, name]));
}

/**
 * Keeps what the certificates of a plan say, one for each group of its readers, inside the transaction that carries it
 * out; gives the first, which the plan is known by.
 */
export async function keepRuns(
  ctx: Context,
  roundId: string,
  records: readonly { criteria: readonly string[] | null; record: ReturnType<typeof recordsOf>[number]["record"] }[],
): Promise<string> {
  const nameOf = await criterionNames(ctx, roundId);
  const [first] = await ctx.db
    .insert(assignmentRuns)
    .values(
      records.map(({ criteria, record }) => ({
        ...record,
        roundId,
        at: ctx.now,
        by: ctx.actor.id,
        criteria: criteria?.map((id) => nameOf.get(id)!) ?? null,
      })),
    )
    .returning({ id: assignmentRuns.id });
  return first!.id;
}

/**
 * Those of the entries `where` says that no conflict hides from the actor in the round, by code, with the names that
 * the round's rules let them read. Not guarded.
 */
export async function seenEntries(ctx: Context, round: { id: string; blind: boolean }, where: SQL) {
  const seen = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(and(where, noConflict(ctx, { roundId: round.id, entryId: entries.id })))
    .orderBy(asc(entries.code), asc(entries.id));
  return new Map(seen.map((entry) => [entry.id, named(ctx.actor, round, entry)]));
}

/**
 * The plans that were carried out in a round, the latest first: when, by whom and for which criteria. No figures: those
 * are worked out over all entries.
 */
export async function runsOf(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  return ctx.db
    .select({
      id: assignmentRuns.id,
      at: assignmentRuns.at,
      byName: accounts.name,
      criteria: assignmentRuns.criteria,
    })
    .from(assignmentRuns)
    .innerJoin(accounts, eq(accounts.id, assignmentRuns.by))
    .where(eq(assignmentRuns.roundId, roundId))
    .orderBy(desc(assignmentRuns.at), asc(assignmentRuns.id))
    .limit(RUNS_SHOWN);
}

/**
 * The certificate of a plan that was carried out, for whoever follows the round; `page` is of the entries with their
 * readers, by code. Entries the reader is in conflict with are absent and counted nowhere; `connected` is of the
 * assignments that stand now. 404 for another round's run.
 */
export async function certificateOf(
  ctx: Context,
  round: { id: string; blind: boolean; cycleId: string },
  runId: string,
  page: number,
) {
  authorise(canFollowRound(ctx.actor, round.id));
  const run = await runOf(ctx, round, runId);
  const entryOf = await seenEntries(ctx, round, eq(entries.cycleId, round.cycleId));
  const readings = await readingsOf(ctx, round.id);
  const {
    entries: served,
    worst,
    atCap,
    unserved,
    unkept,
    calibration,
    loads,
    ...told
  } = certify(run, new Set(entryOf.keys()), await hiddenEntries(ctx, round.id));
  const people = await namesOf(ctx, [
    ...loads.keys(),
    ...run.pairs.map(({ reviewerId }) => reviewerId),
    ...readings.map(({ reviewer }) => reviewer),
  ]);
  const nameOf = new Map(people.map(({ id, name }) => [id, name]));
  const place = new Map([...entryOf.keys()].map((id, index) => [id, index]));
  const byCode = (a: { entryId: string }, b: { entryId: string }) => place.get(a.entryId)! - place.get(b.entryId)!;
  const shown = served.toSorted(byCode).slice((page - 1) * CERTIFIED_PER_PAGE, page * CERTIFIED_PER_PAGE);
  return {
    ...told,
    at: run.at,
    byName: run.byName,
    seed: run.seed,
    solver: run.solver,
    sha256: run.planSha256,
    reviewsPerEntry: run.reviewsPerEntry,
    themes: run.themes,
    criteria: run.criteria,
    count: served.length,
    rules: run.rules ?? NO_RULES,
    ...(await namedRules(ctx, { unkept, calibration }, entryOf)),
    worst: worst.map(({ readers, ...each }) => ({ ...each, readers: readers.length, ...entryOf.get(each.entryId)! })),
    atCap: atCap.toSorted(byCode).map(({ readers: _readers, ...each }) => ({ ...each, ...entryOf.get(each.entryId)! })),
    unserved: unserved.map(({ readers: _readers, ...each }) => ({ ...each, ...entryOf.get(each.entryId)! })),
    loads: people.filter(({ id }) => loads.has(id)).map((person) => ({ ...person, load: loads.get(person.id)! })),
    rows: shown.map((each) => ({
      ...entryOf.get(each.entryId)!,
      readers: each.readers.map((reader) => ({ ...reader, name: nameOf.get(reader.reviewerId)! })),
    })),
    connected: {
      components: components(readings),
      loosely: loosely(readings).map((each) => ({ ...each, name: nameOf.get(each.reviewer)! })),
    },
  };
}

async function runOf({ db }: Context, round: { id: string; cycleId: string }, runId: string) {
  const [run] = await db
    .select({ ...getTableColumns(assignmentRuns), byName: accounts.name, themes: cycles.themes })
    .from(assignmentRuns)
    .innerJoin(accounts, eq(accounts.id, assignmentRuns.by))
    .innerJoin(cycles, eq(cycles.id, round.cycleId))
    .where(and(eq(assignmentRuns.id, runId), eq(assignmentRuns.roundId, round.id)));
  if (!run) throw new NotFound();
  return run;
}

/** Who reads what in a round now, without entries that its reader, or the actor, is in conflict with. */
async function readingsOf(ctx: Context, roundId: string) {
  return ctx.db
    .select({ entry: assignments.entryId, reviewer: assignments.reviewerId })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(
        eq(assignments.roundId, roundId),
        isNull(recusals.assignmentId),
        noConflict(ctx, { roundId, entryId: assignments.entryId }),
        noConflict(ctx, { roundId, entryId: assignments.entryId, accountId: assignments.reviewerId }),
      ),
    );
}

async function namesOf({ db }: Pick<Context, "db">, people: string[]): Promise<{ id: string; name: string }[]> {
  if (people.length === 0) return [];
  return db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(inArray(accounts.id, [...new Set(people)]))
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
}
