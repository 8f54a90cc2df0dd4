import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { cities } from "#db/schema/city.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { reviews } from "#db/schema/review.ts";
import { type ConflictRules, freezes, rounds } from "#db/schema/round.ts";
import { asker } from "../asker.server.ts";
import { isToRead } from "../assignment/totals.server.ts";
import { earlierNames, everAccepted } from "../co-applicant/queries.server.ts";
import { declaredByReader } from "../conflict/queries.server.ts";
import { contradictionsOf } from "../conflict/rules.ts";
import type { Context, PanelRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { PER_PAGE } from "../paging.ts";
import { named } from "../round/policy.ts";
import { isLocked } from "../round/queries.server.ts";
import { roundState } from "../round/rules.ts";
import { authorise } from "../verdict.ts";
import { canJudge } from "./policy.ts";
import { visibleTo } from "./queries.server.ts";

/** One's own assignments that are still there and that one has to read, or has. */
const toReadBy = (ctx: Context) => and(visibleTo(asker(ctx)), isToRead);

const assignedIn = (ctx: Context) => sql`
  from ${assignments}
  left join ${recusals} on ${recusals.assignmentId} = ${assignments.id}
  left join ${reviews} on ${reviews.assignmentId} = ${assignments.id}
  where ${assignments.roundId} = ${rounds.id} and ${toReadBy(ctx)}`;

/**
 * The rounds one judges in or chairs, the one that closes next first, what is settled last, with how far one has got
 * and whether one's vote is waited for. Conflicted entries are not counted, nor what was withdrawn before one had
 * reviewed it.
 */
export function myRounds(ctx: Context) {
  const voting = sql<"waiting" | "cast" | null>`(
    select case when p.account_id is null then 'waiting' else 'cast' end
    from ${ballotVoters} v
    join ${ballots} b using (round_id)
    left join ${ballotPapers} p using (round_id, account_id)
    where v.round_id = ${rounds.id}
      and v.account_id = ${ctx.actor.id}
      and b.counted_at is null
      and b.closes_at >= ${ctx.now.toISOString()}
  )`;
  return ctx.db
    .select({
      id: rounds.id,
      name: rounds.name,
      cycleName: cycles.name,
      opensAt: rounds.opensAt,
      closesAt: rounds.closesAt,
      locked: isLocked,
      timeZone: cycles.timeZone,
      frozenAt: freezes.at,
      discussion: rounds.discussion,
      voting,
      roles: sql<PanelRole[]>`json_agg(${panelMembers.role} order by ${panelMembers.role})`,
      finishedAt: sql<Date | null>`max(${panelMembers.finishedAt})`.mapWith(panelMembers.finishedAt),
      assigned: sql<number>`(select count(*)::int ${assignedIn(ctx)})`,
      submitted: sql<number>`(select count(${reviews.submittedAt})::int ${assignedIn(ctx)})`,
    })
    .from(panelMembers)
    .innerJoin(rounds, eq(rounds.id, panelMembers.roundId))
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .where(eq(panelMembers.accountId, ctx.actor.id))
    .groupBy(rounds.id, cycles.id, freezes.roundId)
    .orderBy(
      sql`${freezes.at} is not null and ${voting} is distinct from 'waiting'`,
      asc(rounds.closesAt),
      asc(rounds.id),
    );
}

/**
 * What concerns a reviewer of a round as a whole: window, progress, when reviews were submitted. 404 for who does not
 * review in it.
 */
export async function getJudging(ctx: Context, roundId: string) {
  authorise(canJudge(ctx.actor, roundId));
  const [row] = await ctx.db
    .select({
      id: rounds.id,
      name: rounds.name,
      cycleName: cycles.name,
      opensAt: rounds.opensAt,
      closesAt: rounds.closesAt,
      locked: isLocked,
      timeZone: cycles.timeZone,
      frozenAt: freezes.at,
      blind: rounds.blind,
      discussion: rounds.discussion,
      conflictRules: rounds.conflictRules,
      acceptedAt: reviewerProfiles.confidentialityAcceptedAt,
      finishedAt: panelMembers.finishedAt,
      assigned: sql<number>`(select count(*)::int ${assignedIn(ctx)})`,
      submittedAts: sql<string[]>`coalesce((
        select json_agg(${reviews.submittedAt}) filter (where ${reviews.submittedAt} is not null) ${assignedIn(ctx)}
      ), '[]'::json)`,
    })
    .from(rounds)
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .innerJoin(
      panelMembers,
      and(
        eq(panelMembers.roundId, rounds.id),
        eq(panelMembers.accountId, ctx.actor.id),
        eq(panelMembers.role, "reviewer"),
      ),
    )
    .leftJoin(freezes, eq(freezes.roundId, rounds.id))
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, ctx.actor.id))
    .where(eq(rounds.id, roundId));
  if (!row) throw new NotFound();
  const { submittedAts, ...round } = row;
  return {
    ...round,
    submitted: submittedAts.map((at) => new Date(at)),
    state: roundState(round, round.frozenAt, ctx.now),
  };
}

/**
 * A page of one's own assignments in one's own reading order, without a word of the entries' content. Guarded by
 * `getJudging`.
 */
export function tasksOf(ctx: Context, roundId: string, page: number) {
  return ctx.db
    .select({
      id: assignments.id,
      code: entries.code,
      title: entries.title,
      cityName: sql<string | null>`case when ${rounds.blind} then null else ${cities.name} end`,
      version: reviews.version,
      submittedAt: reviews.submittedAt,
      declared: conflictDeclarations.answer,
    })
    .from(assignments)
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, declaredByReader)
    .where(and(eq(assignments.roundId, roundId), toReadBy(ctx)))
    .orderBy(asc(assignments.readingOrder), asc(assignments.id))
    .limit(PER_PAGE)
    .offset((page - 1) * PER_PAGE);
}

/**
 * Those of one's own entries in a round whose conflict question waits for an answer, at most 50 in one's reading order,
 * with what the question is answered by and whether one's profile speaks against "no conflict". Guarded by
 * `getJudging`.
 */
export async function unansweredIn(ctx: Context, round: { id: string; blind: boolean; conflictRules: ConflictRules }) {
  const found = await ctx.db
    .select({
      id: assignments.id,
      entryId: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
      partners: entries.partners,
      coApplicants: everAccepted(entries.id),
      earlierNames: earlierNames(entries.id),
      countries: reviewerProfiles.countries,
      cities: reviewerProfiles.cities,
      organisations: reviewerProfiles.organisations,
    })
    .from(assignments)
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, declaredByReader)
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, assignments.reviewerId))
    .where(and(eq(assignments.roundId, round.id), isNull(conflictDeclarations.answer), toReadBy(ctx)))
    .orderBy(asc(assignments.readingOrder), asc(assignments.id))
    .limit(PER_PAGE);
  return found.map(({ countries, cities: ofProfile, organisations, ...row }) => {
    const entry = named(ctx.actor, round, row);
    const profile = { countries, cities: ofProfile, organisations };
    return { ...entry, against: contradictionsOf(profile, entry, round.conflictRules).length > 0 };
  });
}

/** The title of an entry one has just reviewed; null for anything else. */
export async function reviewedTitle(ctx: Context, assignmentId: string): Promise<string | null> {
  const [found] = await ctx.db
    .select({ title: entries.title })
    .from(assignments)
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(and(eq(assignments.id, assignmentId), visibleTo(asker(ctx)), isNotNull(reviews.submittedAt)));
  return found?.title ?? null;
}

/** The assignment that comes after one in the reading order and still waits for a review; null when none is left. */
export async function nextTask(ctx: Context, roundId: string, after: string): Promise<string | null> {
  const position = sql`(select this.reading_order from ${assignments} this where this.id = ${after})`;
  const [next] = await ctx.db
    .select({ id: assignments.id })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(
      and(
        eq(assignments.roundId, roundId),
        toReadBy(ctx),
        isNull(reviews.submittedAt),
        sql`${assignments.id} <> ${after}`,
      ),
    )
    .orderBy(sql`${assignments.readingOrder} < ${position}`, asc(assignments.readingOrder), asc(assignments.id))
    .limit(1);
  return next?.id ?? null;
}

/** The first entry one has not submitted a review of, and its place in one's reading order; null when all are in. */
export async function firstOpenTask(ctx: Context, roundId: string): Promise<{ id: string; place: number } | null> {
  const own = ctx.db
    .select({
      id: assignments.id,
      submittedAt: reviews.submittedAt,
      place: sql<number>`(row_number() over (order by ${assignments.readingOrder}, ${assignments.id}))::int`.as(
        "place",
      ),
    })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(eq(assignments.roundId, roundId), toReadBy(ctx)))
    .as("own");
  const [first] = await ctx.db
    .select({ id: own.id, place: own.place })
    .from(own)
    .where(isNull(own.submittedAt))
    .orderBy(asc(own.place))
    .limit(1);
  return first ?? null;
}

/** One's own assignment of an entry in a round, even if it has ended; null where there never was one. */
export async function ownAssignment(
  { db, actor }: Context,
  of: { roundId: string; entryId: string },
): Promise<string | null> {
  const [own] = await db
    .select({ id: assignments.id })
    .from(assignments)
    .where(
      and(
        eq(assignments.roundId, of.roundId),
        eq(assignments.entryId, of.entryId),
        eq(assignments.reviewerId, actor.id),
      ),
    );
  return own?.id ?? null;
}

/** Whether an assignment was one's own, even if it has ended: then one may be told so, and gets one's words back. */
export async function wasAssigned({ db, actor }: Context, assignmentId: string): Promise<boolean> {
  const [own] = await db
    .select({ id: assignments.id })
    .from(assignments)
    .where(and(eq(assignments.id, assignmentId), eq(assignments.reviewerId, actor.id)));
  return own !== undefined;
}
