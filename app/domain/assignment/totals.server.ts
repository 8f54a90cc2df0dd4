import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { noConflictOf } from "#db/schema/conflict.ts";
import { entryTotals, reviews } from "#db/schema/review.ts";
import type { Actor, Context } from "../context.ts";

/**
 * A review counts while nobody stepped back from it and no conflict stands. For queries over `assignments`, or another
 * name of it.
 */
export function isCounting({
  id,
  roundId,
  entryId,
  reviewerId,
}: Record<"id" | "roundId" | "entryId" | "reviewerId", SQLWrapper> = assignments): SQL {
  return sql`(
    not exists (select 1 from ${recusals} rc where rc.assignment_id = ${id})
    and ${noConflictOf(reviewerId, { roundId, entryId })}
  )`;
}

const [roundId, entryId] = [sql`${sql.placeholder("roundId")}::uuid`, sql`${sql.placeholder("entryId")}::uuid`];

const holdTotals = prepared(
  "hold_totals",
  () => sql`insert into ${entryTotals} as t (round_id, entry_id, reviews, total) values (${roundId}, ${entryId}, 0, 0)
  on conflict (round_id, entry_id) do update set reviews = t.reviews`,
);

/** Counts the totals `of` some entries anew. For queries over `entry_totals` as `t`. */
const counted = (of: SQL): SQL => sql`
  update ${entryTotals} t
  set (reviews, total, mean) = (
    select count(*)::int, coalesce(sum(${reviews.total}), 0)::bigint,
      sum(${reviews.total})::numeric / nullif(count(*), 0)
    from ${assignments}
    join ${reviews} on ${reviews.assignmentId} = ${assignments.id}
    where ${assignments.roundId} = t.round_id
      and ${assignments.entryId} = t.entry_id
      and ${reviews.submittedAt} is not null
      and ${reviews.total} is not null
      and ${isCounting()}
  )
  where ${of}`;

const countTotals = prepared("count_totals", () => counted(sql`t.round_id = ${roundId} and t.entry_id = ${entryId}`));

/**
 * Brings the stored sum and count of an entry's counting reviews up to date: submitted, not recused, no standing
 * conflict. Call it last, inside the transaction of whatever changed a review, a recusal or a conflict. The row's lock
 * puts two such transactions in order; counting is a statement of its own, because its snapshot begins after the lock
 * was granted, so the second sees what the first wrote. Totals are whole parts of a point.
 */
export async function recomputeTotals(
  { db }: Pick<Context<Actor>, "db">,
  roundId: string,
  entryId: string,
): Promise<void> {
  await holdTotals(db, { roundId, entryId });
  await countTotals(db, { roundId, entryId });
}

/**
 * Counts every entry of a round anew, inside the transaction that holds the round alone: what nobody's act brought
 * about, as a city's new name does, may have brought reviewers into conflict since.
 */
export async function recomputeRound({ db }: Pick<Context<Actor>, "db">, roundId: string): Promise<void> {
  await db.execute(counted(sql`t.round_id = ${roundId}`));
}
