import { eq, sql } from "drizzle-orm";
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

/** Freezes of versions above this commit to all of it, and are else of the version that is so much lower. */
export const ASSIGNING = 3;

/** Commits to assignments that were just made, or that begin anew. In their transaction. */
export async function commitAssigned(ctx: Context, given: readonly { id: string }[]): Promise<void> {
  const pairs = await pairsOf(ctx, given);
  await keepPairs(
    ctx,
    "assignment",
    pairs.map((pair) => ({ ...pair, at: after(ctx, pair.last), said: { late: false } })),
  );
}

/** Commits to what ended assignments, in the transaction that ends them and while they are there. */
export async function commitRecused(ctx: Context, given: readonly { id: string }[], because: Because): Promise<void> {
  const pairs = await pairsOf(ctx, given);
  await commitLate(ctx, pairs);
  await keepPairs(
    ctx,
    "recusal",
    pairs.map((pair) => ({ ...pair, at: after(ctx, pair.last, pair.since), said: { because } })),
  );
}

/**
 * Before ended assignments begin anew, while their recusals are there: what nobody committed to because it is older.
 * What was handed in before would else precede every commitment.
 */
export async function commitEnded(ctx: Context, given: readonly { id: string }[]): Promise<void> {
  const pairs = await pairsOf(ctx, given);
  await commitRecused(
    ctx,
    pairs.filter(({ ended }) => !ended),
    "earlier",
  );
}

/**
 * Before the freeze: what nobody committed to because it is older than such commitments, and who is kept from what they
 * read by a rule that ended no assignment. What was said to have ended is never said to go on: that would hide a
 * recusal which somebody deleted. Answers which assignments count: a rule may find another conflict at any moment.
 */
export async function commitStanding(ctx: Context, roundId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: assignments.id, recused: recusals.at, counting: sql<boolean>`${isCounting()}` })
    .from(assignments)
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(eq(assignments.roundId, roundId));
  await commitEnded(
    ctx,
    rows.filter(({ recused }) => recused !== null),
  );
  const going = new Map(rows.filter(({ recused }) => recused === null).map(({ id, counting }) => [id, counting]));
  const open = (
    await pairsOf(
      ctx,
      rows.filter(({ id }) => going.has(id)),
    )
  ).filter(({ ended }) => !ended);
  await commitRecused(
    ctx,
    open.filter(({ id }) => !going.get(id)),
    "tie",
  );
  await commitLate(
    ctx,
    open.filter(({ id }) => going.get(id)),
  );
  return rows.flatMap(({ id, counting }) => (counting ? [id] : []));
}

type Pair = {
  id: string;
  roundId: string;
  entryId: string;
  reviewerId: string;
  /** When it was assigned, and whether that was committed to. */
  since: string;
  assigned: boolean;
  /** Whether the last that was committed to about this reviewer and this entry is a recusal. */
  ended: boolean;
  /** When something was last committed to about this reviewer and this entry. */
  last: string | null;
};

/**
 * What is committed to about a pair follows in time on what was before: requests take effect in another order than they
 * arrive, and clocks are set back.
 */
const after = ({ now }: Context, ...before: (string | null)[]): Date =>
  new Date(Math.max(now.getTime(), ...before.map((at) => (at === null ? 0 : new Date(at).getTime() + 1))));

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
        and (c.record->>'entry', c.record->>'reviewer') in (select entry_id::text, reviewer_id::text from held)
    ), last as (
      select round_id, entry_id, reviewer_id, max(at) as at,
        (array_agg(type order by at desc) filter (where type <> 'score-event'))[1] = 'recusal' as ended
      from kept
      group by round_id, entry_id, reviewer_id
    )
    select h.id, h.round_id as "roundId", h.entry_id as "entryId", h.reviewer_id as "reviewerId", h.at as "since",
      h.id in (select subject_id from kept where type = 'assignment') as "assigned", l.at as "last",
      coalesce(l.ended, false) as "ended"
    from held h
    left join last l on (l.round_id, l.entry_id, l.reviewer_id)
      = (h.round_id, h.entry_id::text, h.reviewer_id::text)
    order by h.id`);
  return [...rows];
}
