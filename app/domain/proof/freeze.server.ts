import { and, eq, isNotNull, sql } from "drizzle-orm";
import { assignments } from "#db/schema/assignment.ts";
import { commitments } from "#db/schema/commitment.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { criteria } from "#db/schema/rubric.ts";
import { isCounting } from "../assignment/totals.server.ts";
import type { AuditEvent } from "../audit/rules.ts";
import { appendCommitments, appendStatement, keep } from "../commitment/commands.server.ts";
import type { Context } from "../context.ts";
import { isInRound } from "../round/queries.server.ts";
import { stateRules } from "./commands.server.ts";
import { sealedHashes, statementAt } from "./queries.server.ts";
import { disclosureOf, type FrozenScores, openable, setRoot } from "./rules.ts";
import { sealEntries } from "./seal.server.ts";

/** Commits to the frozen scores: every review event since the beginning, then the set that counts, under salts and slots that nothing joins to them. */
export async function freezeScores(ctx: Context, roundId: string, cycleId: string): Promise<AuditEvent[]> {
  const events = [...(await stateRules(ctx, roundId)), ...(await sealEntries(ctx, cycleId))];
  const about = { roundId, cycleId };
  const made = await ctx.db
    .select({ hash: commitments.hash })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, "score-event")));
  await appendCommitments(
    ctx,
    "score-event",
    made.map(({ hash }) => hash),
    about,
  );
  const [rules, seal] = [
    (await statementAt(ctx, "rules", { roundId }))!,
    (await statementAt(ctx, "seal", { cycleId }))!,
  ];
  const hashes = await sealedHashes(ctx, seal.index);
  const counting = (await countingScores(ctx, roundId)).filter(({ entryId }) => hashes.has(entryId));
  const judged = await ctx.db.select({ id: entries.id }).from(entries).where(isInRound(roundId));
  const perEntry = new Map<string, number>();
  for (const { entryId } of counting) perEntry.set(entryId, (perEntry.get(entryId) ?? 0) + 1);
  const { disclosure, withheld } = disclosureOf(rules.statement["disclosure"] as 0 | 1 | 2, {
    entries: judged.length,
    reviews: [...perEntry.values()],
  });
  const records = openable(roundId, counting, disclosure, (entryId) => hashes.get(entryId)!);
  const kept = await keep(
    ctx,
    "review",
    records.map((record, at) => ({ subjectId: counting[at]!.reviewId, roundId, record })),
  );
  await appendStatement(
    ctx,
    {
      type: "freeze",
      v: 1,
      round: roundId,
      rules: rules.index,
      seal: seal.index,
      reviews: kept.length,
      root: setRoot(kept.map(({ hash }) => hash)),
      disclosure,
      withheld,
    },
    about,
  );
  return events;
}

function countingScores({ db }: Context, roundId: string): Promise<(FrozenScores & { reviewId: string })[]> {
  const values = sql<
    (number | null)[]
  >`(select json_agg(s.value order by c.position, c.id) from ${scores} s join ${criteria} c on c.id = s.criterion_id where s.review_id = ${reviews.id})`;
  return db
    .select({ reviewId: reviews.id, entryId: assignments.entryId, reviewerId: assignments.reviewerId, scores: values })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .where(
      and(
        eq(assignments.roundId, roundId),
        isNotNull(reviews.submittedAt),
        isNotNull(reviews.total),
        isCounting(),
        isInRound(roundId),
      ),
    );
}
