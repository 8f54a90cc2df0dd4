import { and, asc, eq, ilike, isNull, or, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { noConflictOf } from "#db/schema/conflict.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { reviews } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { PER_PAGE } from "../paging.ts";
import { type Context, mayName } from "../context.ts";
import { noConflict } from "../conflict/queries.server.ts";
import { likePattern } from "../input.ts";
import { NotFound } from "../errors.ts";
import { reads } from "../panel/division.server.ts";
import { canFollowRound, named } from "../round/policy.ts";
import { isInRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import type { EntryWithReviewers } from "./rules.ts";
import { isCounting, isToRead } from "./totals.server.ts";

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

/**
 * The entries of a round with who reviews each, 50 a page by city, with `missing` only those that lack a review;
 * without those the reader is in conflict with. Never score values.
 */
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
  const reviewers = sql<EntryWithReviewers["reviewers"]>`coalesce((
    select json_agg(json_build_object(
      'assignmentId', a.id, 'accountId', p.id, 'name', p.name,
      'state', case
        when x.assignment_id is not null then 'recused'
        when v.submitted_at is not null then 'submitted'
        when v.id is not null then 'started'
        else 'assigned'
      end
    ) order by p.name, p.id)
    from assignments a
    join accounts p on p.id = a.reviewer_id
    left join recusals x on x.assignment_id = a.id
    left join reviews v on v.assignment_id = a.id
    where a.round_id = ${round.id} and a.entry_id = ${entries.id}
  ), '[]'::json)`;
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
  return sql`exists (
    select 1
    from assignments a
    left join recusals x on x.assignment_id = a.id
    left join reviews v on v.assignment_id = a.id
    where a.round_id = ${roundId}
      and a.entry_id = ${entries.id}
      and x.assignment_id is null
      and v.submitted_at is null
      and ${noConflictOf(sql`a.reviewer_id`, { roundId, entryId: entries.id })}
  )`;
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

/**
 * How far each reviewer has got, by name: counts only, over entries the reader may know of; what was withdrawn is not
 * waited for. `lately` were handed in after `after`; the last of what remains was given at `givenAt`.
 */
export async function reviewerProgress(ctx: Context, roundId: string, after: Date = ctx.now) {
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
      lately: counted(sql`${recusals.assignmentId} is null and ${reviews.submittedAt} > ${after.toISOString()}`),
      recused: counted(sql`${recusals.assignmentId} is not null`),
      givenAt: sql<Date | null>`
        max(${assignments.at}) filter (where ${recusals.assignmentId} is null and ${reviews.submittedAt} is null)`.mapWith(
        assignments.at,
      ),
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
        isToRead,
      ),
    )
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.role, "reviewer")))
    .groupBy(accounts.id, panelMembers.finishedAt)
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
}

/**
 * How many reviews each reviewer of a round has still to hand in, whoever asks: of entries too that whoever asks is in
 * conflict with, of none that was withdrawn. With `by` only those who have had one since then or longer. Not guarded:
 * for letters to these reviewers.
 */
export async function missingReviews(
  { db }: Pick<Context, "db">,
  roundId: string,
  by?: Date,
): Promise<Map<string, number>> {
  const missing = await db
    .select({ id: assignments.reviewerId, count: sql<number>`count(*)::int` })
    .from(assignments)
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(eq(assignments.roundId, roundId), isNull(reviews.submittedAt), isToRead, isCounting()))
    .groupBy(assignments.reviewerId)
    .having(by && sql`min(${assignments.at}) <= ${by.toISOString()}::timestamptz`);
  return new Map(missing.map(({ id, count }) => [id, count]));
}

/**
 * How many of a round's entries have how many readers and how many reviews in: the round at a glance, without any
 * score.
 */
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
      submitted: sql<number>`
          count(${assignments.id}) filter (
            where ${recusals.assignmentId} is null and ${reviews.submittedAt} is not null
          )::int`.as("submitted"),
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

/**
 * Where a round divides its criteria: of each how many of the panel read it, and how many entries nobody reads for it,
 * only one does, or nobody has scored on it yet; of the entries that the reader may know of. None for other rounds.
 * Never score values.
 */
export async function criterionProgress(ctx: Context, round: { id: string; divided: boolean }) {
  authorise(canFollowRound(ctx.actor, round.id));
  if (!round.divided) return [];
  return ctx.db.execute<{
    id: string;
    name: Localised;
    readers: number;
    unread: number;
    single: number;
    unscored: number;
  }>(sql`
    with judged as (
      select ${entries.id} as id
      from ${entries}
      where ${isInRound(round.id)} and ${noConflict(ctx, { roundId: round.id, entryId: entries.id })}
    ),
    pairs as (
      select ${assignments.entryId} as entry_id, ${criteria.id} as criterion_id,
        count(*) as readers, bool_or(${reviews.submittedAt} is not null) as scored
      from ${assignments}
      join ${rounds} on ${rounds.id} = ${assignments.roundId}
      join ${criteria} on ${criteria.rubricId} = ${rounds.rubricId}
      left join ${reviews} on ${reviews.assignmentId} = ${assignments.id}
      where ${rounds.id} = ${round.id}
        and ${assignments.entryId} in (select id from judged)
        and ${isCounting()}
        and ${reads(assignments.reviewerId, sql`${criteria.id}`)}
      group by ${assignments.entryId}, ${criteria.id}
    )
    select ${criteria.id} as id, ${criteria.name} as name, (
        select count(*)::int
        from ${panelMembers} m
        where m.round_id = ${rounds.id} and m.role = 'reviewer' and ${reads(sql`m.account_id`, sql`${criteria.id}`)}
      ) as readers,
      ((select count(*) from judged) - count(p.entry_id))::int as unread,
      (count(*) filter (where p.readers = 1))::int as single,
      ((select count(*) from judged) - count(*) filter (where p.scored))::int as unscored
    from ${rounds}
    join ${criteria} on ${criteria.rubricId} = ${rounds.rubricId}
    left join pairs p on p.criterion_id = ${criteria.id}
    where ${rounds.id} = ${round.id}
    group by ${rounds.id}, ${criteria.id}
    order by ${criteria.position}`);
}
