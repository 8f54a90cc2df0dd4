import { and, eq } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import { entries } from "#db/schema/entry.ts";
import { entryStream } from "../audit/rules.ts";
import { correspondents } from "../team/queries.server.ts";
import type { Context, PORTAL } from "../context.ts";
import { oweAll } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canRecordScan } from "./policy.ts";

/**
 * Notes what a virus scanner found in a file that waited for it. An infected file is shut away and its team told; the
 * first answer counts.
 */
export function recordScan(
  outer: Context<typeof PORTAL>,
  attachmentId: string,
  outcome: "clean" | "infected",
  publicUrl: string,
): Promise<void> {
  return transact<typeof PORTAL, void>(outer, async (ctx) => {
    authorise(canRecordScan(ctx.actor));
    const [file] = await ctx.db
      .update(attachments)
      .set({ scan: outcome })
      .where(and(eq(attachments.id, attachmentId), eq(attachments.scan, "waiting")))
      .returning({ entryId: attachments.entryId, name: attachments.name, sha256: attachments.sha256 });
    if (!file) return { result: undefined, event: [] };
    if (outcome === "infected") await tellTeam(ctx, attachmentId, file, publicUrl);
    const details = { attachment: attachmentId, sha256: file.sha256, outcome };
    return {
      result: undefined,
      event: { type: "attachment.scanned", stream: entryStream(file.entryId), subjectId: file.entryId, details },
    };
  });
}

async function tellTeam(
  ctx: Context<typeof PORTAL>,
  attachmentId: string,
  { entryId, name }: { entryId: string; name: string },
  publicUrl: string,
): Promise<void> {
  const [entry] = await ctx.db
    .select({ code: entries.code, title: entries.title, cityId: entries.cityId })
    .from(entries)
    .where(eq(entries.id, entryId));
  await oweAll(
    ctx,
    (await correspondents(ctx, entry!.cityId)).map((person) => ({
      ...person,
      dedupe: `attachment-infected:${attachmentId}:${person.accountId}`,
      kind: "attachment-infected",
      params: { code: entry!.code, title: entry!.title, file: name, link: `${publicUrl}/entries/${entryId}` },
    })),
  );
}
