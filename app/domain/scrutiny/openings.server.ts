import { and, asc, eq, inArray, lt, max, sql } from "drizzle-orm";
import { assignments } from "#db/schema/assignment.ts";
import { commitments, logCheckpoints, logLeaves, sealedEntries } from "#db/schema/commitment.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { canonical, type JsonObject } from "../audit/rules.ts";
import { keptPlaces, treeOf } from "../commitment/queries.server.ts";
import { type ReviewRecord, STATEMENTS } from "../commitment/rules.ts";
import { leafHash, peaksOf } from "../commitment/tree.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { type ASSIGNED, ASSIGNING } from "../proof/assigned.server.ts";
import { whyLeftOut } from "../proof/own-reviews.server.ts";
import { openedEntries } from "../proof/opened.server.ts";
import { openingsOf, statementAt } from "../proof/queries.server.ts";

type Reader = Pick<Context<Actor>, "db">;

/**
 * What opens a frozen round to its scrutineer, as canonical JSON: the state of the log before its score events and what
 * follows them, so that they are seen to be all there are; each event with the slot it is frozen under, or why it has
 * none; who was given which entry, and whose it was no more; the frozen scores; which entry is which, and where the
 * sealed entry says so; the adjusted scores once the result is stated; which reviewers have confirmed their scores,
 * with where that stands in the log by then. Reviewers stand there by the number of their account, which was committed
 * to and names nobody; of what they wrote there is only the hash that was. Not guarded.
 */
export async function openingsFile(ctx: Reader, roundId: string): Promise<string> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  if (!freeze) throw new NotFound();
  const [before] = await ctx.db
    .select({ index: max(logLeaves.index) })
    .from(logLeaves)
    .where(and(inArray(logLeaves.kind, [...STATEMENTS]), lt(logLeaves.index, freeze.index)));
  const [audit] = await ctx.db
    .select({ data: logLeaves.data })
    .from(logLeaves)
    .where(eq(logLeaves.index, freeze.index - 1));
  const size = before!.index! + 1;
  const events = await eventsOf(ctx, roundId);
  const sealed = await ctx.db
    .select({ id: sealedEntries.entryId, hash: sealedEntries.hash })
    .from(sealedEntries)
    .where(eq(sealedEntries.seal, freeze.statement["seal"] as number))
    .orderBy(asc(sealedEntries.entryId));
  const told = new Set(events.map(({ record }) => (record as ReviewRecord).entry));
  const bound = new Map(
    (
      await openedEntries(
        ctx,
        sealed.flatMap(({ id, hash }) => (told.has(id) ? [hash] : [])),
        "number",
      )
    ).map(({ entry, salt, record, part }) => [entry, part && { salt, record, number: part }]),
  );
  const ofRound = (type: string) => openingsOf(ctx, and(eq(commitments.roundId, roundId), eq(commitments.type, type)));
  const [assigned, recused] = [await enteredIn(ctx, roundId, "assignment"), await enteredIn(ctx, roundId, "recusal")];
  return canonical({
    // A round of before these commitments has no assignment in the log.
    ...(assigned.length > 0 || (freeze.statement["v"] as number) > ASSIGNING
      ? { v: 4, assignments: assigned, recusals: recused }
      : { v: 3 }),
    round: roundId,
    log: {
      size,
      peaks: peaksOf((await treeOf(ctx)).slice(0, size)).map((peak) => peak.toString("hex")),
      audit: audit!.data.toString("hex"),
    },
    events,
    entries: sealed.flatMap(({ id, hash }) =>
      told.has(id) ? [{ id, entry: hash.toString("hex"), sealed: bound.get(hash.toString("hex")) ?? null }] : [],
    ),
    reviews: await ofRound("review"),
    adjusted: (await ofRound("adjusted"))[0] ?? null,
    attestations: await attestationsOf(ctx, roundId),
  });
}

/** Who was given what, or who no more, as it entered the log with the freeze, in the order of the commitments. */
async function enteredIn({ db }: Reader, roundId: string, kind: (typeof ASSIGNED)[number]) {
  const kept = await db
    .select({ salt: commitments.salt, record: commitments.record })
    .from(logLeaves)
    .innerJoin(commitments, eq(commitments.hash, logLeaves.data))
    .where(and(eq(logLeaves.roundId, roundId), eq(logLeaves.kind, kind)))
    .orderBy(asc(logLeaves.index));
  return kept.map(({ salt, record }) => ({ salt: salt.toString("hex"), record: record as JsonObject }));
}

/** What reviewers have confirmed, in the order of their commitments; in the log once the result is signed. */
async function attestationsOf(ctx: Reader, roundId: string) {
  const given = await ctx.db
    .select({ salt: commitments.salt, record: commitments.record, hash: commitments.hash })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, "attestation")));
  const result = await statementAt(ctx, "result", { roundId });
  const [signed] = result
    ? await ctx.db
        .select()
        .from(logCheckpoints)
        .where(eq(logCheckpoints.size, result.index + 1))
    : [];
  const inLog = signed && (await keptPlaces(signed.root, async () => (await treeOf(ctx)).slice(0, signed.size)));
  return given
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
    .map(({ salt, record, hash }) => ({
      salt: salt.toString("hex"),
      record: record as JsonObject,
      log: inLog?.(leafHash(hash)) ?? null,
    }));
}

const OF_REVIEW = sql<string>`${commitments.subjectId}`;

/**
 * Every score event of a frozen round, in the order of its commitments, with its slot where it counts; else why not, as
 * far as that can be told now.
 */
async function eventsOf({ db }: Reader, roundId: string) {
  const given = await db
    .select({ reviewId: OF_REVIEW, salt: commitments.salt, record: commitments.record, hash: commitments.hash })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, "score-event")))
    .orderBy(asc(commitments.at), asc(commitments.id));
  const frozen = await db
    .select({ reviewId: OF_REVIEW, slot: sql<string>`${commitments.record}->>'slot'` })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, "review")));
  const slots = new Map(frozen.map(({ reviewId, slot }) => [reviewId, slot]));
  const last = new Map(given.map(({ reviewId, hash }) => [reviewId, hash]));
  const reasons = new Map(
    (
      await leftOut(
        { db },
        roundId,
        [...last.keys()].filter((id) => !slots.has(id)),
      )
    ).map(({ reviewId, why }) => [reviewId, why]),
  );
  return given
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
    .map(({ reviewId, salt, record, hash }) => {
      const slot = last.get(reviewId) === hash ? (slots.get(reviewId) ?? null) : null;
      const why =
        slot !== null ? null : last.get(reviewId) === hash ? (reasons.get(reviewId) ?? "unexplained") : "revised";
      return { salt: salt.toString("hex"), record: record as JsonObject, slot, why };
    });
}

/**
 * Why a review that was handed in counts for nothing. A conflict that was lifted since the freeze is one all the same.
 */
function leftOut({ db }: Reader, roundId: string, reviewIds: readonly string[]) {
  return db
    .select({ reviewId: reviews.id, why: whyLeftOut(roundId) })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .where(inArray(reviews.id, [...reviewIds]));
}
