import { and, eq, isNull, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { reviews } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { recomputeTotals } from "../assignment/totals.server.ts";
import { type AuditEvent, roundStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound, Stale } from "../errors.ts";
import { stateRules } from "../proof/commands.server.ts";
import { ownDigest } from "../proof/own-reviews.server.ts";
import { commitReview } from "../proof/scores.server.ts";
import { lockRound } from "../round/queries.server.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { type Criterion, totalOf, writeStep } from "../rubric/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import type { SheetInput } from "./input.ts";
import { canFinish, canJudge, canOpen, canScore, canSubmit } from "./policy.ts";
import { getSheet, type Sheet } from "./queries.server.ts";
import { type Clash, type Missing, missingOf } from "./rules.ts";
import { getJudging } from "./tasks.server.ts";
import {
  type CommentInput,
  criterionOf,
  eventOf,
  type GivenScore,
  type Held,
  isNothing,
  type Saved,
  sheetStands,
  standingScore,
  standingWords,
  writeComment,
  writeScore,
} from "./writing.server.ts";

/**
 * Saves one criterion's score or comment, on its own as a reviewer writes. 404 once the assignment has ended, 409
 * outside the round's window, but for what came before and stands: its answer was lost. Stale when the same field was
 * changed in another window. A submitted review stays submitted and complete: its total follows at once. `read` turns
 * what was typed into a score once the criterion's scale is known, and throws Invalid for what does not fit it. Invalid
 * too for another value without a reason once the others' scores are open to the reviewer.
 */
export function saveScore(
  outer: Context,
  {
    assignmentId,
    criterionId,
    read,
  }: { assignmentId: string; criterionId: string; read: (criterion: Criterion) => GivenScore },
): Promise<Saved> {
  return transact(outer, async (ctx) => {
    const found = await lockSheet(ctx, assignmentId);
    const criterion = criterionOf(found, criterionId);
    const late = isOver(ctx, found) ? unlessOffScale(() => read(criterion)) : null;
    const stands = late && standingScore(found, criterionId, late);
    if (stands) return { result: stands, event: [] };
    const sheet = await beginReview(ctx, found);
    const { saved, clashes, event } = await writeScore(ctx, sheet, { criterionId, ...read(criterion) });
    if (clashes[0]) throw stale(ctx, clashes[0], criterion);
    if (event.length > 0 && sheet.submittedAt) await count(ctx, sheet);
    return { result: saved, event };
  });
}

/** Saves the overall comment or the private notes. Refuses as `saveScore` does. */
export function saveComment(outer: Context, { assignmentId, ...given }: CommentInput): Promise<Saved> {
  return transact(outer, async (ctx) => {
    const found = await lockSheet(ctx, assignmentId);
    const stands = isOver(ctx, found) ? standingWords(found, given) : null;
    if (stands) return { result: stands, event: [] };
    const sheet = await beginReview(ctx, found);
    const { saved, clashes, event, reworded } = await writeComment(ctx, sheet, given);
    if (clashes[0]) throw stale(ctx, clashes[0]);
    if (reworded && sheet.submittedAt) await commitTo(ctx, sheet);
    return { result: saved, event };
  });
}

/** What was typed into a whole sheet, once its criteria are known; throws Invalid for what does not fit. */
type ReadSheet = (criteria: readonly Criterion[]) => SheetInput;

/**
 * Saves a whole sheet sent by its button. What clashes with another window is left as it stands and handed back, the
 * rest is saved.
 */
export function saveSheet(outer: Context, assignmentId: string, read: ReadSheet): Promise<{ clashes: Clash[] }> {
  return transact(outer, async (ctx) => {
    const found = await lockSheet(ctx, assignmentId);
    const { clashes, event } = await keep(ctx, found, read(found.criteria));
    return { result: { clashes }, event };
  });
}

/** Writes what was sent into a locked sheet. */
async function keep(ctx: Context, found: Sheet, input: SheetInput) {
  if (isOver(ctx, found) && sheetStands(found, input)) return { sheet: found, clashes: [], event: [] };
  const sheet = await beginReview(ctx, found);
  const scored = [];
  for (const given of input.scores) scored.push(await writeScore(ctx, sheet, given));
  const worded = [];
  for (const given of input.words) worded.push(await writeComment(ctx, sheet, given));
  if (sheet.submittedAt && scored.some(({ event }) => event.length > 0)) await count(ctx, sheet);
  else if (sheet.submittedAt && worded.some(({ reworded }) => reworded)) await commitTo(ctx, sheet);
  const written = [...scored, ...worded];
  return {
    sheet,
    clashes: written.flatMap(({ clashes }) => clashes),
    event: written.flatMap(({ event }) => event),
  };
}

/**
 * Keeps a whole sheet as `saveSheet` and hands its review in, unless something clashes or is `missing`: that comes
 * back, and what was kept stays. Of a device at its return no words come, they came before.
 */
export function submitSheet(
  outer: Context,
  assignmentId: string,
  read: ReadSheet,
): Promise<{ roundId: string; clashes: Clash[]; missing: Missing[] }> {
  return transact(outer, async (ctx) => {
    const found = await lockSheet(ctx, assignmentId);
    const input = read(found.criteria);
    const { sheet, clashes, event } = isNothing(input)
      ? { sheet: found, clashes: [], event: [] }
      : await keep(ctx, found, input);
    const isOpen = clashes.length === 0 && canScore(ctx.actor, sheet.facts).allowed;
    const missing = isOpen ? missingOf(sheet.criteria, sheet.scores) : [];
    const handedIn = clashes.length + missing.length === 0 ? await handIn(ctx, sheet) : [];
    return { result: { roundId: found.round.id, clashes, missing }, event: [...event, ...handedIn] };
  });
}

/**
 * Hands in a review. It can be revised until the round closes. Submitting again changes nothing, and whoever lost the
 * answer hears that it is in when the round has closed too.
 */
export function submitReview(outer: Context, assignmentId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const sheet = await lockSheet(ctx, assignmentId);
    return { result: undefined, event: await handIn(ctx, sheet) };
  });
}

/** Hands in the review of a locked sheet. */
async function handIn(ctx: Context, found: Sheet): Promise<AuditEvent[]> {
  if (found.submittedAt) return [];
  const sheet = await beginReview(ctx, found);
  authorise(canSubmit(ctx.actor, sheet.facts, missingOf(sheet.criteria, sheet.scores)));
  const total = totalOf(sheet.criteria, sheet.scores);
  await ctx.db
    .update(reviews)
    .set({ submittedAt: ctx.now, total })
    .where(and(eq(reviews.id, sheet.reviewId), isNull(reviews.submittedAt)));
  const submitted = eventOf("review.submitted", sheet, {
    versions: Object.fromEntries(sheet.scores.map((score) => [score.criterionId, score.version])),
  });
  await count(ctx, sheet);
  return [submitted, ...(await stateRules(ctx, sheet.round.id))];
}

/** "I keep what I read to myself": once per person, before their first entry. */
export function acceptConfidentiality(outer: Context, roundId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canJudge(ctx.actor, roundId));
    const accepted = { confidentialityAcceptedAt: ctx.now };
    const changed = await ctx.db
      .insert(reviewerProfiles)
      .values({ accountId: ctx.actor.id, updatedAt: ctx.now, ...accepted })
      .onConflictDoUpdate({
        target: reviewerProfiles.accountId,
        set: accepted,
        setWhere: isNull(reviewerProfiles.confidentialityAcceptedAt),
      })
      .returning({ id: reviewerProfiles.accountId });
    const event = {
      type: "panel.confidentiality-accepted" as const,
      stream: roundStream(roundId),
      subjectId: ctx.actor.id,
    };
    return { result: undefined, event: changed.length > 0 ? event : [] };
  });
}

/** "I have read and scored all I was given." Said once; reviews stay revisable until the round closes. */
export function finishRound(outer: Context, roundId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canJudge(ctx.actor, roundId));
    await lockRound(ctx, roundId, "share");
    const judging = await getJudging(ctx, roundId);
    authorise(canFinish(ctx.actor, judging, { assigned: judging.assigned, submitted: judging.submitted.length }));
    const finished = await ctx.db
      .update(panelMembers)
      .set({ finishedAt: ctx.now })
      .where(
        and(
          eq(panelMembers.roundId, roundId),
          eq(panelMembers.accountId, ctx.actor.id),
          eq(panelMembers.role, "reviewer"),
          isNull(panelMembers.finishedAt),
        ),
      )
      .returning({ id: panelMembers.accountId });
    if (finished.length === 0) return { result: undefined, event: [] };
    return {
      result: undefined,
      event: {
        type: "panel.finished",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { reviews: judging.submitted.length, digest: (await ownDigest(ctx, roundId)).digest },
      },
    };
  });
}

const holdAssignment = prepared(
  "hold_assignment",
  () => sql`
    select a.id
    from ${assignments} a
    join ${rounds} r on r.id = a.round_id
    where a.id = ${sql.placeholder("assignmentId")}
      and a.reviewer_id = ${sql.placeholder("reviewerId")}
    for share of r for no key update of a`,
);

/**
 * The sheet as it stands once its round is held, so that a freeze comes clearly before or after; holding the assignment
 * keeps two windows apart. Read in a second statement, because only that one sees what the awaited transaction has
 * committed.
 */
async function lockSheet(ctx: Context, assignmentId: string): Promise<Sheet> {
  const [held] = await holdAssignment(ctx.db, { assignmentId, reviewerId: ctx.actor.id });
  if (!held) throw new NotFound();
  return getSheet(ctx, assignmentId);
}

/** Whether the window of a sheet that may be opened is over: nothing more is written, what came before stands. */
const isOver = ({ actor }: Context, { facts }: Sheet): boolean =>
  canOpen(actor, facts).allowed && !canScore(actor, facts).allowed;

/** What does not fit its scale was never saved. */
function unlessOffScale(read: () => GivenScore): GivenScore | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Invalid) return null;
    throw error;
  }
}

/** A sheet that may be written into. */
async function beginReview(ctx: Context, sheet: Sheet): Promise<Held> {
  authorise(canScore(ctx.actor, sheet.facts));
  if (sheet.reviewId !== null) return sheet as Held;
  const [begun] = await ctx.db
    .insert(reviews)
    .values({ assignmentId: sheet.id, startedAt: ctx.now, savedAt: ctx.now })
    .returning({
      reviewId: reviews.id,
      comment: reviews.comment,
      notes: reviews.notes,
      version: reviews.version,
      savedAt: reviews.savedAt,
    });
  return { ...sheet, ...begun! };
}

/** Brings the entry's totals up to date with a review that is in, and commits to it as it now stands. */
async function count(ctx: Context, sheet: Held): Promise<void> {
  await recomputeTotals(ctx, sheet.round.id, sheet.entryId);
  await commitTo(ctx, sheet);
}

async function commitTo(ctx: Context, sheet: Held): Promise<void> {
  const { id: roundId, divided, rubricId } = sheet.round;
  const { criteria } = divided ? await rubricOf(ctx, rubricId) : sheet;
  await commitReview(ctx, { ...sheet, roundId, assignmentId: sheet.id, criteria });
}

/** It is always the same reviewer in another window, so "by" is the actor's own name. */
function stale({ actor }: Context, { theirs }: Clash, criterion?: Criterion): Stale {
  const value =
    criterion?.scale === "tenths" && typeof theirs.value === "number"
      ? writeStep(criterion, theirs.value)
      : theirs.value;
  return new Stale("changed in another window", {
    value,
    version: theirs.version,
    at: theirs.at ?? new Date(0),
    by: actor.name,
  });
}
