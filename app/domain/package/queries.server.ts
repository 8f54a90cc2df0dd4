import { and, desc, eq, isNull, notInArray, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cities } from "#db/schema/city.ts";
import { entries } from "#db/schema/entry.ts";
import { packages } from "#db/schema/package.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import { type LogKey, type NoteKey, signNote } from "../commitment/note.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { closesAtFor } from "../cycle/rules.ts";
import { getDraft } from "../entry/queries.server.ts";
import { sealedOf } from "../entry/sealed.ts";
import { NotFound } from "../errors.ts";
import { canExtend, mayExtend } from "../extension/policy.ts";
import { findExtendable } from "../extension/queries.server.ts";
import { signedBy } from "../proof/rules.ts";
import { filesUnderWay } from "../submission/queries.server.ts";
import { sealing } from "../submission/rules.ts";
import { authorise } from "../verdict.ts";
import { canAccept, canConfirm, canDecline } from "./policy.ts";
import { type Package, packageText, readPackage } from "./rules.ts";
import { weighPackage } from "./weighing.server.ts";

/**
 * All that the team has saved of an entry, signed by the portal: at any time, for the team alone; NotFound for all
 * others.
 */
export async function signedPackage(
  ctx: Context,
  key: NoteKey,
  entryId: string,
): Promise<{ code: string; text: string }> {
  const draft = await getDraft(ctx, entryId);
  const { id, code, cycle, cityName: city, country, cityId, submission } = draft;
  const sealed = sealedOf(draft);
  const underWay = await filesUnderWay(ctx, entryId);
  const text = packageText({
    id,
    entry: code,
    cycle: cycle.id,
    city,
    country,
    cityId,
    made: ctx.now.toISOString(),
    saved: draft.savedAt.toISOString(),
    sha256: sealing(sealed).sha256,
    submission: submission && {
      number: submission.number,
      received: submission.receivedAt.toISOString(),
      sha256: submission.sha256,
    },
    together: draft.coApplicants
      .filter(({ accepted }) => accepted)
      .map((each) => ({ id: each.cityId, city: each.cityName, country: each.country })),
    answers: packedAnswers(draft),
    files: await packedFiles(ctx, draft),
    signedOff: sealed.endorsement ?? null,
    underWay: underWay.map(({ questionKey, name, size }) => ({ question: questionKey, name, size })),
  });
  return { code, text: signNote(text, key) };
}

type Draft = Awaited<ReturnType<typeof getDraft>>;

const packedAnswers = ({ answers }: Draft): Package["answers"] =>
  Object.entries(answers)
    .map(([question, { value, version, savedAt }]) => ({ question, version, saved: savedAt.toISOString(), value }))
    .sort((a, b) => (a.question < b.question ? -1 : 1));

async function packedFiles({ db }: Context, draft: Draft): Promise<Package["files"]> {
  const arrived = await db
    .select({ id: attachments.id, at: attachments.uploadedAt })
    .from(attachments)
    .where(and(eq(attachments.entryId, draft.id), isNull(attachments.removedAt)));
  const savedAt = new Map(arrived.map((file) => [file.id, file.at.toISOString()]));
  return draft.files.map(({ id, questionKey, contentType, name, size, sha256, ...told }) => ({
    id,
    question: questionKey,
    name,
    size,
    sha256,
    type: contentType,
    caption: told.caption,
    credit: told.credit,
    rights: told.rights,
    language: told.language,
    translationOf: told.translationOf,
    saved: savedAt.get(id)!,
  }));
}

/** What was signed of a package; `revoked` by a key of the log that was revoked since, which a thief may have. */
type Signed = Package & { revoked: boolean };

/** What a text says that this portal signed as a package, whatever system saved it; null for anything else. */
export function openPackage(note: string, key: LogKey): Signed | null {
  const signed = signedBy(note.replaceAll("\r\n", "\n"), key);
  const read = signed && readPackage(signed.text);
  return read && { ...read, revoked: signed.revoked };
}

const toldOf = ({ entry: code, city, together, made, saved, sha256, revoked }: Signed) => ({
  code,
  city,
  together: together.map(({ city: cityName, country }) => ({ cityName, country })),
  made,
  saved,
  sha256,
  revoked,
});

/**
 * What a file shows that a team brings as its signed package, for the secretariat: "unsigned" where this portal did not
 * sign it; "unknown" where it did, and holds no such entry that one may know of, as after a restore; "known" with every
 * save in it compared to what is stored, and none of what it says; and whether it can be accepted, or more time given
 * once the entry is closed. The file is not kept.
 */
export async function checkPackage(ctx: Context, key: LogKey, note: string) {
  authorise(mayExtend(ctx.actor));
  const signed = openPackage(note, key);
  if (!signed) return { outcome: "unsigned" as const };
  const told = toldOf(signed);
  const entry = await findExtendable(ctx, signed.id);
  if (!entry) return { outcome: "unknown" as const, told };
  const { closesAt, saves, missing, facts, overLimit } = await weighPackage(ctx, entry, signed);
  const acceptance = canAccept(ctx.actor, entry, facts);
  return {
    outcome: "known" as const,
    told,
    entry: { id: entry.id, cycle: entry.cycle },
    closesAt,
    inTime: !facts.late,
    saves,
    missing,
    overLimit,
    acceptance,
    extension: facts.open ? null : canExtend(ctx.actor, entry),
  };
}

const SHOWN = 100;
const [proposer, decider] = [alias(accounts, "proposer"), alias(accounts, "decider")];

/** Proposals about entries that one is neither of the city of nor in conflict with. */
function packagesWhere(ctx: Context, where?: SQL) {
  authorise(mayExtend(ctx.actor));
  const ownCities = ctx.actor.teams.map(({ cityId }) => cityId);
  return ctx.db
    .select({
      id: packages.id,
      entryId: entries.id,
      code: entries.code,
      cityName: cities.name,
      note: packages.note,
      reason: packages.reason,
      at: packages.at,
      by: packages.by,
      byName: proposer.name,
      inOffice: isStillInOffice(packages.by, "secretariat"),
      outcome: packages.outcome,
      decidedAt: packages.decidedAt,
      decidedByName: decider.name,
    })
    .from(packages)
    .innerJoin(entries, eq(entries.id, packages.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(proposer, eq(proposer.id, packages.by))
    .leftJoin(decider, eq(decider.id, packages.decidedBy))
    .where(and(where, noConflict(ctx, { entryId: entries.id }), notInArray(entries.cityId, ownCities)))
    .orderBy(sql`${packages.outcome} is not null`, desc(packages.at), packages.id)
    .limit(SHOWN);
}

/** What waits for a second person, then what was decided last. */
export const allPackages = async (ctx: Context) => (await packagesWhere(ctx)).map(({ note: _what, ...told }) => told);

/** A proposal and the entry it is about; NotFound for entries of one's own city or in conflict. For commands. */
export async function proposalOf(ctx: Context, id: string) {
  const [proposal] = await packagesWhere(ctx, eq(packages.id, id));
  const entry = proposal && (await findExtendable(ctx, proposal.entryId));
  if (!proposal || !entry) throw new NotFound();
  return { proposal, entry };
}

/**
 * A proposal with what it is about, weighed anew; `weighed` is null where no key that the portal has, or had, signed
 * it. For commands; pages ask `getPackage`.
 */
export async function packageFacts(ctx: Context, key: LogKey, id: string, isHere: boolean | null = true) {
  const { proposal, entry } = await proposalOf(ctx, id);
  const signed = openPackage(proposal.note, key);
  return { proposal, entry, weighed: signed && { signed, ...(await weighPackage(ctx, entry, signed, isHere)) } };
}

/**
 * One proposal with every save in the package, and what the reader may do about it; NotFound for entries of one's own
 * city or in conflict. `told` is null where no key that the portal has, or had, signed it: what the package says
 * can no longer be checked, and is not shown.
 */
export async function getPackage(ctx: Context, key: LogKey, id: string) {
  const {
    proposal: { note: _what, ...proposal },
    entry,
    weighed,
  } = await packageFacts(ctx, key, id);
  return {
    proposal,
    entryId: entry.id,
    isOwn: proposal.by === ctx.actor.id,
    told: weighed && toldOf(weighed.signed),
    cycle: entry.cycle,
    closesAt: closesAtFor(entry.cycle, entry),
    saves: weighed?.saves ?? [],
    overLimit: proposal.outcome === null && weighed?.overLimit === true,
    confirmation: canConfirm(ctx.actor, entry, weighed?.facts ?? null, proposal),
    refusal: canDecline(ctx.actor, proposal),
  };
}
