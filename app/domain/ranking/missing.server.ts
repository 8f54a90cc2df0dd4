import { and, eq, isNull, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria as rubricCriteria } from "#db/schema/rubric.ts";
import { isCounting } from "../assignment/totals.server.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { reads } from "../panel/division.server.ts";
import { isInRound } from "../round/queries.server.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { countingReviews, entriesOf } from "./queries.server.ts";
import type { Lack } from "./rules.ts";

type Judged = { id: string; rubricId: string; divided: boolean };

/**
 * The entries of a round that divides its criteria which have no value yet, and what each lacks; none of other rounds.
 * Not guarded.
 */
export async function lackingIn({ db }: Pick<Context, "db">, round: Judged): Promise<Map<string, Lack>> {
  if (!round.divided) return new Map();
  const { criteria } = await rubricOf({ db }, round.rubricId);
  const judged = await db.select({ id: entries.id }).from(entries).where(isInRound(round.id));
  const { reviews: given } = await countingReviews({ db }, round);
  const read = new Map<string, typeof given>(judged.map(({ id }) => [id, []]));
  for (const review of given) read.get(review.entry)?.push(review);
  const readBySomebody = await readPairs({ db }, round.id);
  return new Map(
    [...read].flatMap(([id, own]): [string, Lack][] => {
      const lacking = criteria.filter((_criterion, at) => own.every(({ marks }) => marks[at] === null));
      const [unscored, unread] = [true, false].map((isRead) =>
        lacking.flatMap((each) => (readBySomebody.has(`${id}:${each.id}`) === isRead ? [each.name] : [])),
      ) as [Lack["unscored"], Lack["unread"]];
      return lacking.length > 0 ? [[id, { unread, unscored }]] : [];
    }),
  );
}

/** Which criteria of which entries somebody is to read, as "entry:criterion". */
async function readPairs({ db }: Pick<Context, "db">, roundId: string): Promise<Set<string>> {
  const pairs = await db
    .selectDistinct({ entryId: assignments.entryId, criterionId: rubricCriteria.id })
    .from(assignments)
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .innerJoin(rubricCriteria, eq(rubricCriteria.rubricId, rounds.rubricId))
    .where(and(eq(rounds.id, roundId), isCounting(), reads(assignments.reviewerId, sql`${rubricCriteria.id}`)));
  return new Set(pairs.map(({ entryId, criterionId }) => `${entryId}:${criterionId}`));
}

/**
 * What is not there yet, entry by entry: how many reviews are expected and in, and which criteria have no mark. No
 * values. For the freeze, seen by the secretariat too.
 */
export async function missingReviews(ctx: Context, round: Judged) {
  const rows = await entriesOf(ctx, round.id, noConflict(ctx, { roundId: round.id, entryId: entries.id }));
  const lacking = await lackingIn(ctx, round);
  const missing = rows
    .map((row) => ({ ...row, lacks: lacking.get(row.entryId) }))
    .filter(({ given, assigned, lacks }) => given < assigned || given === 0 || lacks);
  return {
    entries: rows.length,
    missing: missing
      .map(({ entryId, code, title, given, assigned, lacks }) => ({
        entryId,
        code,
        title,
        reviews: given,
        assigned,
        lacks,
      }))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  };
}

/**
 * How many reviews of a round were begun and not submitted, of the entries the actor may see: a freeze leaves them out.
 */
export async function draftsOf(ctx: Context, roundId: string): Promise<number> {
  const [found] = await ctx.db
    .select({ drafts: sql<number>`count(*)::int` })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .where(
      and(
        eq(assignments.roundId, roundId),
        isNull(reviews.submittedAt),
        isNull(recusals.assignmentId),
        noConflict(ctx, { roundId, entryId: assignments.entryId }),
      ),
    );
  return found?.drafts ?? 0;
}
