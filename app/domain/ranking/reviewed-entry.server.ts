import { and, asc, eq, or, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews, scoreRevisions, scores } from "#db/schema/review.ts";
import { isCounting } from "../assignment/totals.server.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import type { Mark } from "../rubric/rules.ts";
import { MARK } from "../review/queries.server.ts";
import { changesOf, type ReasonedScore } from "../review/rules.ts";
import { named } from "../round/policy.ts";
import { getRound, isInRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { canSeeReviews } from "./policy.ts";
import { isInRanking } from "./queries.server.ts";
import { summarise } from "./rules.ts";

type GivenScore = { criterionId: string; value: Mark | null; comment: string };

/**
 * One entry of a round with every review that counts or is still expected, by reviewer; a review that is not in yet
 * comes without its values. What was changed after the others' scores were open to its reviewer comes with the reasons
 * given. Private notes never come. 404 for those who may not read reviews, or not yet, and for an entry the actor is in
 * conflict with.
 */
export async function reviewedEntry(ctx: Context, roundId: string, entryId: string) {
  const round = await getRound(ctx, roundId);
  authorise(canSeeReviews(ctx.actor, { roundId, frozen: round.frozenAt !== null }));
  const [entry] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .where(and(eq(entries.id, entryId), isInRound(roundId), noConflict(ctx, { roundId, entryId: entries.id })));
  if (!entry) throw new NotFound();
  const given = await ctx.db
    .select({
      id: assignments.id,
      reviewer: accounts.name,
      submittedAt: reviews.submittedAt,
      total: sql<number | null>`case when ${reviews.submittedAt} is not null then ${reviews.total} end`,
      comment: sql<string>`case when ${reviews.submittedAt} is not null then ${reviews.comment} else '' end`,
      scores: sql<GivenScore[]>`case
        when ${reviews.submittedAt} is null then '[]'::json
        else coalesce((
          select json_agg(json_build_object('criterionId', s.criterion_id, 'value', ${MARK}, 'comment', s.comment))
          from ${scores} s
          where s.review_id = ${reviews.id}
        ), '[]'::json)
      end`,
      changed: sql<ReasonedScore[]>`coalesce((
        select json_agg(v order by v."savedAt", v.version)
        from (
          select s.criterion_id as "criterionId", s.version, ${MARK} as value,
            lag(${MARK}) over (partition by s.criterion_id order by s.version) as before, s.reason,
            s.saved_at as "savedAt"
          from ${scoreRevisions} s
          where s.review_id = ${reviews.id}
        ) v
        where v.reason <> ''
      ), '[]'::json)`,
    })
    .from(assignments)
    .innerJoin(accounts, eq(accounts.id, assignments.reviewerId))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(
      and(eq(assignments.roundId, roundId), eq(assignments.entryId, entryId), or(isCounting(), isInRanking(roundId))),
    )
    .orderBy(asc(accounts.name), asc(assignments.id));
  const { criteria } = await rubricOf(ctx, round.rubricId);
  return {
    round,
    entry: named(ctx.actor, round, entry),
    criteria,
    reviews: given.map(({ changed, ...review }) => ({ ...review, changes: changesOf(changed) })),
    summary: summarise(criteria, given),
  };
}
