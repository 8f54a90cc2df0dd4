import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { ArchiveRow } from "#app/domain/archive/rules.ts";
import { addAttachment } from "#app/domain/attachment/commands.server.ts";
import type { Context, Person } from "#app/domain/context.ts";
import { answerInvitation, inviteCoApplicant } from "#app/domain/co-applicant/commands.server.ts";
import { jointEntries } from "#app/domain/co-applicant/queries.server.ts";
import { addLetter } from "#app/domain/endorsement/commands.server.ts";
import { contentHash } from "#app/domain/endorsement/rules.ts";
import { getDraft } from "#app/domain/entry/queries.server.ts";
import { startEntry } from "#app/domain/entry/commands.server.ts";
import { saveAnswer } from "#app/domain/entry/answers.server.ts";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { screenEntry } from "#app/domain/screening/commands.server.ts";
import { allPass } from "#app/domain/screening/rules.ts";
import type { Services } from "#app/services.server.ts";
import { GUANGZHOU_CHECKLIST } from "./guangzhou-checklist.ts";
import { chance, inLanes } from "./chance.ts";
import { drawDossier, drawLetter, drawPicture } from "./files.ts";
import { answersFrom } from "./initiatives.ts";
import type { People } from "./people.ts";

const LANES = 4;
const MINUTE = 60_000;

export type Entered = { id: string; row: ArchiveRow };
type Given = { cycleId: string; slug: string; rows: readonly ArchiveRow[]; people: People; from: Date; to: Date };

/**
 * Enters initiatives as their teams would: start, answer after answer, files, submit. The moments lie between `from`
 * and `to`, most of them late.
 */
export async function enterAll(
  services: Services,
  { cycleId, slug, rows, people, from, to }: Given,
): Promise<Entered[]> {
  const entered: Entered[] = [];
  await inFolder(async (folder) => {
    await inLanes(LANES, rows, async (row, index) => {
      const { owner, cityId } = people.team(row.cityName);
      const late = Math.sqrt(chance(slug, row.row, "day"));
      const ctx: Context = {
        db: services.db,
        actor: owner,
        now: new Date(from.getTime() + late * (to.getTime() - from.getTime())),
      };
      const { id } = await startEntry({ ...ctx, now: new Date(ctx.now.getTime() - 90 * MINUTE) }, { cycleId, cityId });
      await answer(ctx, id, answersFrom(row));
      await attach(services, ctx, { entryId: id, row, folder });
      const [joint, tooLate] = [row.cityName === JOINT.lead, slug === JOINT.tooLateIn];
      if (joint && !tooLate) await enterTogether(services, ctx, id, people);
      if (row.cityName === SIGNED_BY_LETTER) await sign(services, ctx, { entryId: id, folder });
      await submitEntry(ctx, id, services.config.publicUrl);
      if (joint && tooLate)
        await enterTogether(services, { ...ctx, now: new Date(ctx.now.getTime() + MINUTE / 2) }, id, people);
      entered[index] = { id, row };
    });
  });
  return entered;
}

/** Where files are drawn before they are uploaded; gone when the work is done. */
export async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "kapok-demo-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Saves answers one by one, three minutes apart, the last just before `ctx.now`. */
export async function answer(ctx: Context, entryId: string, answers: Record<string, unknown>): Promise<void> {
  const given = Object.entries(answers);
  for (const [index, [questionKey, value]] of given.entries()) {
    const now = new Date(ctx.now.getTime() - (given.length - index) * 3 * MINUTE);
    await saveAnswer({ ...ctx, now }, { entryId, questionKey, value, baseVersion: null });
  }
}

/** Uploads a document and a picture, as the team of an entry. */
export async function attach(
  { files }: Services,
  ctx: Context,
  { entryId, row, folder }: { entryId: string; row: ArchiveRow; folder: string },
): Promise<void> {
  const dossier = await drawDossier(folder, row);
  const picture = await drawPicture(folder, row);
  const document = await files.put({ path: dossier, name: "Initiative in brief.pdf", type: "application/pdf" });
  const copy = await files.copy(document, { contentType: "application/pdf", pages: false });
  await addAttachment(ctx, {
    entryId,
    questionKey: "documents",
    file: document,
    copyKey: "key" in copy ? copy.key : null,
    caption: "What the source says, on one page",
  });
  const image = await files.put({ path: picture, name: "Skyline.jpg", type: "image/jpeg" });
  const preview = await files.preview(image);
  await addAttachment(ctx, {
    entryId,
    questionKey: "pictures",
    file: image,
    previewKey: preview?.key ?? null,
    caption: "Drawn for the demonstration; it shows no real place",
  });
}

/**
 * Two cities of the cast that enter together. In one cycle the second accepts when the entry is sent already, so that
 * it is not named.
 */
const JOINT = { lead: "Kampala", second: { name: "La Paz", country: "BO" }, tooLateIn: "demo-review" };

async function enterTogether(
  { config: { publicUrl } }: Services,
  ctx: Context,
  entryId: string,
  people: People,
): Promise<void> {
  const theirs: Context = { ...ctx, actor: people.team(JOINT.second.name).owner };
  await inviteCoApplicant(ctx, entryId, { ...JOINT.second, email: theirs.actor.email }, "en", publicUrl);
  const invitation = (await jointEntries(theirs)).find((each) => each.entryId === entryId);
  await answerInvitation(theirs, invitation!.id, true, publicUrl);
}

/** The city whose head of government could not use a link. */
const SIGNED_BY_LETTER = "Kampala";

async function sign(
  { files }: Services,
  ctx: Context,
  { entryId, folder }: { entryId: string; folder: string },
): Promise<void> {
  const draft = await getDraft(ctx, entryId);
  const signed = { name: "N. N.", office: "Lord Mayor (invented for the demonstration)", sha256: contentHash(draft) };
  const letter = await files.put({
    path: await drawLetter(folder, { ...signed, code: draft.code }),
    name: "Signed letter.jpg",
    type: "image/jpeg",
  });
  const preview = await files.preview(letter);
  await addLetter(ctx, entryId, signed, { file: letter, previewKey: preview?.key ?? null });
}

/** The secretariat finds every entry valid. */
export async function screenAll(
  db: Services["db"],
  entered: readonly Entered[],
  secretary: Person,
  at: Date,
): Promise<void> {
  await inLanes(LANES, entered, async ({ id }, index) =>
    screenEntry(
      { db, actor: secretary, now: new Date(at.getTime() + index * 2 * MINUTE) },
      id,
      allPass(GUANGZHOU_CHECKLIST),
    ),
  );
}
