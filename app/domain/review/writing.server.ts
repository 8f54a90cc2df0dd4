import { and, eq, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { reviewRevisions, reviews, scoreRevisions, scores } from "#db/schema/review.ts";
import { type AuditEvent, roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { commentLack, type Criterion, isOnScale, type Mark, NOT_APPLICABLE, totalOf } from "../rubric/rules.ts";
import { commentField, reasonField, scoreField, type SheetInput } from "./input.ts";
import { markOf, type Sheet } from "./queries.server.ts";
import { cameBefore, type Clash, clashIn, merge, type StoredScore } from "./rules.ts";

/** A sheet whose round and assignment are held, and whose review has begun. */
export type Held = Sheet & { reviewId: string; comment: string; notes: string; version: number; savedAt: Date };
export type GivenScore = {
  /** Null where a field was sent empty: no mark yet, and none can be taken back. */
  value?: Mark | null | undefined;
  comment?: string | undefined;
  reason?: string | undefined;
  baseVersion: number;
};
export type CommentInput = {
  assignmentId: string;
  comment?: string | undefined;
  notes?: string | undefined;
  baseVersion: number;
};
export type Saved = { version: number; savedAt: Date };

/** A score, its revision, and the review's time and total in one statement. */
const storeScore = prepared(
  "store_score",
  () => sql`
    with saved as (
      insert into ${scores} (review_id, criterion_id, value, not_applicable, comment, reason, version, saved_at)
      values (
        ${sql.placeholder("reviewId")}, ${sql.placeholder("criterionId")}, ${sql.placeholder("value")},
        ${sql.placeholder("notApplicable")}, ${sql.placeholder("comment")}, ${sql.placeholder("reason")},
        ${sql.placeholder("version")}, ${sql.placeholder("now")}
      )
      on conflict (review_id, criterion_id) do update
      set value = excluded.value, not_applicable = excluded.not_applicable, comment = excluded.comment,
        reason = excluded.reason, version = excluded.version, saved_at = excluded.saved_at
      returning *
    ),
    kept as (
      insert into ${scoreRevisions} (
        review_id, criterion_id, value, not_applicable, comment, reason, version, saved_at
      )
      select review_id, criterion_id, value, not_applicable, comment, reason, version, saved_at
      from saved
    )
    update ${reviews} r
    set saved_at = saved.saved_at, total = ${sql.placeholder("total")}
    from saved
    where r.id = saved.review_id`,
);

/** A criterion of the sheet's rubric; 404 for any other. */
export function criterionOf(sheet: Sheet, criterionId: string): Criterion {
  const criterion = sheet.criteria.find(({ id }) => id === criterionId);
  if (!criterion) throw new NotFound();
  return criterion;
}

/** The save of a score that stands as it was sent; null where it does not. See `cameBefore`. */
export function standingScore(
  sheet: Sheet,
  criterionId: string,
  { baseVersion: base, value, comment, reason }: GivenScore,
): Saved | null {
  const stored = sheet.scores.find((score) => score.criterionId === criterionId);
  if (!stored?.savedAt || !cameBefore(stored, { base, value, comment, reason })) return null;
  return { version: stored.version, savedAt: stored.savedAt };
}

/** The save of the overall comment or the private notes that stand as they were sent; null where they do not. */
export function standingWords(
  { version, savedAt, ...stored }: Sheet,
  { baseVersion: base, comment, notes }: Omit<CommentInput, "assignmentId">,
): Saved | null {
  if (version === null || !savedAt) return null;
  return cameBefore({ ...stored, version }, { base, comment, notes }) ? { version, savedAt } : null;
}

export const isNothing = ({ scores, words }: SheetInput): boolean => scores.length + words.length === 0;

/** Whether all of a whole sheet stands as it was sent. */
export const sheetStands = (sheet: Sheet, input: SheetInput): boolean =>
  !isNothing(input) &&
  input.scores.every(({ criterionId, ...given }) => standingScore(sheet, criterionId, given)) &&
  input.words.every((given) => standingWords(sheet, given));

const NOTHING_GIVEN = { value: null, comment: "", reason: "", version: 0, savedAt: null };

/** A field that another window has changed, with what stands there. */
const clashOn = (
  field: string,
  { criterionId, version, savedAt }: StoredScore,
  value: Mark | string | null,
): Clash => ({
  field,
  criterionId,
  theirs: { value, version, at: savedAt },
});

/**
 * Writes one criterion's mark and comment into a held sheet; what another window has changed since `baseVersion` stays
 * and is handed back. Invalid for what is not on its scale, and for a change that lacks a reason or a comment it needs.
 */
export async function writeScore(
  ctx: Context,
  sheet: Held,
  { criterionId, baseVersion, value: sent, comment, reason = "" }: GivenScore & { criterionId: string },
) {
  const criterion = criterionOf(sheet, criterionId);
  const value = sent ?? undefined;
  if (value !== undefined && !(value === NOT_APPLICABLE ? criterion.notApplicable : isOnScale(criterion, value)))
    throw new Invalid({ [scoreField(criterionId)]: criterion.scale === "tenths" ? "not-a-step" : "not-a-choice" });
  const stored = sheet.scores.find((score) => score.criterionId === criterionId) ?? { criterionId, ...NOTHING_GIVEN };
  if (sent === null && stored.value !== null) throw new Invalid({ [scoreField(criterionId)]: "score-needed" });
  const base = baseVersion >= stored.version ? stored : await revisionOf(ctx, sheet.reviewId, criterionId, baseVersion);
  const merged = {
    value: merge(base.value, stored.value, value),
    comment: merge(base.comment, stored.comment, comment),
  };
  const clashes = [
    ...clashIn(merged.value, clashOn(scoreField(criterionId), stored, stored.value)),
    ...clashIn(merged.comment, clashOn(commentField(criterionId), stored, stored.comment)),
  ];
  const take = {
    value: "take" in merged.value ? merged.value.take : stored.value,
    comment: "take" in merged.comment ? merged.comment.take : stored.comment,
    reason: sheet.reasoned && reason ? reason : stored.reason,
  };
  const changed = take.value !== stored.value || take.comment !== stored.comment || take.reason !== stored.reason;
  if (!changed) return { saved: { version: stored.version, savedAt: stored.savedAt ?? ctx.now }, clashes, event: [] };
  if (sheet.reasoned && take.value !== stored.value && !reason)
    throw new Invalid({ [reasonField(criterionId)]: "change-unexplained" });
  const lack = sheet.submittedAt ? commentLack(criterion, take.value, take.comment) : null;
  if (lack) throw new Invalid({ [commentField(criterionId)]: lack });

  const now: StoredScore = { criterionId, ...take, version: stored.version + 1, savedAt: ctx.now };
  sheet.scores = [...sheet.scores.filter((score) => score.criterionId !== criterionId), now];
  const total = sheet.submittedAt ? totalOf(sheet.criteria, sheet.scores) : null;
  const said =
    take.value === NOT_APPLICABLE ? { value: null, notApplicable: true } : { value: take.value, notApplicable: false };
  await storeScore(ctx.db, {
    reviewId: sheet.reviewId,
    criterionId,
    ...take,
    ...said,
    version: now.version,
    now: ctx.now.toISOString(),
    total,
  });
  return {
    saved: { version: now.version, savedAt: ctx.now },
    clashes,
    event: [eventOf("score.saved", sheet, { criterionId, version: now.version })],
  };
}

/**
 * Writes the overall comment and the private notes into a held sheet, as `writeScore`; `reworded`: the comment is
 * another one.
 */
export async function writeComment(
  ctx: Context,
  sheet: Held,
  { baseVersion, comment, notes }: Omit<CommentInput, "assignmentId">,
) {
  const base = baseVersion >= sheet.version ? sheet : await wordsOf(ctx, sheet.reviewId, baseVersion);
  const merged = { comment: merge(base.comment, sheet.comment, comment), notes: merge(base.notes, sheet.notes, notes) };
  const clashes = (["comment", "notes"] as const).flatMap((field) =>
    clashIn(merged[field], {
      field,
      criterionId: null,
      theirs: { value: sheet[field], version: sheet.version, at: sheet.savedAt },
    }),
  );
  const take = {
    comment: "take" in merged.comment ? merged.comment.take : sheet.comment,
    notes: "take" in merged.notes ? merged.notes.take : sheet.notes,
  };
  if (take.comment === sheet.comment && take.notes === sheet.notes)
    return { saved: { version: sheet.version, savedAt: sheet.savedAt }, clashes, event: [], reworded: false };
  const reworded = take.comment !== sheet.comment;
  const saved = { version: sheet.version + 1, savedAt: ctx.now };
  await ctx.db
    .update(reviews)
    .set({ ...take, ...saved })
    .where(eq(reviews.id, sheet.reviewId));
  await ctx.db.insert(reviewRevisions).values({ reviewId: sheet.reviewId, ...take, ...saved });
  Object.assign(sheet, take, saved);
  return { saved, clashes, event: [eventOf("review.saved", sheet, { version: saved.version })], reworded };
}

/** Comment and notes as a window that last saw `version` had them before it. */
async function wordsOf(
  { db }: Context,
  reviewId: string,
  version: number,
): Promise<{ comment: string; notes: string }> {
  const [found] = await db
    .select({ comment: reviewRevisions.comment, notes: reviewRevisions.notes })
    .from(reviewRevisions)
    .where(and(eq(reviewRevisions.reviewId, reviewId), eq(reviewRevisions.version, version)));
  return found ?? { comment: "", notes: "" };
}

/** A score as a window that last saw `version` had it before it. */
async function revisionOf(
  { db }: Context,
  reviewId: string,
  criterionId: string,
  version: number,
): Promise<{ value: Mark | null; comment: string }> {
  const [found] = await db
    .select({ value: markOf(scoreRevisions), comment: scoreRevisions.comment })
    .from(scoreRevisions)
    .where(
      and(
        eq(scoreRevisions.reviewId, reviewId),
        eq(scoreRevisions.criterionId, criterionId),
        eq(scoreRevisions.version, version),
      ),
    );
  return found ?? { value: null, comment: "" };
}

/** What happened to a sheet: versions, never values or words. */
export function eventOf(
  type: "score.saved" | "review.saved" | "review.submitted",
  sheet: Held,
  details: AuditEvent["details"],
): AuditEvent {
  return {
    type,
    stream: roundStream(sheet.round.id),
    subjectId: sheet.reviewId,
    details: { assignmentId: sheet.id, ...details },
  };
}
