import { and, eq, inArray, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { commitments } from "#db/schema/commitment.ts";
import { isCounting } from "../assignment/totals.server.ts";
import { keep } from "../commitment/commands.server.ts";
import type { Context } from "../context.ts";

/**
 * Why somebody reads an entry no more, as a class that tells nothing else: they declared a conflict, a rule found one,
 * they stepped back, whoever assigns took it from them or a plan gave it to others, they left the panel. "earlier": it
 * ended before the portal committed to such ends.
 */
type Because = "declared" | "tie" | "stepped-back" | "taken-off" | "moved" | "left-panel" | "earlier";

/** What a round commits to about who reads what; it enters the log at the freeze, among the scores. */
export const ASSIGNED = ["assignment", "recusal"] as const;

/** Commits to assignments that were just made, or that begin anew. In their transaction. */
export async function commitAssigned(ctx: Context, given: readonly { id: string }[]): Promise<void> {
  const pairs = await pairsOf(ctx, given);
  await keepPairs(
    ctx,
    "assignment",
    pairs.map((pair) => ({ ...pair, at: after(ctx, pair), said: { late: false } })),
  );
}

/** Commits to what ended assignments, in the transaction that ends them and while they are there. */
export async function commitRecused(ctx: Context, given: readonly { id: string }[], because: Because): Promise<void> {
  const pairs = await pairsOf(ctx, given);
  await commitLate(ctx, pairs);
  await keepPairs(
    ctx,
    "recusal",
    pairs.map((pair) => ({ ...pair, at: after(ctx, pair), said: { because } })),
  );
}

/**
 * Before the freeze: what nobody committed to because it is older than such commitments, and who is kept from what they
 * read by a rule that ended no assignment. What was said to have ended is never said to go on: that would hide a
 * recusal which somebody deleted.
 */
export async function commitStanding(ctx: Context, roundId: string): Promise<void> {
  const rows = await ctx.db
    .select({ id: assignments.id, ended: recusals.at, counting: sql<boolean>`${isCounting()}` })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(eq(assignments.roundId, roundId));
  const kept = await ctx.db
    .select({ id: sql<string>`${commitments.subjectId}`, type: commitments.type, at: commitments.at })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), inArray(commitments.type, [...ASSIGNED])));
  const last = new Map<string, string>();
  for (const { id, type } of kept.sort((a, b) => a.at.getTime() - b.at.getTime())) last.set(id, type);
  const open = rows.filter(({ id }) => last.get(id) !== "recusal");
  await commitRecused(
    ctx,
    open.filter(({ ended }) => ended !== null),
    "earlier",
  );
  await commitRecused(
    ctx,
    open.filter(({ ended, counting }) => ended === null && !counting),
    "tie",
  );
  await commitLate(
    ctx,
    await pairsOf(
      ctx,
      open.filter(({ counting }) => counting),
    ),
  );
}

type Pair = {
  id: string;
  roundId: string;
  entryId: string;
  reviewerId: string;
  /** When it was assigned, and whether that was committed to. */
  since: string;
  assigned: boolean;
  /** When something was last committed to about this reviewer and this entry. */
  last: string | null;
};

/** What is committed to about a pair follows in time: requests take effect in another order than they arrive. */
const after = ({ now }: Context, { last }: Pair): Date =>
  new Date(Math.max(now.getTime(), last ? new Date(last).getTime() + 1 : 0));

/** Assignments that nobody committed to when they were made, as the database says that they were. */
async function commitLate(ctx: Context, pairs: readonly Pair[]): Promise<void> {
  const late = pairs.filter(({ assigned }) => !assigned);
  await keepPairs(
    ctx,
    "assignment",
    late.map((pair) => ({ ...pair, at: new Date(pair.since), said: { late: true } })),
  );
}

type Said = Pair & { at: Date; said: { late: boolean } | { because: Because } };

async function keepPairs(ctx: Context, type: (typeof ASSIGNED)[number], pairs: readonly Said[]): Promise<void> {
  await keep(
    ctx,
    type,
    pairs.map(({ id, roundId, entryId, reviewerId, at, said }) => {
      const record = { round: roundId, entry: entryId, reviewer: reviewerId, at: at.toISOString(), ...said };
      return { subjectId: id, roundId, record, at };
    }),
  );
}

/** These assignments in one query, however many they are. */
async function pairsOf({ db }: Context, given: readonly { id: string }[]): Promise<Pair[]> {
  if (given.length === 0) return [];
  const ids = JSON.stringify(given.map(({ id }) => id));
  const rows = await db.execute<Pair>(sql`
    with held as (
      select a.id, a.round_id, a.entry_id, a.reviewer_id, a.at
      from ${assignments} a
      where a.id in (select value::uuid from jsonb_array_elements_text(${ids}::jsonb))
    ), kept as (
      select c.subject_id, c.type, c.at, c.round_id, c.record->>'entry' as entry_id, c.record->>'reviewer' as reviewer_id
      from ${commitments} c
      where c.round_id in (select round_id from held) and c.type in ('assignment', 'recusal', 'score-event')
    ), last as (
      select round_id, entry_id, reviewer_id, max(at) as at
      from kept
      group by round_id, entry_id, reviewer_id
    )
    select h.id, h.round_id as "roundId", h.entry_id as "entryId", h.reviewer_id as "reviewerId", h.at as "since",
      h.id in (select subject_id from kept where type = 'assignment') as "assigned", l.at as "last"
    from held h
    left join last l on (l.round_id, l.entry_id, l.reviewer_id)
      = (h.round_id, h.entry_id::text, h.reviewer_id::text)
    order by h.id`);
  return [...rows];
}
