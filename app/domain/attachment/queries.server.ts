import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cityMembers } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { answers, entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { questions, sections } from "#db/schema/question.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { viewed } from "../audit/access.server.ts";
import { type Asker, asker } from "../asker.server.ts";
import { type Actor, ANONYMOUS, type Context, isStaff, type Person, teamRole } from "../context.ts";
import { canEdit } from "../entry/policy.ts";
import { getDraft, authoriseTeam } from "../entry/queries.server.ts";
import { isOfCoApplicant, lastReadable, readsBlind, visibleTo } from "../entry/visibility.server.ts";
import { questionsOf } from "../entry/rules.ts";
import { plainFileName } from "../entry/sealed.ts";
import { NotFound } from "../errors.ts";
import { formJson } from "../question/queries.server.ts";
import { askedOf } from "../question/rules.ts";
import { authorise } from "../verdict.ts";
import { comingAlong } from "./rules.ts";

/** What decides whether a file may go into a slot. */
export async function getPlace(
  { db }: Pick<Context<Actor>, "db">,
  { entryId, questionKey }: { entryId: string; questionKey: string },
) {
  const [row] = await db
    .select({
      cityId: entries.cityId,
      closesAt: entries.closesAt,
      cycle: { opensAt: cycles.opensAt, closesAt: cycles.closesAt },
      withdrawnAt: withdrawals.at,
      questionId: questions.id,
      settings: questions.settings,
      graceSeconds: cycles.graceSeconds,
      form: formJson(entries.cycleId),
      answers: sql<Record<string, unknown>>`coalesce((
        select json_object_agg(q.key, a.value)
        from ${answers} a
        join ${questions} q on q.id = a.question_id
        where a.entry_id = ${entries.id}
      ), '{}'::json)`,
      taken: sql<number>`(
        select count(*)::int
        from ${attachments} f
        where f.entry_id = ${entries.id} and f.question_id = ${questions.id} and f.removed_at is null
      )`,
      kept: sql<{ files: number; bytes: number }>`(
        select json_build_object('files', count(*), 'bytes', coalesce(sum(f.size), 0))
        from ${attachments} f
        where f.entry_id = ${entries.id}
      )`,
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(
      questions,
      and(eq(questions.cycleId, entries.cycleId), eq(questions.key, questionKey), eq(questions.type, "files")),
    )
    .where(eq(entries.id, entryId));
  if (!row) throw new NotFound();
  const { questionId, settings, form, answers: given, taken, kept, graceSeconds, ...entry } = row;
  const asked = questionsOf(askedOf(form, given)).some(({ key }) => key === questionKey);
  return { entry, questionId, slot: settings?.files ?? null, asked, taken, kept, graceSeconds };
}

/** The person who announced an upload, with today's rights in city teams. NotFound if the account is gone. */
export async function getUploader({ db }: Pick<Context<Actor>, "db">, accountId: string): Promise<Person> {
  const rows = await db
    .select({ name: accounts.name, email: accounts.email, cityId: cityMembers.cityId, role: cityMembers.role })
    .from(accounts)
    .leftJoin(cityMembers, eq(cityMembers.accountId, accounts.id))
    .where(and(eq(accounts.id, accountId), sql`${accounts.disabledAt} is null`));
  const [account] = rows;
  if (!account) throw new NotFound();
  const teams = rows.flatMap(({ cityId, role }) => (cityId && role ? [{ cityId, role }] : []));
  return { ...ANONYMOUS, id: accountId, name: account.name, email: account.email, teams };
}

const names = sql`@> jsonb_build_array(jsonb_build_object('attachmentId', ${attachments.id}))`;
export const namedBySubmission = sql<boolean>`exists (
  select 1 from ${submissions} s where s.entry_id = ${attachments.entryId} and s.snapshot::jsonb -> 'files' ${names}
)`;
/** Whether it is the signed letter of the last submission that the asker may read. */
const signsLast = (asker: Asker) =>
  sql<boolean>`coalesce((
    select s.snapshot::jsonb #>> '{endorsement,letter,attachmentId}' = ${attachments.id}::text
    from ${lastReadable(asker)} s
  ), false)`;
/** Its number among the files of that submission; null where that does not hold it. */
const numberInLast = (asker: Asker) => sql<number | null>`(
  select f.number::int
  from ${lastReadable(asker)} last,
    jsonb_array_elements(last.snapshot::jsonb -> 'files') with ordinality f(file, number)
  where f.file ->> 'attachmentId' = ${attachments.id}::text
)`;
const copies = alias(storedFiles, "copies");

/**
 * A file somebody may read; else NotFound. The team, and that of a city that enters together with it, reads what is on
 * its draft or was ever submitted. Others read what the last submission holds once the entry is open to them and no
 * virus scan is outstanding: pictures redrawn and documents copied without their metadata, in blind rounds under a name
 * that tells nothing, and nothing of which there is no such copy. A signed letter is the secretariat's alone to read.
 * What a scanner found infected nobody reads. `viewed` is how the trail tells of it where it is confidential.
 */
export async function getFile(ctx: Context, attachmentId: string) {
  const [row] = await ctx.db
    .select({
      id: attachments.id,
      entryId: attachments.entryId,
      name: attachments.name,
      size: attachments.size,
      contentType: attachments.contentType,
      sha256: attachments.sha256,
      store: attachments.store,
      key: attachments.key,
      removedAt: attachments.removedAt,
      cityId: entries.cityId,
      isLetter: sql<boolean>`${attachments.questionId} is null`,
      confidential: questions.confidential,
      scan: attachments.scan,
      namedBySubmission,
      numberInLast: numberInLast(asker(ctx)),
      signsLast: signsLast(asker(ctx)),
      previewKey: attachments.previewKey,
      copyKey: attachments.copyKey,
      preview: { size: storedFiles.size, sha256: storedFiles.sha256 },
      copy: { size: copies.size, sha256: copies.sha256 },
      blind: readsBlind(asker(ctx)),
      joint: isOfCoApplicant(asker(ctx)),
    })
    .from(attachments)
    .innerJoin(entries, eq(entries.id, attachments.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .leftJoin(questions, eq(questions.id, attachments.questionId))
    .leftJoin(storedFiles, eq(storedFiles.key, attachments.previewKey))
    .leftJoin(copies, eq(copies.key, attachments.copyKey))
    .where(and(eq(attachments.id, attachmentId), visibleTo(asker(ctx))));
  if (!row || row.scan === "infected") throw new NotFound();
  const { store, key, name, size, contentType, sha256 } = row;
  const original = { store, key, name, size, contentType, sha256 };
  const drawn = { store, name: "preview.webp", contentType: "image/webp" };
  const preview = row.previewKey ? { ...drawn, key: row.previewKey, ...storedAs(row.preview, sha256) } : null;
  if (teamRole(ctx.actor, row.cityId) || row.joint) {
    if (row.removedAt && !row.namedBySubmission) throw new NotFound();
    return { original, preview, viewed: null };
  }
  const isShown = row.isLetter ? row.signsLast : row.numberInLast !== null;
  if (row.scan === "waiting" || !isShown || ((row.isLetter || row.confidential) && !isStaff(ctx.actor, "secretariat")))
    throw new NotFound();
  const copy = row.copyKey ? { ...original, key: row.copyKey, ...storedAs(row.copy, sha256) } : null;
  const cleaned = copy ?? (preview ? { ...preview, name: `${name}.webp` } : null);
  const access = row.isLetter || row.confidential ? viewed.file(row.entryId, row.id) : null;
  if (!row.blind || row.numberInLast === null) return { original: cleaned ?? original, preview, viewed: access };
  if (!cleaned) throw new NotFound();
  const plain = { ...cleaned, name: plainFileName(cleaned.name, row.numberInLast) };
  return { original: plain, preview, viewed: access };
}

const storedAs = (made: { size: number; sha256: string | null } | null, otherwise: string) => ({
  size: made?.size ?? 0,
  sha256: made?.sha256 ?? otherwise,
});

const otherFiles = sql<{ id: string; name: string }[]>`coalesce((
  select json_agg(json_build_object('id', o.id, 'name', o.name) order by o.uploaded_at, o.id)
  from ${attachments} o
  where o.entry_id = ${attachments.entryId} and o.id <> ${attachments.id} and o.removed_at is null
), '[]'::json)`;

/**
 * A file of a draft that somebody may change now: what it is and where it stands. `submitted` says that a submission
 * holds it.
 */
export async function changeableFile(ctx: Context, attachmentId: string) {
  const [file] = await ctx.db
    .select({
      id: attachments.id,
      entryId: attachments.entryId,
      name: attachments.name,
      caption: attachments.caption,
      credit: attachments.credit,
      rights: attachments.rights,
      language: attachments.language,
      translationOf: attachments.translationOf,
      others: otherFiles,
      questionKey: questions.key,
      sectionKey: sections.key,
      submitted: namedBySubmission,
    })
    .from(attachments)
    .innerJoin(questions, eq(questions.id, attachments.questionId))
    .innerJoin(sections, eq(sections.id, questions.sectionId))
    .where(and(eq(attachments.id, attachmentId), isNull(attachments.removedAt)));
  if (!file) throw new NotFound();
  authorise(canEdit(ctx.actor, (await getPlace(ctx, file)).entry, ctx.now));
  return file;
}

/**
 * The files of the entry that a draft began with: those its questions take, with what it takes to find their bytes, and
 * why the others stay behind. NotFound for all but its team.
 */
export async function filesToBring(ctx: Context, entryId: string) {
  const { startedFrom, form } = await getDraft(ctx, entryId);
  if (!startedFrom) return { take: [], left: [] };
  await authoriseTeam(ctx, startedFrom.id);
  const files = await ctx.db
    .select({
      id: attachments.id,
      questionKey: questions.key,
      name: attachments.name,
      size: attachments.size,
      contentType: attachments.contentType,
      sha256: attachments.sha256,
      scan: attachments.scan,
      active: attachments.active,
      caption: attachments.caption,
      credit: attachments.credit,
      rights: attachments.rights,
      language: attachments.language,
      translationOf: attachments.translationOf,
      store: attachments.store,
      key: attachments.key,
      previewKey: attachments.previewKey,
      copyKey: attachments.copyKey,
    })
    .from(attachments)
    .innerJoin(questions, eq(questions.id, attachments.questionId))
    .where(and(eq(attachments.entryId, startedFrom.id), isNull(attachments.removedAt)))
    .orderBy(asc(questions.position), asc(attachments.position), asc(attachments.uploadedAt), asc(attachments.id));
  const slots = questionsOf(form).flatMap(({ key, type, settings }) =>
    type === "files" && settings.files ? [[key, settings.files] as const] : [],
  );
  return comingAlong(files, Object.fromEntries(slots));
}
