import { and, eq, isNotNull, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { cities } from "#db/schema/city.ts";
import { commitments } from "#db/schema/commitment.ts";
import { entries } from "#db/schema/entry.ts";
import { entryTotals, reviews, scores } from "#db/schema/review.ts";
import { type RankingMethod, rounds, type TieRule } from "#db/schema/round.ts";
import { rubrics } from "#db/schema/rubric.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { isCounting } from "../assignment/totals.server.ts";
import { namedTogether } from "../co-applicant/queries.server.ts";
import { hiddenEntries, noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { lotsOf } from "../proof/seeds.server.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { SHARES, unitsOf } from "../rubric/rules.ts";
import { named } from "../round/policy.ts";
import { getRound, isInRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { adjust, type Adjustment, decidingScore, rankBy } from "./adjusted.ts";
import { canSeeRanking } from "./policy.ts";
import { breakTies, rank, type Ranked, type Tallied } from "./rules.ts";
import type { Score } from "./severity.ts";

/** In how many parts the totals of a round count a point. */
const partsOfRound = (roundId: string): SQL<number> =>
  sql`(
    select b.parts * case when r.divided then ${SHARES}::bigint else 1 end
    from ${rubrics} b
    join ${rounds} r on r.rubric_id = b.id
    where r.id = ${roundId}
  )`.mapWith(Number);

const counting = alias(assignments, "counting");

/**
 * SQL: a condition that is asked of each row by itself. Left to join it, Postgres may work all conflicts of a round out
 * anew for each of its reviews, as it does while it has not counted what is in a table: half a second for 12 entries.
 */
const rowByRow = (condition: SQL): SQL => sql`coalesce(${condition}, false)`;

/**
 * Whether a review is in the ranking, for queries over `assignments`. From the freeze on that is settled: a conflict or
 * a waiver that comes later neither takes one out nor brings one back, as the totals stand and as the log says. A list
 * of assignments, which Postgres works out once and looks up.
 */
export function isInRanking(roundId: string): SQL {
  const frozen = sql`from ${commitments} f where f.round_id = ${roundId} and f.type = 'review'`;
  return rowByRow(sql`${assignments.id} in (
    select ${counting.id}
    from ${assignments} "counting"
    where ${counting.roundId} = ${roundId} and not exists (select 1 ${frozen}) and ${rowByRow(isCounting(counting))}
    union all
    select v.assignment_id
    from ${reviews} v
    where v.id in (select f.subject_id ${frozen})
  )`);
}

/**
 * The entries of a round as a ranking shows them, with how many reviews are in (`given`) and expected; `reviews` are
 * those that its mean is of, none while a divided criterion has no mark. Not guarded; `also` keeps back what a reader
 * may not see.
 */
export function entriesOf({ db }: Pick<Context, "db">, roundId: string, also?: SQL) {
  const expected = sql`(
    select count(*)
    from ${assignments} "counting"
    where ${counting.roundId} = ${roundId} and ${counting.entryId} = ${entries.id} and ${rowByRow(isCounting(counting))}
  )`;
  return db
    .select({
      entryId: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
      coApplicants: namedTogether(entries.id),
      framework: entries.framework,
      given: sql<number>`coalesce(${entryTotals.reviews}, 0)`,
      reviews: sql<number>`case when ${entryTotals.mean} is null then 0 else ${entryTotals.reviews} end`,
      total: sql`coalesce(${entryTotals.total}, 0)`.mapWith(Number),
      parts: partsOfRound(roundId),
      assigned: sql<number>`greatest(${expected}, ${entryTotals.reviews}, 0)::int`,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .leftJoin(entryTotals, and(eq(entryTotals.roundId, roundId), eq(entryTotals.entryId, entries.id)))
    .where(and(isInRound(roundId), also));
}

/**
 * Every entry of a round in its order. Not guarded, and blind to conflicts: for commands that need the whole list,
 * never for a page.
 */
export async function wholeRanking(ctx: Pick<Context, "db">, roundId: string) {
  const [round] = await ctx.db
    .select({ id: rounds.id, method: rounds.method, ties: rounds.ties, rubricId: rounds.rubricId })
    .from(rounds)
    .where(eq(rounds.id, roundId));
  if (!round) return [];
  const { method } = round;
  const adjustment = adjust(method === "mean" ? [] : await scoresOf(ctx, roundId));
  return (await inOrder(ctx, round, await entriesOf(ctx, roundId), adjustment)).map((entry) => ({
    ...entry,
    adjusted: decidingScore(method, adjustment, entry.entryId),
  }));
}

/**
 * The order that decides, with ties between means broken as the round declares. Not guarded, and blind to conflicts.
 */
export async function inOrder<T extends Tallied>(
  ctx: Pick<Context, "db">,
  round: { id: string; rubricId: string; method: RankingMethod; ties: readonly TieRule[] },
  rows: readonly T[],
  adjustment: Adjustment,
): Promise<Ranked<T>[]> {
  const ranked = rankBy(round.method, rows, adjustment, round.id);
  if (round.ties.length === 0 || !ranked.some(({ tied }) => tied)) return ranked;
  const { criteria, reviews: given } = await countingReviews(ctx, round);
  return breakTies(ranked, round.ties, {
    weights: criteria.map(({ weight }) => weight),
    reviews: given.map(({ entry, marks, total }) => ({ entry, values: marks, total })),
    lot: await lotsOf(ctx, round.id),
  });
}

/**
 * Every total that counts in a round, in points, by entry and reviewer. Not guarded, and blind to conflicts of whoever
 * asks.
 */
export async function scoresOf({ db }: Pick<Context, "db">, roundId: string): Promise<Score[]> {
  const given = await db
    .select({
      entry: assignments.entryId,
      reviewer: assignments.reviewerId,
      total: reviews.total,
      parts: partsOfRound(roundId),
    })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .where(
      and(
        eq(assignments.roundId, roundId),
        isNotNull(reviews.submittedAt),
        isNotNull(reviews.total),
        isInRanking(roundId),
        isInRound(roundId),
      ),
    );
  return given.map(({ entry, reviewer, total, parts }) => ({ entry, reviewer, score: total! / parts }));
}
export type RankedEntry = Awaited<ReturnType<typeof wholeRanking>>[number];

/**
 * The ranking as the actor may see it, in the order that decides, with what the other method says beside it. Entries in
 * conflict are absent; then `partial` is true, ranks are places by mean among what is left, counted over these rows
 * only, so that no gap tells where an absent one stands, and nothing is adjusted: severity is worked out over all
 * entries. Nor is anything where criteria are divided: nobody gives a whole total. 404 for those who may not
 * look, or not yet.
 */
export async function rankingOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  authorise(canSeeRanking(ctx.actor, { roundId, frozen: round.frozenAt !== null }));
  const rows = await entriesOf(ctx, roundId, noConflict(ctx, { roundId, entryId: entries.id }));
  const partial = (await hiddenEntries(ctx, roundId)).size > 0;
  const told = !partial && !round.divided;
  const { entries: adjusted, ...adjustment } = adjust(told ? await scoresOf(ctx, roundId) : []);
  const ranked = partial ? rank(rows) : await inOrder(ctx, round, rows, { ...adjustment, entries: adjusted });
  return {
    round,
    partial,
    adjustment: told ? adjustment : null,
    rows: ranked.map((row) => named(ctx.actor, round, { ...row, adjusted: adjusted.get(row.entryId) ?? null })),
  };
}

/**
 * What every review that counts gave on each criterion, in points, in the criteria's order, null where it does not
 * apply; and the criteria. Not guarded.
 */
export async function countingReviews(ctx: Pick<Context, "db">, round: { id: string; rubricId: string }) {
  const { criteria } = await rubricOf(ctx, round.rubricId);
  const given = await ctx.db
    .select({
      entry: assignments.entryId,
      reviewer: assignments.reviewerId,
      total: reviews.total,
      scores: sql<
        Record<string, number>
      >`(select json_object_agg(s.criterion_id, s.value) from ${scores} s where s.review_id = ${reviews.id} and s.value is not null)`,
    })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .where(
      and(
        eq(assignments.roundId, round.id),
        isNotNull(reviews.submittedAt),
        isNotNull(reviews.total),
        isInRanking(round.id),
        isInRound(round.id),
      ),
    );
  const counted = given.map(({ entry, reviewer, total, scores: marks }) => ({
    entry,
    reviewer,
    total: total!,
    marks: criteria.map(({ id }) => marks[id] ?? null),
    values: criteria.map((criterion) =>
      marks[criterion.id] === undefined ? null : marks[criterion.id]! / unitsOf(criterion),
    ),
  }));
  // In one order, so that the same scores are the same question.
  return { criteria, reviews: counted.sort((a, b) => (a.entry + a.reviewer < b.entry + b.reviewer ? -1 : 1)) };
}

/** Who is on the panel of a round. Not guarded: names of reviewers are for those who may read reviews. */
export const panelNames = ({ db }: Context, roundId: string) =>
  db
    .select({ id: accounts.id, name: accounts.name })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .where(eq(panelMembers.roundId, roundId));
