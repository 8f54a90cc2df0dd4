import { isDeepStrictEqual } from "node:util";
import { and, asc, desc, eq, getTableColumns, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import { accounts, reviewerProfiles } from "#db/schema/account.ts";
import {
  assignmentRules,
  assignmentRuns,
  assignments,
  type RecordedBreach,
  recusals,
  type SideRules,
} from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { conflictDeclarations, standingConflicts } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { reviews } from "#db/schema/review.ts";
import { PER_PAGE } from "../paging.ts";
import { type Calculate, type Calculation, GivenUp } from "#app/outside/calculation/calculation.ts";
import { type Context, mayName } from "../context.ts";
import { regionOf } from "../countries.ts";
import { noConflict, noConflictOf } from "../conflict/queries.server.ts";
import { likePattern } from "../input.ts";
import { NotFound, Stale } from "../errors.ts";
import { canFollowRound, named } from "../round/policy.ts";
import { isInRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { certify, recordOf } from "./certificate.ts";
import { components, loosely } from "./connectedness.ts";
import { canAssign } from "./policy.ts";
import {
  drawCalibration,
  type EntryWithReviewers,
  NO_RULES,
  type Pair,
  planHash,
  type PlanInput,
  SEARCH_SECONDS,
} from "./rules.ts";

/** An assignment as those who assign see it; 404 for everybody else and for entries they are in conflict with. */
export async function getAssignmentToEnd(ctx: Context, roundId: string, assignmentId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  const [assignment] = await ctx.db
    .select({
      id: assignments.id,
      reviewer: accounts.name,
      entryId: assignments.entryId,
      code: entries.code,
      title: entries.title,
      recusedAt: recusals.at,
      reviewedAt: reviews.submittedAt,
    })
    .from(assignments)
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(accounts, eq(accounts.id, assignments.reviewerId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(
      and(
        eq(assignments.id, assignmentId),
        eq(assignments.roundId, roundId),
        noConflict(ctx, { roundId, entryId: assignments.entryId }),
      ),
    );
  if (!assignment) throw new NotFound();
  return assignment;
}

/** The entries of a round with who reviews each, 50 a page by city, with `missing` only those that lack a review; without those the reader is in conflict with. Never score values. */
export async function entriesWithReviewers(
  ctx: Context,
  round: { id: string; blind: boolean },
  filter: { search: string; page: number; missing?: boolean },
): Promise<{ rows: EntryWithReviewers[]; total: number }> {
  authorise(canFollowRound(ctx.actor, round.id));
  const seen = and(
    isInRound(round.id),
    noConflict(ctx, { roundId: round.id, entryId: entries.id }),
    searched(filter.search, mayName(ctx.actor, round)),
    filter.missing ? lacksReview(round.id) : undefined,
  );
  const reviewers = sql<
    EntryWithReviewers["reviewers"]
  >`coalesce((select json_agg(json_build_object('assignmentId', a.id, 'accountId', p.id, 'name', p.name, 'state',
      case when x.assignment_id is not null then 'recused' when v.submitted_at is not null then 'submitted' when v.id is not null then 'started' else 'assigned' end) order by p.name, p.id)
    from assignments a join accounts p on p.id = a.reviewer_id left join recusals x on x.assignment_id = a.id left join reviews v on v.assignment_id = a.id
    where a.round_id = ${round.id} and a.entry_id = ${entries.id}), '[]'::json)`;
  const rows = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
      reviewers,
      total: sql<number>`count(*) over ()::int`,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(seen)
    .orderBy(
      mayName(ctx.actor, round) ? sql`${cities.name} collate "names"` : asc(entries.code),
      asc(entries.code),
      asc(entries.id),
    )
    .limit(PER_PAGE)
    .offset((filter.page - 1) * PER_PAGE);
  return { rows: rows.map(({ total: _total, ...row }) => named(ctx.actor, round, row)), total: rows[0]?.total ?? 0 };
}

/** Somebody is to review it, may, and has not yet. */
function lacksReview(roundId: string): SQL {
  return sql`exists (select 1 from assignments a left join recusals x on x.assignment_id = a.id left join reviews v on v.assignment_id = a.id
    where a.round_id = ${roundId} and a.entry_id = ${entries.id} and x.assignment_id is null and v.submitted_at is null and ${noConflictOf(sql`a.reviewer_id`, { roundId, entryId: entries.id })})`;
}

/** Whoever may not see cities may not find them either. */
function searched(text: string, byCity: boolean): SQL | undefined {
  const pattern = likePattern(text);
  return text === ""
    ? undefined
    : or(
        ilike(entries.code, pattern),
        ilike(entries.title, pattern),
        ...(byCity ? [ilike(cities.name, pattern), ilike(cities.searchName, pattern)] : []),
      );
}

/** How far each reviewer has got, by name: counts only, over entries the reader may know of. */
export async function reviewerProgress(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  const counted = (condition: SQL) => sql<number>`count(${assignments.id}) filter (where ${condition})::int`;
  return ctx.db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      finishedAt: panelMembers.finishedAt,
      assigned: counted(sql`${recusals.assignmentId} is null`),
      started: counted(sql`${recusals.assignmentId} is null and ${reviews.id} is not null`),
      submitted: counted(sql`${recusals.assignmentId} is null and ${reviews.submittedAt} is not null`),
      recused: counted(sql`${recusals.assignmentId} is not null`),
    })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .leftJoin(
      assignments,
      and(
        eq(assignments.roundId, panelMembers.roundId),
        eq(assignments.reviewerId, panelMembers.accountId),
        noConflict(ctx, { roundId, entryId: assignments.entryId }),
        noConflict(ctx, { roundId, entryId: assignments.entryId, accountId: assignments.reviewerId }),
      ),
    )
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.role, "reviewer")))
    .groupBy(accounts.id, panelMembers.finishedAt)
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
}

/** How many of a round's entries have how many readers and how many reviews in: the round at a glance, without any score. */
export async function entryProgress(
  ctx: Context,
  round: { id: string },
): Promise<{ assigned: number; submitted: number; entries: number }[]> {
  authorise(canFollowRound(ctx.actor, round.id));
  const perEntry = ctx.db
    .select({
      id: entries.id,
      assigned: sql<number>`count(${assignments.id}) filter (where ${recusals.assignmentId} is null)::int`.as(
        "assigned",
      ),
      submitted:
        sql<number>`count(${assignments.id}) filter (where ${recusals.assignmentId} is null and ${reviews.submittedAt} is not null)::int`.as(
          "submitted",
        ),
    })
    .from(entries)
    .leftJoin(
      assignments,
      and(
        eq(assignments.entryId, entries.id),
        eq(assignments.roundId, round.id),
        noConflict(ctx, { roundId: round.id, entryId: assignments.entryId, accountId: assignments.reviewerId }),
      ),
    )
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(isInRound(round.id), noConflict(ctx, { roundId: round.id, entryId: entries.id })))
    .groupBy(entries.id)
    .as("per_entry");
  return ctx.db
    .select({ assigned: perEntry.assigned, submitted: perEntry.submitted, entries: sql<number>`count(*)::int` })
    .from(perEntry)
    .groupBy(perEntry.assigned, perEntry.submitted)
    .orderBy(asc(perEntry.submitted), asc(perEntry.assigned));
}

const pairOf = ({ entryId, reviewerId }: Pair): Pair => ({ entryId, reviewerId });

/** What a plan of the round keeps besides conflicts and capacities. Not guarded: for plans and pages that have checked who reads. */
export async function sideRules({ db }: Pick<Context, "db">, roundId: string): Promise<SideRules> {
  const [set] = await db
    .select({ rules: assignmentRules.rules })
    .from(assignmentRules)
    .where(eq(assignmentRules.roundId, roundId));
  return set?.rules ?? NO_RULES;
}

/** All a balanced plan rests on, read in the caller's transaction, always in one order: the same facts are worked out once. Nothing of it is shown: the planner must know every conflict, its reader need not. Planned `again`, what nobody has begun may move: no answer to the conflict question, no score. */
export async function planningFacts(
  ctx: Pick<Context, "db">,
  round: { id: string; reviewsPerEntry: number | null },
  again = false,
): Promise<PlanInput> {
  const judged = await ctx.db
    .select({ id: entries.id, themes: entries.themes })
    .from(entries)
    .where(isInRound(round.id))
    .orderBy(asc(entries.id));
  const rules = await sideRules(ctx, round.id);
  const panel = await ctx.db
    .select({
      id: panelMembers.accountId,
      themes: sql<string[]>`coalesce(${reviewerProfiles.themes}, '{}')`.mapWith(reviewerProfiles.themes),
      capacity: reviewerProfiles.capacity,
      country: sql<string | null>`${reviewerProfiles.countries}[1]`,
    })
    .from(panelMembers)
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, panelMembers.accountId))
    .where(and(eq(panelMembers.roundId, round.id), eq(panelMembers.role, "reviewer")))
    .orderBy(asc(panelMembers.accountId));
  const conflicts = await ctx.db
    .selectDistinct({ entryId: standingConflicts.entryId, reviewerId: standingConflicts.accountId })
    .from(standingConflicts)
    .where(eq(standingConflicts.roundId, round.id))
    .orderBy(asc(standingConflicts.entryId), asc(standingConflicts.accountId));
  const given = await ctx.db
    .select({
      entryId: assignments.entryId,
      reviewerId: assignments.reviewerId,
      recused: sql<boolean>`${recusals.assignmentId} is not null`,
      begun: sql<boolean>`(${reviews.id} is not null or ${conflictDeclarations.answer} is not null)`,
    })
    .from(assignments)
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .leftJoin(
      conflictDeclarations,
      and(
        eq(conflictDeclarations.entryId, assignments.entryId),
        eq(conflictDeclarations.accountId, assignments.reviewerId),
      ),
    )
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(eq(assignments.roundId, round.id))
    .orderBy(asc(assignments.id));
  const barred = new Set(conflicts.map(({ entryId, reviewerId }) => `${entryId}:${reviewerId}`));
  const stands = (pair: (typeof given)[number]) => !pair.recused && !barred.has(`${pair.entryId}:${pair.reviewerId}`);
  const forbidden = [...conflicts, ...given.filter((pair) => !stands(pair)).map(pairOf)];
  const [before] = await ctx.db
    .select({ calibration: assignmentRuns.calibration })
    .from(assignmentRuns)
    .where(eq(assignmentRuns.roundId, round.id))
    .orderBy(desc(assignmentRuns.at), asc(assignmentRuns.id))
    .limit(1);
  const shared = { entries: judged, forbidden, rules, seed: round.id };
  return {
    ...shared,
    reviewers: panel.map(({ country, ...reviewer }) => ({
      ...reviewer,
      region: country === null ? null : regionOf(country),
    })),
    reviewsPerEntry: round.reviewsPerEntry,
    existing: given.filter(stands).map(pairOf),
    held: again ? given.filter((pair) => stands(pair) && !pair.begun).map(pairOf) : [],
    calibration: drawCalibration(shared, before?.calibration ?? []),
  };
}

/** How long a page waits for a plan before it tells how far the search has got. In milliseconds. */
const PATIENCE = 1500;

/**
 * How far the search for the plan has got that the portal would carry out now, begun if nobody has; null once the plan is there. A search from
 * facts that have changed is given up; one that somebody stopped is not begun by looking, whatever has changed since. What is proved so far is about the
 * whole plan: null for a reader in conflict with an entry of the round.
 */
export async function searchUnderWay(
  ctx: Context,
  { within, giveUp }: Pick<Calculation, "within" | "giveUp">,
  round: { id: string; reviewsPerEntry: number | null; frozenAt: Date | null },
  again = false,
) {
  authorise(canAssign(ctx.actor, { id: round.id, frozen: round.frozenAt !== null }));
  const facts = await planningFacts(ctx, round, again);
  giveUp(
    "assignment",
    (other) =>
      other.seed === facts.seed && other.held.length > 0 === facts.held.length > 0 && !isDeepStrictEqual(other, facts),
  );
  const standing = await within(PATIENCE, "assignment", facts).catch((error: Error) => {
    throw error instanceof GivenUp ? new Stale("the search was given up") : error;
  });
  if ("answer" in standing) return null;
  if ("stopped" in standing) return { stopped: true as const };
  const [hidden] = await ctx.db
    .select({ one: sql`1` })
    .from(entries)
    .where(and(isInRound(round.id), sql`not ${noConflict(ctx, { roundId: round.id, entryId: entries.id })}`))
    .limit(1);
  return {
    stopped: false as const,
    step: standing.told?.step ?? "rules",
    found: hidden ? null : (standing.told?.found ?? null),
    seconds: Math.round(standing.milliseconds / 1000),
    minutes: SEARCH_SECONDS / 60,
    weighted: facts.rules.breadth > 0,
  };
}

/**
 * The plan the portal would carry out now, with its hash, for whoever may assign; nothing is written. Entries the reader is in conflict with
 * are absent and counted nowhere; then the figures, which are about the whole plan, are null.
 */
export async function previewBalanced(
  ctx: Context,
  calculate: Calculate,
  round: { id: string; reviewsPerEntry: number | null; blind: boolean; frozenAt: Date | null },
  again = false,
) {
  authorise(canAssign(ctx.actor, { id: round.id, frozen: round.frozenAt !== null }));
  const facts = await planningFacts(ctx, round, again);
  const plan = await calculate("assignment", facts);
  const judged = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(and(isInRound(round.id), noConflict(ctx, { roundId: round.id, entryId: entries.id })));
  const seen = new Map(judged.map((entry) => [entry.id, named(ctx.actor, round, entry)]));
  const { settled, figures, loads, unserved, unkept, calibration, moved } = certify(
    recordOf(facts, plan),
    new Set(seen.keys()),
  );
  return {
    pairs: plan.pairs.filter(({ entryId }) => seen.has(entryId)).length,
    moved,
    loads,
    settled,
    figures,
    solver: plan.proof.solver,
    sha256: planHash(plan),
    rules: facts.rules,
    ...(await namedRules(ctx, { unkept, calibration }, seen)),
    unserved: unserved.map(({ entryId, missing, because }) => ({ ...seen.get(entryId)!, missing, because: because! })),
  };
}

/** Rules that gave way and entries that everybody reads, as people know them: by code, city and name. */
async function namedRules<Entry>(
  { db }: Pick<Context, "db">,
  { unkept, calibration }: { unkept: readonly RecordedBreach[]; calibration: readonly string[] },
  entryOf: ReadonlyMap<string, Entry>,
) {
  const ids = [...new Set(unkept.flatMap(({ rule, among }) => (rule === "apart" ? among : [])))];
  const names =
    ids.length === 0
      ? []
      : await db.select({ id: accounts.id, name: accounts.name }).from(accounts).where(inArray(accounts.id, ids));
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return {
    unkept: unkept.map(({ entryId, rule, among }) => ({
      ...entryOf.get(entryId)!,
      rule,
      among: rule === "apart" ? among.map((id) => nameOf.get(id)!) : among,
    })),
    calibration: calibration.map((id) => entryOf.get(id)!),
  };
}

const RUNS_SHOWN = 20;
export const CERTIFIED_PER_PAGE = 300;

/** The plans that were carried out in a round, the latest first: when and by whom. No figures: those are worked out over all entries. */
export async function runsOf(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  return ctx.db
    .select({ id: assignmentRuns.id, at: assignmentRuns.at, byName: accounts.name })
    .from(assignmentRuns)
    .innerJoin(accounts, eq(accounts.id, assignmentRuns.by))
    .where(eq(assignmentRuns.roundId, roundId))
    .orderBy(desc(assignmentRuns.at), asc(assignmentRuns.id))
    .limit(RUNS_SHOWN);
}

/**
 * The certificate of a plan that was carried out, for whoever follows the round; `page` is of the entries with their readers, by code. Entries
 * the reader is in conflict with are absent and counted nowhere; `connected` is of the assignments that stand now. 404 for another round's run.
 */
export async function certificateOf(
  ctx: Context,
  round: { id: string; blind: boolean; cycleId: string },
  runId: string,
  page: number,
) {
  authorise(canFollowRound(ctx.actor, round.id));
  const [run] = await ctx.db
    .select({ ...getTableColumns(assignmentRuns), byName: accounts.name, themes: cycles.themes })
    .from(assignmentRuns)
    .innerJoin(accounts, eq(accounts.id, assignmentRuns.by))
    .innerJoin(cycles, eq(cycles.id, round.cycleId))
    .where(and(eq(assignmentRuns.id, runId), eq(assignmentRuns.roundId, round.id)));
  if (!run) throw new NotFound();
  const judged = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(and(eq(entries.cycleId, round.cycleId), noConflict(ctx, { roundId: round.id, entryId: entries.id })))
    .orderBy(asc(entries.code), asc(entries.id));
  const readings = await ctx.db
    .select({ entry: assignments.entryId, reviewer: assignments.reviewerId })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(
        eq(assignments.roundId, round.id),
        isNull(recusals.assignmentId),
        noConflict(ctx, { roundId: round.id, entryId: assignments.entryId }),
        noConflict(ctx, { roundId: round.id, entryId: assignments.entryId, accountId: assignments.reviewerId }),
      ),
    );
  const {
    entries: served,
    worst,
    atCap,
    unserved,
    unkept,
    calibration,
    loads,
    ...told
  } = certify(run, new Set(judged.map(({ id }) => id)));
  const people = [
    ...new Set([
      ...loads.keys(),
      ...run.pairs.map(({ reviewerId }) => reviewerId),
      ...readings.map(({ reviewer }) => reviewer),
    ]),
  ];
  const names =
    people.length === 0
      ? []
      : await ctx.db
          .select({ id: accounts.id, name: accounts.name })
          .from(accounts)
          .where(inArray(accounts.id, people))
          .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  const entryOf = new Map(judged.map((entry) => [entry.id, named(ctx.actor, round, entry)]));
  const place = new Map(judged.map(({ id }, index) => [id, index]));
  const shown = served
    .toSorted((a, b) => place.get(a.entryId)! - place.get(b.entryId)!)
    .slice((page - 1) * CERTIFIED_PER_PAGE, page * CERTIFIED_PER_PAGE);
  return {
    ...told,
    at: run.at,
    byName: run.byName,
    seed: run.seed,
    solver: run.solver,
    sha256: run.planSha256,
    reviewsPerEntry: run.reviewsPerEntry,
    themes: run.themes,
    count: served.length,
    rules: run.rules ?? NO_RULES,
    ...(await namedRules(ctx, { unkept, calibration }, entryOf)),
    worst: worst.map(({ readers, ...each }) => ({ ...each, readers: readers.length, ...entryOf.get(each.entryId)! })),
    atCap: atCap.map(({ readers: _readers, ...each }) => ({ ...each, ...entryOf.get(each.entryId)! })),
    unserved: unserved.map(({ readers: _readers, ...each }) => ({ ...each, ...entryOf.get(each.entryId)! })),
    loads: names.filter(({ id }) => loads.has(id)).map((person) => ({ ...person, load: loads.get(person.id)! })),
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
