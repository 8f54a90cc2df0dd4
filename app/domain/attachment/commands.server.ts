import { and, eq, isNull, sql } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import { entries } from "#db/schema/entry.ts";
import { questions, sections } from "#db/schema/question.ts";
import type { InspectedFile, StoreName } from "#app/outside/files/files.ts";
import { entryStream, sha256 } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { cleanText } from "../input.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canEdit } from "../entry/policy.ts";
import { lockEntry } from "../entry/queries.server.ts";
import { canFinish } from "./policy.ts";
import { getPlace, namedBySubmission } from "./queries.server.ts";
import { fileProblem } from "./rules.ts";

export type NewAttachment = { entryId: string; questionKey: string; file: InspectedFile; previewKey?: string | null; caption?: string };

/**
 * Puts a stored and inspected file on a draft and answers its id. The same file (by key) arriving again answers the same id.
 * Throws Invalid with a FileProblem where the slot does not take it, Refused when the slot is full or the call has closed.
 */
export function addAttachment(outer: Context, { entryId, questionKey, file, previewKey = null, caption = "" }: NewAttachment): Promise<string> {
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    const place = await getPlace(ctx, { entryId, questionKey });
    const [known] = await ctx.db.select({ id: attachments.id, entryId: attachments.entryId }).from(attachments).where(eq(attachments.key, file.key));
    if (known?.entryId === entryId) return { result: known.id, event: [] };
    authorise(canFinish(ctx.actor, place, ctx.now));
    const problem = fileProblem(place.slot!, file);
    if (problem) throw new Invalid({ [questionKey]: problem });
    const { key, store, name, size, sha256, contentType } = file;
    const [added] = await ctx.db.insert(attachments).values({
      entryId, questionId: place.questionId!, key, store, name, size, sha256, contentType: contentType!, previewKey,
      caption: cleanText.parse(caption).slice(0, 500), uploadedAt: ctx.now, uploadedBy: ctx.actor.id,
    }).returning({ id: attachments.id });
    await ctx.db.update(entries).set({ savedAt: ctx.now }).where(eq(entries.id, entryId));
    const details = { attachment: added!.id, question: questionKey, size, sha256 };
    return { result: added!.id, event: { type: "attachment.added", stream: entryStream(entryId), subjectId: entryId, details } };
  });
}

export type Freed = { key: string; store: StoreName }[];

/**
 * Takes a file off a draft. Its row and bytes stay while a submission names it; otherwise the row goes and `freed` says which bytes the caller
 * deletes from the store once this has committed.
 */
export function removeAttachment(outer: Context, attachmentId: string): Promise<{ entryId: string; sectionKey: string; questionKey: string; freed: Freed }> {
  return transact(outer, async (ctx) => {
    const file = await lockFile(ctx, attachmentId);
    const place = await getPlace(ctx, file);
    authorise(canEdit(ctx.actor, place.entry, ctx.now));
    const { entryId, sectionKey, questionKey, key, previewKey, store, submitted } = file;
    if (submitted) await ctx.db.update(attachments).set({ removedAt: ctx.now }).where(eq(attachments.id, attachmentId));
    else await ctx.db.delete(attachments).where(eq(attachments.id, attachmentId));
    await ctx.db.update(entries).set({ savedAt: ctx.now }).where(eq(entries.id, entryId));
    const freed: Freed = submitted ? [] : [{ key, store }, ...(previewKey ? [{ key: previewKey, store }] : [])];
    return { result: { entryId, sectionKey, questionKey, freed }, event: { type: "attachment.removed", stream: entryStream(entryId), subjectId: entryId, details: { attachment: attachmentId, question: questionKey, sha256: file.sha256 } } };
  });
}

/** Says what a file shows: at most 500 characters. */
export function captionAttachment(outer: Context, attachmentId: string, caption: string): Promise<{ entryId: string; sectionKey: string }> {
  return transact(outer, async (ctx) => {
    const file = await lockFile(ctx, attachmentId);
    const { entry } = await getPlace(ctx, file);
    authorise(canEdit(ctx.actor, entry, ctx.now));
    const { entryId, sectionKey } = file;
    await ctx.db.update(attachments).set({ caption }).where(eq(attachments.id, attachmentId));
    await ctx.db.update(entries).set({ savedAt: ctx.now }).where(eq(entries.id, entryId));
    return { result: { entryId, sectionKey }, event: { type: "attachment.captioned", stream: entryStream(entryId), subjectId: entryId, details: { attachment: attachmentId, sha256: sha256(caption) } } };
  });
}

/** Holds the entry first and only then reads the file: a submission that names it is either seen here or comes later and does not find it. */
async function lockFile(ctx: Context, attachmentId: string) {
  await lockEntry(ctx, sql`(select f.entry_id from ${attachments} f where f.id = ${attachmentId})`);
  const [file] = await ctx.db
    .select({
      entryId: attachments.entryId, key: attachments.key, previewKey: attachments.previewKey, store: attachments.store, sha256: attachments.sha256,
      sectionKey: sections.key, questionKey: questions.key, submitted: namedBySubmission,
    })
    .from(attachments)
    .innerJoin(questions, eq(questions.id, attachments.questionId))
    .innerJoin(sections, eq(sections.id, questions.sectionId))
    .where(and(eq(attachments.id, attachmentId), isNull(attachments.removedAt)));
  if (!file) throw new NotFound();
  return file;
}
