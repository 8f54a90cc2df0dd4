import type { Context } from "#app/domain/context.ts";
import { receiveFile } from "#app/domain/submission/commands.server.ts";
import type { Clock } from "#db/clock.server.ts";
import { canAttach } from "#app/domain/attachment/policy.ts";
import { getPlace, getUploader } from "#app/domain/attachment/queries.server.ts";
import { claimProblem, fileProblem, type Slot } from "#app/domain/attachment/rules.ts";
import { NotFound, Refused } from "#app/domain/errors.ts";
import { authorise } from "#app/domain/verdict.ts";
import { isLocale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import { cleanName } from "#app/outside/files/names.ts";
import { type FileProblem, type FinishedUpload, type InspectedFile, type UploadClaim, UploadRefused } from "#app/outside/files/storage.server.ts";
import type { Services } from "#app/services.server.ts";
import type { Receipt } from "./received-file.server.ts";

type Place = { entryId: string; questionKey: string };

/** Ties uploads to entries: who may send what where, and what becomes of the bytes. Called once by each process, before it listens. */
export function connectUploads(services: Services, clock: Clock = { now: () => new Date() }): void {
  const { db, files, sessions } = services;
  files.connect({
    async admit(request, place, claims) {
      const found = await sessions.read(request);
      const t = textsOf(isLocale(found?.locale) ? found.locale : "en");
      if (!found) throw new UploadRefused(401, t.attachment.refused.signIn);
      const slot = await admit({ db, actor: found.person, now: clock.now() }, place, { files: claims.length, bytes: claims.reduce((sum, { size }) => sum + size, 0) }).catch((error: unknown) => refused(error, t));
      const problem = claims.map((claim: UploadClaim) => claimProblem(slot, claim)).find((code) => code !== null);
      if (problem) throw new UploadRefused(400, t.question.problems[problem]);
      return { ...place, accountId: found.person.id };
    },
    async finish({ accountId, ...place }, file) {
      const actor = await getUploader({ db }, accountId);
      return keepFile(services, { db, actor, now: clock.now() }, place, file);
    },
    sender: async (request) => (await sessions.read(request))?.person.id ?? null,
  });
}

/** The slot somebody may send so many more files and bytes to. Throws NotFound or Refused. */
export async function admit(ctx: Context, place: Place, announced: { files: number; bytes: number }): Promise<Slot & { left: number }> {
  const found = await getPlace(ctx, place);
  authorise(canAttach(ctx.actor, found, announced, ctx.now));
  return { ...found.slot!, left: found.slot!.maxCount - found.taken };
}

/** Makes a stored and inspected file an attachment, pictures with a preview, PDFs with a copy for those who are not of the team. Where that is not possible the answer holds no attachment and the caller drops the bytes. */
async function keepFile({ files, db, config, scanner }: Pick<Services, "files" | "db" | "config" | "scanner">, ctx: Context, place: Place, file: InspectedFile): Promise<FinishedUpload> {
  const { slot } = await getPlace({ db }, place);
  const problem = slot ? fileProblem(slot, file) : "wrong-type";
  if (problem) return { attachmentId: null, problem };
  // Drawn and copied before the transaction begins: nothing but SQL happens inside one.
  const preview = file.contentType?.startsWith("image/") ? await files.preview(file.key, file.store) : null;
  const copy = file.contentType === "application/pdf" ? await files.copy(file.key, file.store, { pages: true }) : null;
  if (copy && "problem" in copy) return { attachmentId: null, problem: copy.problem };
  const previewKey = preview?.key ?? copy?.pagesKey ?? null;
  try {
    const added = { ...place, file, previewKey, copyKey: copy?.key ?? null, active: copy?.active ?? false, scan: scanner ? "waiting" as const : "off" as const };
    return { attachmentId: await receiveFile(ctx, added, config.publicUrl), problem: null };
  } catch (error) {
    await files.remove([previewKey, copy?.key ?? null].flatMap((key) => (key ? [{ key, store: file.store }] : [])));
    if (error instanceof Refused || error instanceof NotFound) return { attachmentId: null, problem: null };
    throw error;
  }
}

/** Keeps what a plain form brought, each file by itself. Answers the first that could not be kept, and why; null when all are. */
export async function keepReceived(services: Pick<Services, "files" | "db" | "config" | "scanner">, ctx: Context, place: Place, received: Receipt[]): Promise<{ problem: FileProblem | "missing" | "interrupted"; name: string } | null> {
  let failed: { problem: FileProblem | "missing" | "interrupted"; name: string } | null = null;
  for (const receipt of received) {
    if ("problem" in receipt) {
      failed ??= { problem: receipt.problem, name: receipt.name ? cleanName(receipt.name) : "" };
      continue;
    }
    const stored = await services.files.put(receipt.file);
    const kept = await keepFile(services, ctx, place, stored);
    if (!kept.attachmentId && stored.key) await services.files.remove([stored]);
    if (!kept.attachmentId) failed ??= { problem: kept.problem ?? "interrupted", name: stored.name };
  }
  return failed;
}

function refused(error: unknown, t: Texts): never {
  if (error instanceof NotFound) throw new UploadRefused(404, t.attachment.refused.notFound);
  if (error instanceof Refused) throw new UploadRefused(error.how === "never" ? 403 : 409, t.refusals[error.because]);
  throw error;
}
