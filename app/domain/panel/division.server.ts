import { and, asc, eq, isNull, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { panelCriteria, panelMembers } from "#db/schema/panel.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import { roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { getRound, hasBegun, lockRound } from "../round/queries.server.ts";
import { canSetUpRound } from "../round/policy.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { MOST_READERS } from "../rubric/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { canNameCriteria } from "./policy.ts";
import { getMember, hasReviewed } from "./queries.server.ts";

/**
 * SQL: whether a reviewer reads a criterion of a round: those named for them where it divides its criteria, all where
 * none is, and where it does not. For queries over `rounds` and over criteria of its rubric, by another name.
 */
export const reads = (accountId: SQLWrapper, criterionId: SQLWrapper): SQL<boolean> => {
  const named = sql`
    from ${panelCriteria} n
    join ${criteria} nc on nc.id = n.criterion_id and nc.rubric_id = ${rounds.rubricId}
    where n.round_id = ${rounds.id} and n.account_id = ${accountId}`;
  return sql<boolean>`(
    not ${rounds.divided}
    or not exists (select 1 ${named})
    or exists (select 1 ${named} and n.criterion_id = ${criterionId})
  )`;
};

/**
 * A reviewer of a round that divides its criteria, with all of them, those named for this reviewer, and whether they
 * may be changed. For the secretariat; 404 for a round that divides none, and for who does not review in it.
 */
export async function divisionFor(ctx: Context, roundId: string, accountId: string) {
  authorise(canSetUpRound(ctx.actor, roundId));
  const round = await getRound(ctx, roundId);
  const { name } = await getMember(ctx, roundId, accountId);
  const [member] = await ctx.db
    .select({ joinedAt: panelMembers.joinedAt })
    .from(panelMembers)
    .where(
      and(eq(panelMembers.roundId, roundId), eq(panelMembers.accountId, accountId), eq(panelMembers.role, "reviewer")),
    );
  if (!round.divided || !member) throw new NotFound();
  const { criteria: all } = await rubricOf(ctx, round.rubricId);
  const named = await ctx.db
    .select({ id: panelCriteria.criterionId })
    .from(panelCriteria)
    .where(and(eq(panelCriteria.roundId, roundId), eq(panelCriteria.accountId, accountId)));
  const hasScored = await hasReviewed(ctx, roundId, accountId);
  const facts = await namingFacts(ctx, round);
  return {
    round,
    member: { accountId, name },
    criteria: all,
    named: all.filter(({ id }) => named.some((each) => each.id === id)).map(({ id }) => id),
    naming: canNameCriteria(ctx.actor, facts, { joinedAt: member.joinedAt, hasScored }),
  };
}

/** What of a round decides whether criteria may be named for its reviewers. */
export const namingFacts = async (ctx: Context, round: { id: string; frozenAt: Date | null; opensAt: Date }) => ({
  id: round.id,
  frozen: round.frozenAt !== null,
  opensAt: round.opensAt,
  begun: await hasBegun(ctx, round),
});

/**
 * Says which criteria a reviewer reads; none = all. 409 once the round has begun, but for who joined since and has not
 * begun to review, and where an entry would have more readers of a criterion than can be counted with. Invalid for a
 * criterion of another rubric.
 */
export function nameCriteria(outer: Context, roundId: string, accountId: string, wanted: readonly string[]) {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    await lockRound(ctx, roundId, "update");
    const { naming, named, criteria: all } = await divisionFor(ctx, roundId, accountId);
    authorise(naming);
    if (wanted.some((id) => !all.some((each) => each.id === id))) throw new Invalid({ criteria: "not-a-choice" });
    const given = all.filter(({ id }) => wanted.includes(id)).map(({ id }) => id);
    if (given.join() === named.join()) return { result: undefined, event: [] };
    await ctx.db
      .delete(panelCriteria)
      .where(and(eq(panelCriteria.roundId, roundId), eq(panelCriteria.accountId, accountId)));
    if (given.length > 0)
      await ctx.db.insert(panelCriteria).values(given.map((criterionId) => ({ roundId, accountId, criterionId })));
    await refuseCrowded(ctx, roundId);
    return {
      result: undefined,
      event: {
        type: "panel.criteria-named",
        stream: roundStream(roundId),
        subjectId: accountId,
        details: { criteria: given },
      },
    };
  });
}

/**
 * Who reads the same criteria of a round that divides them, by the place of these; none where it does not. Not
 * guarded.
 */
export async function readingGroups({ db }: Pick<Context, "db">, roundId: string) {
  const read = await db
    .select({ reviewer: panelMembers.accountId, criterion: criteria.id, place: criteria.position })
    .from(panelMembers)
    .innerJoin(rounds, eq(rounds.id, panelMembers.roundId))
    .innerJoin(criteria, eq(criteria.rubricId, rounds.rubricId))
    .where(
      and(
        eq(rounds.id, roundId),
        eq(rounds.divided, true),
        eq(panelMembers.role, "reviewer"),
        reads(panelMembers.accountId, sql`${criteria.id}`),
      ),
    )
    .orderBy(asc(panelMembers.accountId), asc(criteria.position));
  const criteriaOf = new Map<string, string[]>();
  for (const { reviewer, criterion } of read)
    criteriaOf.set(reviewer, [...(criteriaOf.get(reviewer) ?? []), criterion]);
  const groups = new Map<string, { criteria: string[]; reviewers: string[] }>();
  for (const [reviewer, own] of criteriaOf) {
    const group = groups.get(own.join()) ?? { criteria: own, reviewers: [] };
    group.reviewers.push(reviewer);
    groups.set(own.join(), group);
  }
  const places = new Map(read.map(({ criterion, place }) => [criterion, String(place).padStart(4, "0")]));
  const placeOf = (group: { criteria: string[] }) => group.criteria.map((id) => places.get(id)).join();
  return [...groups.values()].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

/** 409 where an entry of a round that divides its criteria has more readers of one of them than can be counted with. */
export async function refuseCrowded({ db }: Pick<Context, "db">, roundId: string): Promise<void> {
  const [crowded] = await db
    .select({ entryId: assignments.entryId })
    .from(assignments)
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .innerJoin(criteria, eq(criteria.rubricId, rounds.rubricId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(
        eq(rounds.id, roundId),
        eq(rounds.divided, true),
        isNull(recusals.assignmentId),
        reads(assignments.reviewerId, sql`${criteria.id}`),
      ),
    )
    .groupBy(assignments.entryId, criteria.id)
    .having(sql`count(*) > ${MOST_READERS}`)
    .limit(1);
  if (crowded) authorise(notNow("criterion-read-enough"));
}
