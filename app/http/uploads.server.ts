import type { Context } from "#app/domain/context.ts";
import { bringFiles, type BroughtFile, type KeptFile } from "#app/domain/attachment/commands.server.ts";
import { refuseWhileLacking } from "#app/domain/commitment/losses.server.ts";
import { addLetter } from "#app/domain/endorsement/commands.server.ts";
import { canAsk } from "#app/domain/endorsement/policy.ts";
import { contentHash, isSettled, LETTER } from "#app/domain/endorsement/rules.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { receiveFile } from "#app/domain/submission/commands.server.ts";
import type { Clock } from "#db/clock.server.ts";
import { canAttach, hasRoom } from "#app/domain/attachment/policy.ts";
import { filesToBring, getPlace, getUploader } from "#app/domain/attachment/queries.server.ts";
import { claimProblem, fileProblem, type Slot } from "#app/domain/attachment/rules.ts";
import { Invalid, NotFound, Refused } from "#app/domain/errors.ts";
import { authorise } from "#app/domain/verdict.ts";
import { isLocale } from "#app/i18n/locales.ts";
import { type Texts, textsOf } from "#app/i18n/texts.ts";
import {
  awayOr,
  isCopied,
  isDiskFull,
  isGone,
  isStoreAway,
  type Stored,
  type StoreName,
} from "#app/outside/files/files.ts";
import { cleanName } from "#app/outside/files/names.ts";
import {
  type FileProblem,
  type FinishedUpload,
  type InspectedFile,
  type UploadClaim,
  UploadRefused,
} from "#app/outside/files/storage.server.ts";
import type { Services } from "#app/services.server.ts";
import { statusOf } from "./answers.server.ts";
import type { Arrival } from "./received-file.server.ts";

type UploadProblem = FileProblem | "missing" | "interrupted";
type Place = { entryId: string; questionKey: string };

/**
 * Ties uploads to entries: who may send what where, and what becomes of the bytes. Called once by each process, before
 * it listens.
 */
export function connectUploads(services: Services, clock: Clock): void {
  const { db, files, sessions } = services;
  files.connect({
    async admit(request, place, claims) {
      const found = await sessions.read(request, clock.now());
      const t = textsOf(isLocale(found?.locale) ? found.locale : "en");
      if (!found) throw new UploadRefused(401, t.attachment.refused.signIn);
      const slot = await admit({ db, actor: found.person, now: clock.now() }, place, {
        files: claims.length,
        bytes: claims.reduce((sum, { size }) => sum + size, 0),
      }).catch((error: unknown) => refused(error, t));
      const problem = claims.map((claim: UploadClaim) => claimProblem(slot, claim)).find((code) => code !== null);
      if (problem) throw new UploadRefused(400, t.question.problems[problem]);
      if (!(await files.hasRoomFor(claims.reduce((sum, { size }) => sum + size, 0))))
        throw new UploadRefused(409, t.question.problems["no-room"]);
      return { ...place, accountId: found.person.id };
    },
    async finish({ accountId, ...place }, file, arrivedAt) {
      const ctx = { db, actor: await getUploader({ db }, accountId), now: clock.now() };
      return keepFile(services, ctx, place, file, arrivedAt ?? ctx.now);
    },
    sender: async (request) => (await sessions.read(request, clock.now()))?.person.id ?? null,
  });
}

/** Lets somebody send a letter as the sign-off of an entry, before a byte of it is read. Throws NotFound or Refused. */
export async function admitLetter(ctx: Context, entryId: string): Promise<void> {
  const draft = await getDraft(ctx, entryId);
  authorise(
    canAsk(
      ctx.actor,
      { ...draft, rule: draft.cycle.endorsement, isEndorsed: isSettled(draft.endorsement, contentHash(draft)) },
      ctx.now,
    ),
  );
  authorise(hasRoom((await getPlace(ctx, { entryId, questionKey: "" })).kept, { files: 1, bytes: 0 }));
}

/** Whether the store has room for the files of a form, by what its head announces, or else for as much as may come. */
export function hasRoomForForm({ files }: Pick<Services, "files">, request: Request, most: number): Promise<boolean> {
  return files.hasRoomFor(Number(request.headers.get("content-length")) || most);
}

/** The slot somebody may send so many more files and bytes to. Throws NotFound or Refused. */
export async function admit(
  ctx: Context,
  place: Place,
  announced: { files: number; bytes: number },
): Promise<Slot & { left: number }> {
  const found = await getPlace(ctx, place);
  authorise(canAttach(ctx.actor, found, announced, ctx.now));
  await refuseWhileLacking(ctx);
  return { ...found.slot!, left: found.slot!.maxCount - found.taken };
}

type Keeper = Pick<Services, "files" | "db" | "config" | "scanner">;

/**
 * Makes a stored and inspected file an attachment. Where that is not possible the answer holds no attachment and the
 * caller drops the bytes.
 */
async function keepFile(
  services: Keeper,
  ctx: Context,
  place: Place,
  file: InspectedFile,
  arrivedAt = ctx.now,
): Promise<FinishedUpload> {
  const { slot } = await getPlace(services, place);
  return keepAs(services, slot, file, (kept) =>
    receiveFile(ctx, { ...place, ...kept, arrivedAt }, services.config.publicUrl),
  ).catch((error: unknown) => {
    if (error instanceof Refused || error instanceof NotFound) return { attachmentId: null, problem: null };
    throw error;
  });
}

/**
 * Prepares a stored and inspected file, pictures with a preview, documents and films with a copy for those who are not
 * of the team, and has it kept; what was prepared goes again when that throws. A PDF of which no copy can be made is
 * refused, and so is an Office document that would fetch something when it is opened. Other documents and films are
 * kept without one, and stay out of blind rounds.
 */
async function keepAs(
  { files, scanner }: Keeper,
  slot: Slot | null,
  file: InspectedFile,
  keep: (kept: KeptFile) => Promise<string>,
): Promise<FinishedUpload> {
  const problem = slot ? fileProblem(slot, file) : "wrong-type";
  if (problem) return { attachmentId: null, problem };
  // Drawn and copied before the transaction begins: nothing but SQL happens inside one.
  const preview = file.contentType?.startsWith("image/") ? await files.preview(file) : null;
  const { contentType } = file;
  const isPdf = contentType === "application/pdf";
  const made = contentType && isCopied(contentType) ? await files.copy(file, { contentType, pages: isPdf }) : null;
  if ((isPdf || file.reaches) && made && "problem" in made) return { attachmentId: null, problem: made.problem };
  const copy = made && "key" in made ? made : null;
  const previewKey = preview?.key ?? copy?.pagesKey ?? null;
  try {
    return {
      attachmentId: await keep({
        file,
        previewKey,
        copyKey: copy?.key ?? null,
        active: copy?.active ?? false,
        scan: scanner ? "waiting" : "off",
      }),
      problem: null,
    };
  } catch (error) {
    await files.remove([previewKey, copy?.key ?? null].flatMap((key) => (key ? [{ key, store: file.store }] : [])));
    throw error;
  }
}

/**
 * Brings the files of the entry that a draft began with along, with bytes of their own; those that cannot come are
 * noted with the draft.
 */
export async function bringAlong(
  { files, scanner }: Pick<Keeper, "files" | "scanner">,
  ctx: Context,
  entryId: string,
): Promise<void> {
  const { take, left } = await filesToBring(ctx, entryId);
  const [brought, made]: [BroughtFile[], Stored[]] = [[], []];
  const twin = async (key: string | null, store: StoreName, as: { name: string; type: string }) => {
    if (key === null) return null;
    const stored = await files.duplicate({ key, store }, as).catch(awayOr);
    made.push(stored);
    return stored;
  };
  try {
    for (const { id, store, key, previewKey, copyKey, ...file } of take) {
      const as = { name: file.name, type: file.contentType };
      try {
        const original = (await twin(key, store, as))!;
        const preview = await twin(previewKey, store, { name: "preview.webp", type: "image/webp" });
        const copy = await twin(copyKey, store, as);
        brought.push({
          ...file,
          from: id,
          file: { ...file, ...original, problem: null },
          previewKey: preview?.key ?? null,
          copyKey: copy?.key ?? null,
          scan: scanner || file.scan === "waiting" ? "waiting" : "off",
        });
      } catch (error) {
        if (!isGone(error) && !isStoreAway(error) && !isDiskFull(error)) throw error;
        left.push({ name: file.name, because: "interrupted" });
      }
    }
    await bringFiles(ctx, entryId, brought, left);
  } catch (error) {
    await files.remove(made);
    throw error;
  }
}

/**
 * Keeps the letter that a form brought as the sign-off of an entry. Throws as `addLetter` does, Invalid for what is no
 * letter; then nothing stays in the store.
 */
export async function sendLetter(
  services: Keeper,
  ctx: Context,
  { entryId, ...signed }: { entryId: string; name: string; office: string; sha256: string },
  arrival: Arrival,
): Promise<void> {
  if ("problem" in arrival) throw new Invalid({ letter: arrival.problem });
  if (!(await services.files.hasRoomFor(LETTER.maxBytes))) throw new Invalid({ letter: "no-room" });
  const stored = await services.files.put(arrival.file);
  try {
    const { problem } = await keepAs(services, LETTER, stored, (letter) => addLetter(ctx, entryId, signed, letter));
    if (problem) throw new Invalid({ letter: problem });
  } catch (error) {
    if (stored.key) await services.files.remove([stored]);
    throw error;
  }
}

/**
 * Keeps what a plain form brought, each file by itself. Answers the first that could not be kept, and why; null when
 * all are.
 */
export async function keepReceived(
  services: Keeper,
  ctx: Context,
  place: Place,
  received: Arrival[],
): Promise<{ problem: UploadProblem; name: string } | null> {
  let failed: { problem: UploadProblem; name: string } | null = null;
  for (const arrival of received) {
    if ("problem" in arrival) {
      failed ??= { problem: arrival.problem, name: arrival.name ? cleanName(arrival.name) : "" };
      continue;
    }
    const stored = await services.files.put(arrival.file);
    const kept = await keepFile(services, ctx, place, stored);
    if (!kept.attachmentId && stored.key) await services.files.remove([stored]);
    if (!kept.attachmentId) failed ??= { problem: kept.problem ?? "interrupted", name: stored.name };
  }
  return failed;
}

function refused(error: unknown, t: Texts): never {
  if (error instanceof NotFound) throw new UploadRefused(404, t.attachment.refused.notFound);
  if (error instanceof Refused) throw new UploadRefused(statusOf(error), t.refusals[error.because]);
  throw error;
}
