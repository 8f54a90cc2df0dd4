import { desc, eq, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { commitments, logCheckpoints } from "#db/schema/commitment.ts";
import { conflictWaivers, noConflictOf } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { canonical, type JsonObject } from "../audit/rules.ts";
import { type NoteKey, signNote } from "../commitment/note.ts";
import { treeOf } from "../commitment/queries.server.ts";
import { type ReviewRecord, reviewReceipt } from "../commitment/rules.ts";
import { inclusionProofs, leafHash } from "../commitment/tree.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { isInRound } from "../round/queries.server.ts";
import { openedEntries, statementAt } from "./queries.server.ts";
import { setRoot } from "./rules.ts";

/** SQL, for queries over `assignments` and `entries`: why a review that was handed in counts for nothing. */
export const whyLeftOut = (roundId: string) => sql<"recused" | "conflict" | "not-judged" | "unexplained">`case
  when exists (select 1 from ${recusals} rc where rc.assignment_id = ${assignments.id}) then 'recused'
  when not ${noConflictOf(assignments.reviewerId, { roundId, entryId: assignments.entryId })} or exists (
    select 1
    from ${conflictWaivers} w
    where w.entry_id = ${assignments.entryId} and w.account_id = ${assignments.reviewerId}
  ) then 'conflict'
  when not ${isInRound(roundId)} then 'not-judged'
  else 'unexplained'
end`;

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
 * log, and from the freeze on where each stands in the log and among the frozen scores, or why it does not. An entry
 * that a conflict keeps from one by now is not opened any more. 404 for who has handed in nothing.
 */
export async function ownReviewsFile(ctx: Context, key: NoteKey, roundId: string): Promise<string> {
  const own = await ownReviews(ctx, roundId);
  if (own.length === 0) throw new NotFound();
  const [newest] = await ctx.db
    .select({ note: logCheckpoints.note })
    .from(logCheckpoints)
    .orderBy(desc(logCheckpoints.size))
    .limit(1);
  const proved = await provedIn(ctx, roundId);
  return canonical({
    v: 1,
    round: roundId,
    reviewer: ctx.actor.id,
    checkpoint: newest?.note ?? null,
    reviews: await Promise.all(
      own.map(async ({ review_id, salt, record, hash, why, blocked }) => {
        const frozen = blocked ? null : ((await proved?.frozen(review_id)) ?? null);
        return {
          receipt: signNote(reviewReceipt({ record, commitment: hash, salt }), key),
          log: proved?.log(hash) ?? null,
          frozen,
          why: !proved || frozen ? null : blocked && why === "unexplained" ? "conflict" : why,
        };
      }),
    ),
  });
}

/** What shows where reviews stand once their round is frozen and that is signed; null before. */
async function provedIn({ db }: Context, roundId: string) {
  const freeze = await statementAt({ db }, "freeze", { roundId });
  const [signed] = freeze
    ? await db
        .select()
        .from(logCheckpoints)
        .where(eq(logCheckpoints.size, freeze.index + 1))
    : [];
  if (!freeze || !signed) return null;
  const tree = (await treeOf({ db })).slice(0, signed.size);
  const places = new Map(tree.map((hash, index) => [hash.toString("hex"), index]));
  const set = await db
    .select({
      reviewId: sql<string>`${commitments.subjectId}`,
      hash: commitments.hash,
      salt: commitments.salt,
      record: commitments.record,
    })
    .from(commitments)
    .where(sql`${commitments.roundId} = ${roundId} and ${commitments.type} = 'review'`);
  set.sort((a, b) => Buffer.compare(a.hash, b.hash));
  const [inLog, amongFrozen] = [inclusionProofs(tree), inclusionProofs(set.map(({ hash }) => leafHash(hash)))];
  const base64 = (proof: Buffer[]) => proof.map((each) => each.toString("base64"));
  return {
    log: (hash: Buffer) => {
      const index = places.get(leafHash(hash).toString("hex"));
      return index === undefined ? null : { index, proof: base64(inLog(index)) };
    },
    frozen: async (reviewId: string) => {
      const index = set.findIndex((each) => each.reviewId === reviewId);
      if (index < 0) return null;
      const { salt, record } = set[index]!;
      const [sealed] = await openedEntries({ db }, [Buffer.from(record["entry"] as string, "hex")], "number");
      return {
        salt: salt.toString("hex"),
        record: record as JsonObject,
        index,
        proof: base64(amongFrozen(index)),
        sealed: sealed?.part ? { salt: sealed.salt, record: sealed.record, number: sealed.part } : null,
      };
    },
  };
}
