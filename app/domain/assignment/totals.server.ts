import { and, count, eq, isNotNull, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { entryTotals, reviews } from "#db/schema/review.ts";
import type { Actor, Context } from "../context.ts";

/**
 * Brings the stored sum and count of an entry's counting reviews up to date: submitted, not recused, no standing conflict.
 * Call it last, inside the transaction of whatever changed a review, a recusal or a conflict. The row's lock puts two such
 * transactions in order, so the second sees what the first wrote. Totals are whole hundredths of a point.
 */
export async function recomputeTotals({ db }: Pick<Context<Actor>, "db">, roundId: string, entryId: string): Promise<void> {
  const here = and(eq(entryTotals.roundId, roundId), eq(entryTotals.entryId, entryId));
  await db.insert(entryTotals).values({ roundId, entryId, reviews: 0, total: 0 }).onConflictDoNothing();
  await db.select({ locked: entryTotals.entryId }).from(entryTotals).where(here).for("update");

  // A statement of its own: its snapshot begins after the lock was granted.
  const [counted] = await db
    .select({ reviews: count(), total: sql<number>`coalesce(sum(${reviews.total}), 0)::int` })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .where(and(eq(assignments.roundId, roundId), eq(assignments.entryId, entryId), isNotNull(reviews.submittedAt), isNotNull(reviews.total), isCounting()));
  const { reviews: number, total } = counted ?? { reviews: 0, total: 0 };
  const mean = number === 0 ? null : sql`${total}::numeric / ${number}`;
  await db.update(entryTotals).set({ reviews: number, total, mean }).where(here);
}

/** A review counts while nobody stepped back from it and no conflict stands. For queries over `assignments`, or another name of it. */
export function isCounting({ id, roundId, entryId, reviewerId }: Record<"id" | "roundId" | "entryId" | "reviewerId", SQLWrapper> = assignments): SQL {
  return sql`(not exists (select 1 from ${recusals} rc where rc.assignment_id = ${id})
    and not exists (select 1 from ${standingConflicts} sc where sc.round_id = ${roundId} and sc.entry_id = ${entryId} and sc.account_id = ${reviewerId}))`;
}
