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
import { type FinishedUpload, type InspectedFile, type UploadClaim, UploadRefused } from "#app/outside/files/storage.server.ts";
import type { Services } from "#app/services.server.ts";

type Place = { entryId: string; questionKey: string };

/** Ties uploads to entries: who may send what where, and what becomes of the bytes. Called once by each process, before it listens. */
export function connectUploads(services: Services, clock: Clock = { now: () => new Date() }): void {
  const { db, files, sessions } = services;
  files.connect({
    async admit(request, place, claims) {
      const found = await sessions.read(request);
      const t = textsOf(isLocale(found?.locale) ? found.locale : "en");
      if (!found) throw new UploadRefused(401, t.attachment.refused.signIn);
      const slot = await admit({ db, actor: found.person, now: clock.now() }, place, claims.length).catch((error: unknown) => refused(error, t));
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

/** The slot somebody may send so many more files to. Throws NotFound or Refused. */
export async function admit(ctx: Context, place: Place, files: number): Promise<Slot> {
  const found = await getPlace(ctx, place);
  authorise(canAttach(ctx.actor, found, files, ctx.now));
  return found.slot!;
}

/** Makes a stored and inspected file an attachment, pictures with a preview. Where that is not possible the answer holds no attachment and the caller drops the bytes. */
export async function keepFile({ files, db, config }: Pick<Services, "files" | "db" | "config">, ctx: Context, place: Place, file: InspectedFile): Promise<FinishedUpload> {
  const { slot } = await getPlace({ db }, place);
  const problem = slot ? fileProblem(slot, file) : "wrong-type";
  if (problem) return { attachmentId: null, problem };
  // Drawn before the transaction begins: nothing but SQL happens inside one.
  const preview = file.contentType?.startsWith("image/") ? await files.preview(file.key, file.store) : null;
  try {
    return { attachmentId: await receiveFile(ctx, { ...place, file, previewKey: preview?.key ?? null }, config.publicUrl), problem: null };
  } catch (error) {
    if (preview) await files.remove([{ key: preview.key, store: file.store }]);
    if (error instanceof Refused || error instanceof NotFound) return { attachmentId: null, problem: null };
    throw error;
  }
}

function refused(error: unknown, t: Texts): never {
  if (error instanceof NotFound) throw new UploadRefused(404, t.attachment.refused.notFound);
  if (error instanceof Refused) throw new UploadRefused(error.how === "never" ? 403 : 409, t.refusals[error.because]);
  throw error;
}
