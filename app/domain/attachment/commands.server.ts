import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { attachments } from "#db/schema/attachment.ts";
import { entries } from "#db/schema/entry.ts";
import { questions, sections } from "#db/schema/question.ts";
import type { InspectedFile, StoreName } from "#app/outside/files/files.ts";
import { entryStream } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { canEdit } from "../entry/policy.ts";
import { lockEntry } from "../entry/queries.server.ts";
import type { ScanState } from "../entry/rules.ts";
import { Invalid, NotFound } from "../errors.ts";
import { cleanText } from "../input.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canFinish, hasRoom } from "./policy.ts";
import { getPlace, namedBySubmission } from "./queries.server.ts";
import { type FileDetails, type FileLeft, fileProblem, moved, type Slot } from "./rules.ts";

/** `scan` is "waiting" where a scanner is set: then nobody but the team reads the file until it has answered. */
export type KeptFile = {
  file: InspectedFile;
  previewKey?: string | null;
  copyKey?: string | null;
  active?: boolean;
  scan?: Extract<ScanState, "off" | "waiting">;
};
/** `arrivedAt`: when the last of its bytes came, where that was before now. */
export type NewAttachment = KeptFile & { entryId: string; questionKey: string; caption?: string; arrivedAt?: Date };

/**
 * Puts a stored and inspected file on a draft and answers its id. The same file (by key) arriving again answers the
 * same id. Throws Invalid with a FileProblem where the slot does not take it, Refused when the slot is full or the call
 * has closed.
 */
export function addAttachment(
  outer: Context,
  { entryId, questionKey, caption = "", arrivedAt = outer.now, ...kept }: NewAttachment,
): Promise<string> {
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    const { file } = kept;
    const place = await getPlace(ctx, { entryId, questionKey });
    const [known] = await ctx.db
      .select({ id: attachments.id, entryId: attachments.entryId })
      .from(attachments)
      .where(eq(attachments.key, file.key));
    if (known?.entryId === entryId) return { result: known.id, event: [] };
    authorise(canFinish(ctx.actor, place, file.size, { arrivedAt, now: ctx.now }));
    const problem = fileProblem(place.slot!, file);
    if (problem) throw new Invalid({ [questionKey]: problem });
    const id = await keep(ctx, entryId, kept, {
      questionId: place.questionId!,
      position: behind(entryId, place.questionId!),
      caption: cleanText.parse(caption).slice(0, 500),
    });
    await ctx.db.update(entries).set({ savedAt: ctx.now }).where(eq(entries.id, entryId));
    const details = { attachment: id, question: questionKey, size: file.size, sha256: file.sha256 };
    return {
      result: id,
      event: { type: "attachment.added", stream: entryStream(entryId), subjectId: entryId, details },
    };
  });
}

/** Behind the files of the question that stand; the caller holds the entry. */
const behind = (entryId: string, questionId: string): SQL<number> => sql`(
  select coalesce(max(f.position) + 1, 0) from ${attachments} f
  where f.entry_id = ${entryId} and f.question_id = ${questionId} and f.removed_at is null)`;

export type BroughtFile = KeptFile & FileDetails & { from: string; questionKey: string };

/**
 * Puts files of the entry that a draft began with on that draft, each with bytes of its own and with what was said of
 * it, and notes which could not come along and why. Refuses as `addAttachment` does, and then brings none.
 */
export function bringFiles(
  outer: Context,
  entryId: string,
  brought: readonly BroughtFile[],
  left: FileLeft[],
): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockEntry(ctx, entryId);
    authorise(canEdit(ctx.actor, (await getPlace(ctx, { entryId, questionKey: "" })).entry, ctx.now));
    const ids = new Map<string, string>();
    for (const { from, questionKey, caption, credit, rights, language, translationOf: _later, ...kept } of brought) {
      const id = await addAttachment(ctx, { entryId, questionKey, caption, ...kept });
      await ctx.db.update(attachments).set({ credit, rights, language }).where(eq(attachments.id, id));
      ids.set(from, id);
    }
    for (const { from, translationOf } of brought) {
      const original = translationOf && ids.get(translationOf);
      if (original)
        await ctx.db
          .update(attachments)
          .set({ translationOf: original })
          .where(eq(attachments.id, ids.get(from)!));
    }
    await ctx.db.update(entries).set({ filesLeft: left }).where(eq(entries.id, entryId));
    const details = { files: brought.length, left: left.length };
    return {
      result: undefined,
      event: { type: "attachment.brought", stream: entryStream(entryId), subjectId: entryId, details },
    };
  });
}

async function keep(
  ctx: Context,
  entryId: string,
  { file, previewKey = null, copyKey = null, active = false, scan = "off" }: KeptFile,
  at: { questionId: string | null; position: number | SQL<number>; caption: string },
): Promise<string> {
  const { key, store, name, size, sha256, contentType } = file;
  const [added] = await ctx.db
    .insert(attachments)
    .values({
      entryId,
      ...at,
      key,
      store,
      name,
      size,
      sha256,
      contentType: contentType!,
      previewKey,
      copyKey,
      active,
      scan,
      uploadedAt: ctx.now,
      uploadedBy: ctx.actor.id,
    })
    .returning({ id: attachments.id });
  return added!.id;
}

/**
 * Keeps a signed letter of an entry that the caller holds; it answers no question, and nobody takes it off. Throws
 * Invalid with a FileProblem, or Refused when the entry keeps too much already.
 */
export async function keepLetter(ctx: Context, entryId: string, slot: Slot, letter: KeptFile): Promise<string> {
  const { kept } = await getPlace(ctx, { entryId, questionKey: "" });
  authorise(hasRoom(kept, { files: 1, bytes: letter.file.size }));
  const problem = fileProblem(slot, letter.file);
  if (problem) throw new Invalid({ letter: problem });
  return keep(ctx, entryId, letter, { questionId: null, position: 0, caption: "" });
}

export type Freed = { key: string; store: StoreName }[];

/**
 * Takes a file off a draft. Its row and bytes stay while a submission names it; otherwise the row goes and `freed` says
 * which bytes the caller deletes from the store once this has committed.
 */
export function removeAttachment(
  outer: Context,
  attachmentId: string,
): Promise<{ entryId: string; sectionKey: string; questionKey: string; freed: Freed }> {
  return transact(outer, async (ctx) => {
    const file = await lockFile(ctx, attachmentId);
    const place = await getPlace(ctx, file);
    authorise(canEdit(ctx.actor, place.entry, ctx.now));
    const { entryId, sectionKey, questionKey, key, previewKey, copyKey, store, submitted } = file;
    if (submitted) await ctx.db.update(attachments).set({ removedAt: ctx.now }).where(eq(attachments.id, attachmentId));
    else await ctx.db.delete(attachments).where(eq(attachments.id, attachmentId));
    await ctx.db.update(entries).set({ savedAt: ctx.now }).where(eq(entries.id, entryId));
    const freed: Freed = submitted
      ? []
      : [key, previewKey, copyKey].flatMap((each) => (each ? [{ key: each, store }] : []));
    return {
      result: { entryId, sectionKey, questionKey, freed },
      event: {
        type: "attachment.removed",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { attachment: attachmentId, question: questionKey, sha256: file.sha256 },
      },
    };
  });
}

/**
 * Moves a file among those of its question. Where it stands there already, or the other file is gone, nothing changes.
 */
export function moveAttachment(
  outer: Context,
  attachmentId: string,
  to: { by: number } | { before: string | null },
): Promise<{ entryId: string; sectionKey: string; questionKey: string }> {
  return transact(outer, async (ctx) => {
    const file = await lockFile(ctx, attachmentId);
    const { entry, questionId } = await getPlace(ctx, file);
    authorise(canEdit(ctx.actor, entry, ctx.now));
    const { entryId, sectionKey, questionKey } = file;
    const result = { entryId, sectionKey, questionKey };
    const standing = await ctx.db
      .select({ id: attachments.id })
      .from(attachments)
      .where(
        and(eq(attachments.entryId, entryId), eq(attachments.questionId, questionId!), isNull(attachments.removedAt)),
      )
      .orderBy(asc(attachments.position), asc(attachments.uploadedAt), asc(attachments.id));
    const order = moved(
      standing.map(({ id }) => id),
      attachmentId,
      to,
    );
    if (!order) return { result, event: [] };
    await ctx.db
      .update(attachments)
      .set({ position: sql`array_position(${sql.param(`{${order.join(",")}}`)}::uuid[], ${attachments.id}) - 1` })
      .where(
        and(eq(attachments.entryId, entryId), eq(attachments.questionId, questionId!), isNull(attachments.removedAt)),
      );
    await ctx.db.update(entries).set({ savedAt: ctx.now }).where(eq(entries.id, entryId));
    return {
      result,
      event: {
        type: "attachment.moved",
        stream: entryStream(entryId),
        subjectId: entryId,
        details: { attachment: attachmentId, question: questionKey, place: order.indexOf(attachmentId) + 1 },
      },
    };
  });
}

/**
 * Holds the entry first and only then reads the file: a submission that names it is either seen here or comes later and
 * does not find it.
 */
export async function lockFile(ctx: Context, attachmentId: string) {
  await lockEntry(ctx, sql`(select f.entry_id from ${attachments} f where f.id = ${attachmentId})`);
  const [file] = await ctx.db
    .select({
      id: attachments.id,
      entryId: attachments.entryId,
      details: {
        caption: attachments.caption,
        credit: attachments.credit,
        rights: attachments.rights,
        language: attachments.language,
        translationOf: attachments.translationOf,
      },
      captionVersion: attachments.captionVersion,
      captionedAt: attachments.captionedAt,
      captionedBy: accounts.name,
      uploadedAt: attachments.uploadedAt,
      key: attachments.key,
      previewKey: attachments.previewKey,
      copyKey: attachments.copyKey,
      store: attachments.store,
      sha256: attachments.sha256,
      sectionKey: sections.key,
      questionKey: questions.key,
      submitted: namedBySubmission,
    })
    .from(attachments)
    .innerJoin(questions, eq(questions.id, attachments.questionId))
    .innerJoin(sections, eq(sections.id, questions.sectionId))
    .leftJoin(accounts, eq(accounts.id, attachments.captionedBy))
    .where(and(eq(attachments.id, attachmentId), isNull(attachments.removedAt)));
  if (!file) throw new NotFound();
  return file;
}
