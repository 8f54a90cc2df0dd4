import { and, desc, eq } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { answerRevisions } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { PER_PAGE } from "../paging.ts";
import { authoriseTeam } from "./queries.server.ts";

/**
 * Who changed which answer, or one alone, and when, the newest first; one row more than a page tells that there is
 * another.
 */
export async function answerHistory(
  ctx: Context,
  entryId: string,
  { questionKey, page }: { questionKey?: string | null; page: number },
) {
  await authoriseTeam(ctx, entryId);
  return ctx.db
    .select({
      questionKey: questions.key,
      label: questions.label,
      type: questions.type,
      settings: questions.settings,
      version: answerRevisions.version,
      value: answerRevisions.value,
      savedAt: answerRevisions.savedAt,
      savedBy: accounts.name,
    })
    .from(answerRevisions)
    .innerJoin(questions, eq(questions.id, answerRevisions.questionId))
    .innerJoin(accounts, eq(accounts.id, answerRevisions.savedBy))
    .where(and(eq(answerRevisions.entryId, entryId), questionKey ? eq(questions.key, questionKey) : undefined))
    .orderBy(desc(answerRevisions.savedAt), desc(answerRevisions.version), questions.key)
    .limit(PER_PAGE + 1)
    .offset((page - 1) * PER_PAGE);
}

/** One version of one answer, for the team; NotFound when there was none. */
export async function getRevision(
  ctx: Context,
  { entryId, questionKey, version }: { entryId: string; questionKey: string; version: number },
) {
  await authoriseTeam(ctx, entryId);
  const [revision] = await ctx.db
    .select({
      version: answerRevisions.version,
      value: answerRevisions.value,
      savedAt: answerRevisions.savedAt,
      savedBy: accounts.name,
    })
    .from(answerRevisions)
    .innerJoin(questions, eq(questions.id, answerRevisions.questionId))
    .innerJoin(accounts, eq(accounts.id, answerRevisions.savedBy))
    .where(
      and(eq(answerRevisions.entryId, entryId), eq(questions.key, questionKey), eq(answerRevisions.version, version)),
    );
  if (!revision) throw new NotFound();
  return revision;
}
