import { and, count, eq } from "drizzle-orm";
import { answerComments } from "#db/schema/comment.ts";
import { entries } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import { entryStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { oneAtATime, wroteJustNow } from "../once.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canComment, canSettle } from "./policy.ts";
import { getComment } from "./queries.server.ts";

/**
 * Says something to one's team about an answer, the same words pressed twice once; answers the comment's id. The entry
 * itself is not touched, so what is sealed stays the same.
 */
export function addComment(
  outer: Context,
  { entryId, questionKey, text }: { entryId: string; questionKey: string; text: string },
): Promise<string> {
  return transact(outer, async (ctx) => {
    const [place] = await ctx.db
      .select({ cityId: entries.cityId, questionId: questions.id })
      .from(entries)
      .innerJoin(questions, and(eq(questions.cycleId, entries.cycleId), eq(questions.key, questionKey)))
      .where(eq(entries.id, entryId));
    if (!place) throw new NotFound();
    await oneAtATime(ctx);
    const [standing] = await ctx.db
      .select({ count: count() })
      .from(answerComments)
      .where(eq(answerComments.entryId, entryId));
    authorise(canComment(ctx.actor, { cityId: place.cityId, comments: standing?.count ?? 0 }));
    const [before] = await ctx.db
      .select({ id: answerComments.id })
      .from(answerComments)
      .where(
        and(
          eq(answerComments.entryId, entryId),
          eq(answerComments.questionId, place.questionId),
          eq(answerComments.text, text),
          wroteJustNow(ctx, answerComments),
        ),
      );
    if (before) return { result: before.id, event: [] };
    const [added] = await ctx.db
      .insert(answerComments)
      .values({ entryId, questionId: place.questionId, text, at: ctx.now, by: ctx.actor.id })
      .returning({ id: answerComments.id });
    return {
      result: added!.id,
      event: {
        type: "comment.added",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { comment: added!.id, question: questionKey },
      },
    };
  });
}

export type Settled = { entryId: string; questionKey: string };

/** Marks a comment as settled, or with `resolved: false` as open again. Doing so twice changes nothing. */
export function settleComment(
  outer: Context,
  commentId: string,
  { resolved }: { resolved: boolean },
): Promise<Settled> {
  return transact(outer, async (ctx) => {
    const { entryId, questionKey, cityId, by, resolvedAt } = await getComment(ctx, commentId);
    authorise(canSettle(ctx.actor, { cityId, by }));
    const result = { entryId, questionKey };
    if ((resolvedAt !== null) === resolved) return { result, event: [] };
    await ctx.db
      .update(answerComments)
      .set(resolved ? { resolvedAt: ctx.now, resolvedBy: ctx.actor.id } : { resolvedAt: null, resolvedBy: null })
      .where(eq(answerComments.id, commentId));
    return {
      result,
      event: {
        type: resolved ? "comment.resolved" : "comment.reopened",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { comment: commentId, question: questionKey },
      },
    };
  });
}
