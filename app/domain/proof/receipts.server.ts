import { and, desc, eq, sql } from "drizzle-orm";
import { assignments } from "#db/schema/assignment.ts";
import { commitments, logLeaves } from "#db/schema/commitment.ts";
import { entries, submissions } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { commitmentOf, logProof, placeOf } from "../commitment/queries.server.ts";
import { type LogKey, type NoteKey, signNote } from "../commitment/note.ts";
import { type ReviewRecord, reviewReceipt } from "../commitment/rules.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { type Mark, NOT_APPLICABLE } from "../rubric/rules.ts";
import { receiptShows } from "../../../public/verify.mjs";
import { lineOf, readSignedCopy, signedBy } from "./rules.ts";

type Reader = Pick<Context<Actor>, "db">;

/**
 * A reviewer's own receipt for a review that is in, signed, and where its commitment stands in the log once that is so.
 * 404 for anybody else's.
 */
export async function ownReceipt(ctx: Context, key: NoteKey, assignmentId: string) {
  const [review] = await ctx.db
    .select({ id: reviews.id, divided: rounds.divided, rubricId: rounds.rubricId })
    .from(reviews)
    .innerJoin(assignments, eq(assignments.id, reviews.assignmentId))
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .where(and(eq(assignments.id, assignmentId), eq(assignments.reviewerId, ctx.actor.id)));
  const kept = review ? await commitmentOf(ctx, "score-event", review.id) : null;
  if (!kept) throw new NotFound();
  const record = kept.record as ReviewRecord;
  const { criteria } = await rubricOf(ctx, review!.rubricId);
  return {
    text: signNote(reviewReceipt({ record, commitment: kept.hash, salt: kept.salt }), key),
    // Where criteria are divided, null is one that was not asked.
    scores: criteria.flatMap(({ name, scale, min, max, step }, at) => {
      const mark = record.scores[at] ?? null;
      return review!.divided && mark === null
        ? []
        : [{ name, scale, min, max, step, mark: mark ?? (NOT_APPLICABLE as Mark) }];
    }),
    at: record.at,
    proof: await logProof(ctx, kept.hash),
  };
}

type Told = { code: string; version: number; received: string; accepted: string | null; sha256: string };

/** Receipts for what one person did, which stand in no list that they could be looked up in. */
const PERSONAL = ["vote", "review", "confirmation"] as const;

/**
 * What a receipt shows, to whoever holds it: a signed text, or reference and SHA-256 together, which nobody can guess.
 * "signed" and "known" come with what was received, its place in the sealed list, and whether a later version has taken
 * its place. "personal" is that for a review, its confirmation or a vote. "broken" was signed here and is not what its
 * own commitment holds, by the rule of the verifier that anybody has; "not-kept" is, and the portal keeps something
 * else under its reference and version, or nothing. "unshown" is a "signed" one of an older form, which does not
 * open its commitment. `revoked`: by a key of the log that was revoked since, which a thief may have.
 */
export async function checkReceipt(
  ctx: Reader,
  key: LogKey,
  given: { receipt: string; reference: string; sha256: string },
) {
  if (given.receipt) {
    const signed = signedBy(given.receipt, key);
    if (!signed?.text.startsWith("award portal receipt v1\n")) return { outcome: "unknown" as const };
    const { text } = signed;
    const revoked = signed.revoked ? { revoked: true } : {};
    const shows = await receiptShows(text);
    if (shows === "fails") return { outcome: "broken" as const, ...revoked };
    const about = PERSONAL.find((each) => lineOf(text, "for").startsWith(`${each} by `));
    if (about) return { outcome: "personal" as const, about, ...revoked };
    const stands = await standing(ctx, toldBy(text), lineOf(text, "commitment"));
    if (!stands.kept) return { outcome: "not-kept" as const, ...stands, ...revoked };
    return { outcome: shows === "holds" ? ("signed" as const) : ("unshown" as const), ...stands, ...revoked };
  }
  const [found] = await ctx.db
    .select({
      code: entries.code,
      version: submissions.number,
      received: submissions.receivedAt,
      accepted: submissions.acceptedAt,
      sha256: submissions.sha256,
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .where(and(eq(entries.code, given.reference.toUpperCase()), eq(submissions.sha256, given.sha256)))
    .orderBy(desc(submissions.number))
    .limit(1);
  if (!found) return { outcome: "unmatched" as const };
  return {
    outcome: "known" as const,
    ...(await standing(ctx, {
      ...found,
      received: found.received.toISOString(),
      accepted: found.accepted?.toISOString() ?? null,
    })),
  };
}

const toldBy = (text: string): Told => ({
  code: lineOf(text, "for entry"),
  version: Number(lineOf(text, "version")),
  received: lineOf(text, "received"),
  accepted: lineOf(text, "accepted") || null,
  sha256: lineOf(text, "sha256"),
});

/**
 * What the PDF copy of an entry shows, to whoever holds it: "copy" where it is byte for byte what the portal signed,
 * "copy-changed" where the portal signed another document with this receipt, "not-kept" where its pages are the signed
 * ones and the portal keeps something else, "copy-unsigned" for anything else. The file is not kept.
 */
export async function checkCopy(ctx: Reader, key: LogKey, pdf: Uint8Array) {
  const signed = readSignedCopy(pdf, key);
  if (!signed) return { outcome: "copy-unsigned" as const };
  const revoked = signed.revoked ? { revoked: true } : {};
  const stands = { ...(await standing(ctx, toldBy(signed.text))), ...revoked };
  if (!signed.unchanged) return { outcome: "copy-changed" as const, ...stands };
  return { outcome: stands.kept ? ("copy" as const) : ("not-kept" as const), ...stands };
}

/**
 * What became of what was received. `kept`: the portal holds it still, under the commitment that was promised where the
 * promise names one (a PDF copy names none). `missing`: a list was sealed since, and does not have it though no later
 * version took its place.
 */
async function standing(ctx: Reader, told: Told, commitment?: string) {
  const [found] = await ctx.db
    .select({
      hash: commitments.hash,
      sha256: submissions.sha256,
      receivedAt: submissions.receivedAt,
      last: sql<number>`(select max(l.number) from submissions l where l.entry_id = ${submissions.entryId})`,
      sealedSince: sql<boolean>`exists (
        select 1
        from ${logLeaves} s
        where s.cycle_id = ${entries.cycleId} and s.kind = 'seal' and s.at >= ${commitments.at}
      )`,
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .leftJoin(commitments, and(eq(commitments.subjectId, submissions.id), eq(commitments.type, "entry")))
    .where(and(eq(entries.code, told.code), eq(submissions.number, told.version)));
  if (
    found?.sha256 !== told.sha256 ||
    found.receivedAt.toISOString() !== told.received ||
    (commitment !== undefined && found.hash?.toString("hex") !== commitment)
  )
    return { ...told, kept: false, replaced: false, place: null, missing: false };
  const replaced = found.last > told.version;
  const place = found.hash ? await placeOf(ctx, found.hash) : null;
  return { ...told, kept: true, replaced, place, missing: !replaced && !place && found.sealedSince };
}
