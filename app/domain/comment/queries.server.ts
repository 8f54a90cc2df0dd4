import { and, asc, count, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { answerComments } from "#db/schema/comment.ts";
import { entries } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { Comment } from "./rules.ts";

const settlers = alias(accounts, "settlers");

/** The team's alone, whatever else somebody may read of the entry. */
const visibleTo = ({ actor }: Pick<Context, "actor">): SQL =>
  inArray(
    entries.cityId,
    actor.teams.map(({ cityId }) => cityId),
  );

/**
 * The comments on an entry's answers in order of time, of one question if it is named. None for anybody outside of the
 * team.
 */
export function commentsOn(ctx: Context, entryId: string, questionKey?: string): Promise<Comment[]> {
  return ctx.db
    .select({
      id: answerComments.id,
      questionKey: questions.key,
      text: answerComments.text,
      at: answerComments.at,
      by: accounts.name,
      byId: answerComments.by,
      resolvedAt: answerComments.resolvedAt,
      resolvedBy: settlers.name,
    })
    .from(answerComments)
    .innerJoin(entries, eq(entries.id, answerComments.entryId))
    .innerJoin(questions, eq(questions.id, answerComments.questionId))
    .innerJoin(accounts, eq(accounts.id, answerComments.by))
    .leftJoin(settlers, eq(settlers.id, answerComments.resolvedBy))
    .where(
      and(
        eq(answerComments.entryId, entryId),
        visibleTo(ctx),
        questionKey ? eq(questions.key, questionKey) : undefined,
      ),
    )
    .orderBy(asc(answerComments.at), asc(answerComments.id));
}

/** How many comments nobody has settled yet. */
export async function openComments(ctx: Context, entryId: string): Promise<number> {
  const [open] = await ctx.db
    .select({ count: count() })
    .from(answerComments)
    .innerJoin(entries, eq(entries.id, answerComments.entryId))
    .where(and(eq(answerComments.entryId, entryId), visibleTo(ctx), isNull(answerComments.resolvedAt)));
  return open?.count ?? 0;
}

/** One comment with what its page and its rights need. NotFound outside of the team. */
export async function getComment(ctx: Context, commentId: string) {
  const [comment] = await ctx.db
    .select({
      id: answerComments.id,
      entryId: answerComments.entryId,
      cityId: entries.cityId,
      questionKey: questions.key,
      by: answerComments.by,
      resolvedAt: answerComments.resolvedAt,
    })
    .from(answerComments)
    .innerJoin(entries, eq(entries.id, answerComments.entryId))
    .innerJoin(questions, eq(questions.id, answerComments.questionId))
    .where(and(eq(answerComments.id, commentId), visibleTo(ctx)));
  if (!comment) throw new NotFound();
  return comment;
}
