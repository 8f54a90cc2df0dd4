import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { commitments, logCheckpoints, logLeaves } from "#db/schema/commitment.ts";
import { conflictWaivers, noConflictOf } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { publications } from "#db/schema/result.ts";
import { reviews } from "#db/schema/review.ts";
import { canonical, type JsonObject } from "../audit/rules.ts";
import { type NoteKey, signNote } from "../commitment/note.ts";
import { keptPlaces, treeOf } from "../commitment/queries.server.ts";
import { type ReviewRecord, reviewReceipt } from "../commitment/rules.ts";
import { leafHash } from "../commitment/tree.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { isInRound } from "../round/queries.server.ts";
import { openedEntries } from "./opened.server.ts";
import { isPublic, statementAt } from "./queries.server.ts";
import { setRoot } from "./rules.ts";

/**
 * SQL, for queries over `assignments` and `entries`: why a review that was handed in counted for nothing at the freeze.
 * What entered the log with it says whether it was recused; a round that is older than that goes by what is known now.
 */
export const whyLeftOut = (roundId: string) => sql<"recused" | "conflict" | "not-judged" | "unexplained">`case
  when ${lastEntered(roundId)} = 'assignment' then case when ${isInRound(roundId)} then 'unexplained' else 'not-judged' end
  when exists (select 1 from ${recusals} rc where rc.assignment_id = ${assignments.id}) then 'recused'
  when ${lastEntered(roundId)} = 'recusal' then 'conflict'
  when not ${isInRound(roundId)} then 'not-judged'
  when not ${noConflictOf(assignments.reviewerId, { roundId, entryId: assignments.entryId })} or exists (
    select 1
    from ${conflictWaivers} w
    where w.entry_id = ${assignments.entryId} and w.account_id = ${assignments.reviewerId}
  ) then 'conflict'
  else 'unexplained'
end`;

const lastEntered = (roundId: string) => sql`(
  select c.type
  from ${commitments} c
  join ${logLeaves} l on l.round_id = ${roundId} and l.kind = c.type and l.data = c.hash
  where c.subject_id = ${assignments.id} and c.type in ('assignment', 'recusal')
  order by c.at desc
  limit 1
)`;

type Own = { review_id: string; salt: Buffer; record: ReviewRecord; hash: Buffer; why: string; blocked: boolean };

/** What one handed in last about each entry of a round, in the order of its commitments. */
async function ownReviews({ db, actor }: Context, roundId: string): Promise<Own[]> {
  const rows = await db.execute<Own>(sql`
    select distinct on (${reviews.id}) ${reviews.id} as review_id, c.salt, c.record, c.hash,
      ${whyLeftOut(roundId)} as why,
      not ${noConflictOf(assignments.reviewerId, { roundId, entryId: assignments.entryId })} as blocked
    from ${assignments}
    join ${entries} on ${entries.id} = ${assignments.entryId}
    join ${reviews} on ${reviews.assignmentId} = ${assignments.id}
    join ${commitments} c on c.subject_id = ${reviews.id} and c.type = 'score-event'
    where ${assignments.roundId} = ${roundId} and ${assignments.reviewerId} = ${actor.id}
    order by ${reviews.id}, c.at desc, c.id desc`);
  return [...rows].sort((a, b) => Buffer.compare(a.hash, b.hash));
}

/**
 * How many reviews one has handed in, and the digest of the commitments to them as they stand: whoever keeps it can
 * show later that one of them was changed or left out. The newest signed state of the log stands beside it.
 */
export async function ownDigest(ctx: Context, roundId: string) {
  const own = await ownReviews(ctx, roundId);
  return { reviews: own.length, digest: own.length > 0 ? setRoot(own.map(({ hash }) => hash)) : null };
}

/**
 * One's own reviews of a round as a file to keep, canonical JSON: a receipt for each, the newest signed state of the
 * log, from the freeze on where each stands in the log, and once the result is public where among the frozen scores, or
 * why it does not. An entry that a conflict keeps from one by now is not opened any more: "closed". 404 for who has
 * handed in nothing.
 */
export async function ownReviewsFile(ctx: Context, key: NoteKey, roundId: string): Promise<string> {
  const own = await ownReviews(ctx, roundId);
  if (own.length === 0) throw new NotFound();
  const [newest] = await ctx.db
    .select({ note: logCheckpoints.note })
    .from(logCheckpoints)
    .orderBy(desc(logCheckpoints.size))
    .limit(1);
  const proved = await provedIn(ctx, roundId, own);
  return canonical({
    v: 1,
    round: roundId,
    reviewer: ctx.actor.id,
    checkpoint: newest?.note ?? null,
    reviews: own.map((each) => {
      const { salt, record, hash } = each;
      return {
        receipt: signNote(reviewReceipt({ record, commitment: hash, salt }), key),
        ...(proved?.(each) ?? { log: null, frozen: null, why: null }),
      };
    }),
  });
}

/**
 * What shows where one's own reviews stand once their round is frozen and that is signed; null before. A frozen record
 * names the entry's commitment, by which a stated result could be read before it is public.
 */
async function provedIn(ctx: Context, roundId: string, own: readonly Own[]) {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  const [signed] = freeze
    ? await ctx.db
        .select()
        .from(logCheckpoints)
        .where(eq(logCheckpoints.size, freeze.index + 1))
    : [];
  if (!freeze || !signed) return null;
  const inLog = await keptPlaces(signed.root, async () => (await treeOf(ctx)).slice(0, signed.size));
  const frozen = await frozenOf(ctx, roundId, own);
  const amongFrozen = await keptPlaces(Buffer.from(freeze.statement["root"] as string, "hex"), async () =>
    (await frozenHashes(ctx, roundId)).map(leafHash),
  );
  const open = (await ctx.db.$count(publications, isPublic(roundId, ctx.now))) > 0;
  const shown = open ? own.flatMap(({ review_id, blocked }) => (blocked ? [] : (frozen.get(review_id) ?? []))) : [];
  const numbers = await openedEntries(
    ctx,
    shown.map(({ record }) => Buffer.from(record["entry"] as string, "hex")),
    "number",
  );
  const sealed = new Map(
    numbers.map(({ entry, salt, record, part }) => [entry, part && { salt, record, number: part }]),
  );
  return ({ review_id, hash, why, blocked }: Own) => {
    const log = inLog(leafHash(hash));
    const kept = frozen.get(review_id);
    if (!kept) return { log, frozen: null, why };
    if (blocked || !open) return { log, frozen: null, why: blocked ? "closed" : "not-public" };
    const { salt, record } = kept;
    const opened = { salt: salt.toString("hex"), record, sealed: sealed.get(record["entry"] as string) ?? null };
    return { log, frozen: { ...opened, ...amongFrozen(leafHash(kept.hash))! }, why: null };
  };
}

/** Those of one's own reviews that are frozen, as they are. */
async function frozenOf({ db }: Context, roundId: string, own: readonly Own[]) {
  const rows = await db
    .select({
      reviewId: sql<string>`${commitments.subjectId}`,
      hash: commitments.hash,
      salt: commitments.salt,
      record: sql<JsonObject>`${commitments.record}`,
    })
    .from(commitments)
    .where(
      and(
        frozenIn(roundId),
        inArray(
          commitments.subjectId,
          own.map(({ review_id }) => review_id),
        ),
      ),
    );
  return new Map(rows.map((row) => [row.reviewId, row]));
}

const frozenIn = (roundId: string) => and(eq(commitments.roundId, roundId), eq(commitments.type, "review"));

async function frozenHashes({ db }: Context, roundId: string): Promise<Buffer[]> {
  const set = await db.select({ hash: commitments.hash }).from(commitments).where(frozenIn(roundId));
  return set.map(({ hash }) => hash).sort(Buffer.compare);
}
