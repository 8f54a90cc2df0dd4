import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import { entries } from "#db/schema/entry.ts";
import { type AuditEvent, canonical, entryStream, sha256 } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { canEdit } from "../entry/policy.ts";
import { Invalid, NotFound, Stale } from "../errors.ts";
import type { InputProblem } from "../input.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { lockFile } from "./commands.server.ts";
import { captionInput } from "./input.ts";
import { getPlace } from "./queries.server.ts";
import type { CaptionClash, FileDetails } from "./rules.ts";

type Given = { [Detail in keyof FileDetails]?: FileDetails[Detail] | undefined };

/**
 * Says what a file shows, whose it is and in which language, by what stands as nobody else can change it; what is not
 * given stays. Invalid when it shall be a translation of what is no other file of the entry.
 */
export function describeAttachment(
  outer: Context,
  attachmentId: string,
  given: Given | ((standing: FileDetails) => Given),
): Promise<{ entryId: string; sectionKey: string; questionKey: string }> {
  return transact(outer, async (ctx) => {
    const file = await lockFile(ctx, attachmentId);
    const { entry } = await getPlace(ctx, file);
    authorise(canEdit(ctx.actor, entry, ctx.now));
    const { entryId, sectionKey, questionKey } = file;
    const details = typeof given === "function" ? given(file.details) : given;
    if (details.translationOf && !(await isFileOf(ctx, entryId, details.translationOf, attachmentId)))
      throw new Invalid({ translationOf: "not-a-choice" });
    const changed = Object.entries(details).filter(
      ([name, value]) => value !== undefined && value !== file.details[name as keyof FileDetails],
    );
    const result = { entryId, sectionKey, questionKey };
    if (changed.length === 0) return { result, event: [] };
    return { result, event: await write(ctx, file, Object.fromEntries(changed)) };
  });
}

export type SavedCaption = { entryId: string; sectionKey: string; questionKey: string; version: number; savedAt: Date };

/**
 * Says what a file shows, as an answer is saved: Stale when somebody saved another text since `baseVersion`. The same
 * text arriving again answers what it did.
 */
export function saveCaption(
  outer: Context,
  attachmentId: string,
  { caption, baseVersion }: { caption: string; baseVersion: number | null },
): Promise<SavedCaption> {
  return transact(outer, async (ctx) => {
    const file = await lockFile(ctx, attachmentId);
    authorise(canEdit(ctx.actor, (await getPlace(ctx, file)).entry, ctx.now));
    const { entryId, sectionKey, questionKey, captionVersion: version, captionedAt, captionedBy: by } = file;
    const at = captionedAt ?? file.uploadedAt;
    const place = { entryId, sectionKey, questionKey };
    if (caption === file.details.caption) return { result: { ...place, version, savedAt: at }, event: [] };
    if (version !== baseVersion)
      throw new Stale("caption was changed elsewhere", { value: file.details.caption, version, at, by });
    const event = await write(ctx, file, { caption });
    return { result: { ...place, version: version + 1, savedAt: ctx.now }, event };
  });
}

export type TypedCaption = { id: string; caption: string; baseVersion: number | null };

/**
 * Saves what several files show, each by itself, so that one that cannot be kept keeps none of the others from it. A
 * file that somebody removed meanwhile shows nothing any more.
 */
export async function saveCaptions(
  ctx: Context,
  captions: readonly TypedCaption[],
): Promise<{ errors: Record<string, InputProblem>; clashes: Record<string, CaptionClash> }> {
  const errors: Record<string, InputProblem> = {};
  const clashes: Record<string, CaptionClash> = {};
  for (const { id, caption, baseVersion } of captions) {
    const read = captionInput.safeParse({ caption });
    if (!read.success) errors[id] = read.error.issues[0]!.message as InputProblem;
    else
      await saveCaption(ctx, id, { ...read.data, baseVersion }).catch((error: unknown) => {
        if (error instanceof Stale && error.theirs) clashes[id] = { ...error.theirs, by: error.theirs.by ?? "" };
        else if (!(error instanceof NotFound)) throw error;
      });
  }
  return { errors, clashes };
}

/** Writes what is said of a file that is held; a caption gets a version. */
async function write(
  ctx: Context,
  { id, entryId }: { id: string; entryId: string },
  details: Given,
): Promise<AuditEvent> {
  const captioned = {
    captionVersion: sql`${attachments.captionVersion} + 1`,
    captionedAt: ctx.now,
    captionedBy: ctx.actor.id,
  };
  await ctx.db
    .update(attachments)
    .set({ ...details, ...(details.caption === undefined ? {} : captioned) })
    .where(eq(attachments.id, id));
  await ctx.db.update(entries).set({ savedAt: ctx.now }).where(eq(entries.id, entryId));
  return {
    type: "attachment.described",
    stream: entryStream(entryId),
    subjectId: entryId,
    details: { attachment: id, sha256: sha256(canonical(details)) },
  };
}

async function isFileOf({ db }: Context, entryId: string, id: string, other: string): Promise<boolean> {
  const [found] = await db
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      and(
        eq(attachments.id, id),
        eq(attachments.entryId, entryId),
        ne(attachments.id, other),
        isNull(attachments.removedAt),
      ),
    );
  return found !== undefined;
}
