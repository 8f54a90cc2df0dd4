import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { attachments } from "#db/schema/attachment.ts";
import { answerRevisions } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import { canonical } from "../audit/rules.ts";
import { type Context, PORTAL } from "../context.ts";
import { closesAtFor } from "../cycle/rules.ts";
import { getDraft } from "../entry/queries.server.ts";
import { keepingBack, readiness } from "../entry/rules.ts";
import type { findExtendable } from "../extension/queries.server.ts";
import { fitsLimits, lacksSignOff } from "../submission/policy.ts";
import { limitsOf, sealing } from "../submission/rules.ts";
import { isLateSave, type Package, packedContent, packedEntry, type PackedSave } from "./rules.ts";

type Extendable = NonNullable<Awaited<ReturnType<typeof findExtendable>>>;

/**
 * Weighs a package against what is stored. The draft is read for the portal itself: nothing of what it says goes to
 * whoever asks. `isHere`: what the file store says of its bytes, null where it does not answer; pages do not ask it.
 */
export async function weighPackage(ctx: Context, entry: Extendable, signed: Package, isHere: boolean | null = true) {
  const draft = await getDraft({ ...ctx, actor: PORTAL }, entry.id);
  const closesAt = closesAtFor(entry.cycle, entry);
  const bell = { closesAt, graceSeconds: entry.cycle.graceSeconds };
  const saves = await savesIn(ctx, signed, bell);
  const sealed = packedEntry(draft.form, signed);
  const missing = keepingBack(readiness(packedContent(draft.form, signed))).map(({ questionKey }) => questionKey);
  const facts = {
    open: !isLateSave({ saved: ctx.now.toISOString(), isFile: true }, bell),
    late: saves.some(({ late }) => late) || isLateSave({ saved: signed.saved, isFile: true }, bell),
    same: draft.submission?.sha256 === signed.sha256,
    outdone: (draft.submission?.number ?? 0) > (signed.submission?.number ?? 0),
    whole: saves.every(({ stored }) => stored) && isHere !== false && sealing(sealed).sha256 === signed.sha256,
    cityLeft: signed.together.some(
      ({ id }) => !draft.coApplicants.some(({ cityId, accepted }) => accepted && cityId === id),
    ),
    incomplete: missing.length > 0,
    unsigned: lacksSignOff(draft.cycle.endorsement, Boolean(signed.signedOff)) || !(await holdsLetter(ctx, signed)),
    roundless: !entry.hasRound,
    away: isHere === null,
  };
  const overLimit = !fitsLimits(limitsOf(draft, sealed.answers)).allowed;
  return { draft, closesAt, saves, sealed, missing, facts, overLimit };
}

async function savesIn(
  { db }: Context,
  { id, answers, files }: Package,
  bell: Parameters<typeof isLateSave>[1],
): Promise<PackedSave[]> {
  const version = sql<string>`${questions.key} || ' ' || ${answerRevisions.version}`;
  const revisions = await db
    .select({ version, value: answerRevisions.value, savedAt: answerRevisions.savedAt })
    .from(answerRevisions)
    .innerJoin(questions, eq(questions.id, answerRevisions.questionId))
    .where(
      and(
        eq(answerRevisions.entryId, id),
        inArray(
          version,
          answers.map((answer) => `${answer.question} ${answer.version}`),
        ),
      ),
    );
  const held = await db
    .select({ id: attachments.id, sha256: attachments.sha256 })
    .from(attachments)
    .where(
      and(
        eq(attachments.entryId, id),
        inArray(
          attachments.id,
          files.map((each) => each.id),
        ),
      ),
    );
  const stands = new Set([
    ...revisions.map((each) => canonical([each.version, each.savedAt.toISOString(), each.value ?? null])),
    ...held.map((each) => canonical([each.id, each.sha256])),
  ]);
  return [
    ...answers.map((each) => ({
      question: each.question,
      name: null,
      version: each.version,
      saved: each.saved,
      stored: stands.has(canonical([`${each.question} ${each.version}`, each.saved, each.value])),
      late: isLateSave({ ...each, isFile: false }, bell),
    })),
    ...files.map((each) => ({
      question: each.question,
      name: each.name,
      version: null,
      saved: each.saved,
      stored: stands.has(canonical([each.id, each.sha256])),
      late: isLateSave({ ...each, isFile: true }, bell),
    })),
  ];
}

/** Whether the letter of a package's sign-off is here under its hash and no virus was found in it, if it names one. */
async function holdsLetter({ db }: Context, { id, signedOff }: Package): Promise<boolean> {
  const letter = signedOff?.letter;
  if (!letter) return true;
  const [held] = await db
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      and(
        eq(attachments.entryId, id),
        eq(attachments.id, letter.attachmentId),
        eq(attachments.sha256, letter.sha256),
        ne(attachments.scan, "infected"),
      ),
    );
  return held !== undefined;
}

/** Where the bytes of a package's files and of its letter lie, as far as the entry has them. For commands. */
export function packedBytes({ db }: Context, { id, files, signedOff }: Package) {
  const named = [...files.map((file) => file.id), ...(signedOff?.letter ? [signedOff.letter.attachmentId] : [])];
  return db
    .select({ key: attachments.key, store: attachments.store, sha256: attachments.sha256 })
    .from(attachments)
    .where(and(eq(attachments.entryId, id), inArray(attachments.id, named)));
}
