import { and, eq } from "drizzle-orm";
import { answerRevisions } from "#db/schema/entry.ts";
import { canonical } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { NotFound, Stale } from "../errors.ts";
import type { InputProblem } from "../input.ts";
import { type Fields, readAnswer } from "../question/input.ts";
import { eligibility, ELIGIBILITY, type FormQuestion } from "../question/rules.ts";
import { authorise } from "../verdict.ts";
import { saveAnswer } from "./answers.server.ts";
import { canEdit } from "./policy.ts";
import { type Draft, getDraft } from "./queries.server.ts";
import { sectionAfter, valuesOf } from "./rules.ts";

export type Theirs = { value: unknown; version: number; at: Date; by: string };
export type SavedSection = {
  errors: Record<string, InputProblem>;
  clashes: Record<string, Theirs>;
  /** The section to go on with; this one again where the answers brought up more questions of it. */
  next: string | null;
  /** Of the section about eligibility: what its answers come to. */
  verdict: "yes" | "no" | "open" | null;
};

/**
 * Saves a whole section, as its button does without JavaScript: each changed answer by itself, so that one bad field
 * keeps none of the others from being stored. A field that somebody did not touch never clashes, whatever colleagues
 * wrote meanwhile.
 */
export async function saveSection(
  ctx: Context,
  {
    entryId,
    sectionKey,
    fields,
    versionOf,
  }: { entryId: string; sectionKey: string; fields: Fields; versionOf: (questionKey: string) => number | null },
): Promise<SavedSection> {
  const draft = await getDraft(ctx, entryId);
  authorise(canEdit(ctx.actor, draft, ctx.now));
  const section = draft.form.find(({ key }) => key === sectionKey);
  if (!section) throw new NotFound();
  const outcome: SavedSection = { errors: {}, clashes: {}, next: null, verdict: null };
  for (const question of section.questions.filter(({ type }) => type !== "files")) {
    const baseVersion = versionOf(question.key);
    const reading = readAnswer(question, fields);
    if (!reading.ok) outcome.errors[question.key] = reading.code;
    else if (await isUntouched(ctx, draft, question, baseVersion, reading.value)) continue;
    else
      await saveAnswer(ctx, { entryId, questionKey: question.key, value: reading.value, baseVersion }).catch(
        (error: unknown) => {
          if (!(error instanceof Stale) || !error.theirs) throw error;
          outcome.clashes[question.key] = { ...error.theirs, by: error.theirs.by ?? "" };
        },
      );
  }
  const values = valuesOf((await getDraft(ctx, entryId)).answers);
  if (section.key === ELIGIBILITY) outcome.verdict = eligibility(section, values).verdict;
  return { ...outcome, next: sectionAfter(draft.form, sectionKey, valuesOf(draft.answers), values) };
}

/** Whether a field says what it said when its page was made. */
async function isUntouched(
  { db }: Context,
  draft: Draft,
  question: FormQuestion,
  baseVersion: number | null,
  value: unknown,
): Promise<boolean> {
  const standing = draft.answers[question.key];
  if (baseVersion === null) return value === null;
  if (standing?.version === baseVersion) return canonical(standing.value ?? null) === canonical(value);
  const [base] = await db
    .select({ value: answerRevisions.value })
    .from(answerRevisions)
    .where(
      and(
        eq(answerRevisions.entryId, draft.id),
        eq(answerRevisions.questionId, question.id),
        eq(answerRevisions.version, baseVersion),
      ),
    );
  return base !== undefined && canonical(base.value ?? null) === canonical(value);
}
