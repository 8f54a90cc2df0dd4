import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { noConflictOf } from "#db/schema/conflict.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { entryTotals, reviews, scores } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import type { Actor, Context } from "../context.ts";
import { SHARES } from "../rubric/rules.ts";

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

/**
 * A review is to be given, or is in: nobody has to read what was withdrawn. For queries over `assignments`.
 */
export const isToRead: SQL = sql`(
  not exists (select 1 from ${withdrawals} w where w.entry_id = ${assignments.entryId})
  or exists (select 1 from ${reviews} v where v.assignment_id = ${assignments.id} and v.submitted_at is not null)
)`;

const [roundId, entryId] = [sql`${sql.placeholder("roundId")}::uuid`, sql`${sql.placeholder("entryId")}::uuid`];

const holdTotals = prepared(
  "hold_totals",
  () => sql`insert into ${entryTotals} as t (round_id, entry_id, reviews, total) values (${roundId}, ${entryId}, 0, 0)
  on conflict (round_id, entry_id) do update set reviews = t.reviews`,
);

/** SQL: the reviews of the entry of `t` that count by `counts`, a condition over `assignments`. */
const given = (counts: SQL): SQL => sql`
    from ${assignments}
    join ${reviews} on ${reviews.assignmentId} = ${assignments.id}
    where ${assignments.roundId} = t.round_id
      and ${assignments.entryId} = t.entry_id
      and ${reviews.submittedAt} is not null
      and ${reviews.total} is not null
      and ${counts}`;

/**
 * SQL: the value of the entry of `t` where criteria are divided: of each criterion the mean over who read it, weighted
 * over the criteria, so that no weight depends on how many readers a criterion had. In parts of a point times `SHARES`,
 * and times the reviews, as everywhere; no total while a criterion has no mark.
 */
const divided = (counts: SQL): SQL => sql`
  select n as reviews, case when lacks then null else n * value end as total
  from (
    select (select count(*) ${given(counts)}) as n, bool_or(m.readers is null) as lacks,
      sum(m.weight * m.marks * (${SHARES}::bigint / m.readers)) as value
    from (
      select c.weight * b.parts / case when c.scale = 'tenths' then 1000 else 100 end as weight,
        nullif(count(g.value), 0) as readers, sum(g.value) as marks
      from ${rounds} r
      join ${rubrics} b on b.id = r.rubric_id
      join ${criteria} c on c.rubric_id = b.id
      left join (
        select s.criterion_id, s.value
        from (select ${reviews.id} as id ${given(counts)}) v
        join ${scores} s on s.review_id = v.id
      ) g on g.criterion_id = c.id
      where r.id = t.round_id
      group by c.id, b.id
    ) m
  ) w`;

const isDivided = sql`(select r.divided from ${rounds} r where r.id = t.round_id)`;

/** Counts the totals `of` some entries anew. For queries over `entry_totals` as `t`. */
const counted = (of: SQL, counts = isCounting()): SQL => sql`
  update ${entryTotals} t
  set (reviews, total, mean) = (
    select e.reviews::int, coalesce(e.total, 0)::bigint, e.total::numeric / nullif(e.reviews, 0)
    from (
      select * from (select count(*) as reviews, coalesce(sum(${reviews.total}), 0) as total ${given(counts)}) whole
      where not ${isDivided}
      union all
      select * from (${divided(counts)}) apart where ${isDivided}
    ) e
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
 * Counts every entry of a round anew over the assignments that are `standing`, inside the transaction that holds the
 * round alone: what nobody's act brought about, as a city's new name does, may have brought reviewers into conflict
 * since. Who counts is asked once for all that a freeze writes: between two statements it may change.
 */
export async function recomputeRound(
  { db }: Pick<Context<Actor>, "db">,
  roundId: string,
  standing: readonly string[],
): Promise<void> {
  await db.execute(counted(sql`t.round_id = ${roundId}`, among(standing)));
}

/** SQL: an assignment is one of those given, however many they are. */
export const among = (ids: readonly string[]): SQL =>
  sql`${assignments.id} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`;
