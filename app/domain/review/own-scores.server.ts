import { and, asc, eq } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { asker } from "../asker.server.ts";
import { declaredByReader } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";
import { canJudge } from "./policy.ts";
import {
  criteriaOfRound,
  getSheetPage,
  openBeside,
  type SheetPage,
  scoresOfReview,
  visibleTo,
} from "./queries.server.ts";

/**
 * All of one's own scores of a round in one's reading order, drafts included, whether each entry may be opened, and the
 * criteria. 404 for who does not review in it.
 */
export async function ownScores(ctx: Context, roundId: string) {
  authorise(canJudge(ctx.actor, roundId));
  const rows = await ctx.db
    .select({
      id: assignments.id,
      code: entries.code,
      title: entries.title,
      declared: conflictDeclarations.answer,
      version: reviews.version,
      submittedAt: reviews.submittedAt,
      total: reviews.total,
      scores: scoresOfReview,
      criteria: criteriaOfRound,
    })
    .from(assignments)
    .innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, declaredByReader)
    .where(and(eq(assignments.roundId, roundId), visibleTo(asker(ctx))))
    .orderBy(asc(assignments.readingOrder), asc(assignments.id));
  const scale = rows[0]?.criteria ?? [];
  return {
    criteria: scale,
    rows: rows.map(({ scores: given, criteria: _same, declared, ...row }, index) => ({
      ...row,
      place: index + 1,
      opened: declared === "none",
      values: scale.map(({ id }) => given.find(({ criterionId }) => criterionId === id)?.value ?? null),
    })),
  };
}

/**
 * Two entries of one's own in a round, each with its last sealed version and one's own scores. 404 and 409 as for their
 * sheets: a conflict with one hides the pair.
 */
export async function pairOf(ctx: Context, roundId: string, ids: readonly [string, string]) {
  const one = await getSheetPage(ctx, ids[0]);
  const other = await getSheetPage(ctx, ids[1]);
  if (one.sheet.round.id !== roundId || other.sheet.round.id !== roundId) throw new NotFound();
  const side = (page: SheetPage) => {
    const { sealed, form } = openBeside(ctx.actor, page);
    const { id, entry, scores: given, comment, total } = page.sheet;
    return { form, side: { id, entry, sealed, scores: given, comment, total } };
  };
  const [left, right] = [side(one), side(other)];
  return { form: left.form, criteria: one.sheet.criteria, sides: [left.side, right.side] };
}
