import { and, eq, isNull, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cityMembers } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { questions, sections } from "#db/schema/question.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { asker } from "../asker.server.ts";
import { type Actor, ANONYMOUS, type Context, isStaff, mayName, type Person, teamRole } from "../context.ts";
import { canEdit } from "../entry/policy.ts";
import { readsBlind, visibleTo } from "../entry/queries.server.ts";
import { plainFileName } from "../entry/rules.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";

/** What decides whether a file may go into a slot. */
export async function getPlace({ db }: Pick<Context<Actor>, "db">, { entryId, questionKey }: { entryId: string; questionKey: string }) {
  const [row] = await db
    .select({
      cityId: entries.cityId, closesAt: entries.closesAt, cycle: { opensAt: cycles.opensAt, closesAt: cycles.closesAt }, withdrawnAt: withdrawals.at,
      questionId: questions.id, settings: questions.settings, graceSeconds: cycles.graceSeconds,
      taken: sql<number>`(select count(*)::int from ${attachments} f where f.entry_id = ${entries.id} and f.question_id = ${questions.id} and f.removed_at is null)`,
    })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .leftJoin(questions, and(eq(questions.cycleId, entries.cycleId), eq(questions.key, questionKey), eq(questions.type, "files")))
    .where(eq(entries.id, entryId));
  if (!row) throw new NotFound();
  const { questionId, settings, taken, graceSeconds, ...entry } = row;
  return { entry, questionId, slot: settings?.files ?? null, taken, graceSeconds };
}

/** The person who announced an upload, with today's rights in city teams. NotFound if the account is gone. */
export async function getUploader({ db }: Pick<Context<Actor>, "db">, accountId: string): Promise<Person> {
  const rows = await db.select({ name: accounts.name, email: accounts.email, cityId: cityMembers.cityId, role: cityMembers.role })
    .from(accounts).leftJoin(cityMembers, eq(cityMembers.accountId, accounts.id)).where(and(eq(accounts.id, accountId), sql`${accounts.disabledAt} is null`));
  const [account] = rows;
  if (!account) throw new NotFound();
  const teams = rows.flatMap(({ cityId, role }) => (cityId && role ? [{ cityId, role }] : []));
  return { ...ANONYMOUS, id: accountId, name: account.name, email: account.email, teams };
}

const names = sql`@> jsonb_build_array(jsonb_build_object('attachmentId', ${attachments.id}))`;
export const namedBySubmission = sql<boolean>`exists (select 1 from ${submissions} s where s.entry_id = ${attachments.entryId} and s.snapshot::jsonb -> 'files' ${names})`;
const namedByLast = sql<boolean>`coalesce((select s.snapshot::jsonb -> 'files' ${names} from ${submissions} s where s.entry_id = ${attachments.entryId} order by s.number desc limit 1), false)`;

/**
 * A file somebody may read; else NotFound. The team reads what is on its draft or was ever submitted. Others read what the last submission
 * holds once the entry is open to them: pictures redrawn without their metadata, in blind rounds under a name that tells nothing.
 */
export async function getFile(ctx: Context, attachmentId: string) {
  const [row] = await ctx.db
    .select({
      id: attachments.id, entryId: attachments.entryId, name: attachments.name, size: attachments.size, contentType: attachments.contentType,
      sha256: attachments.sha256, store: attachments.store, key: attachments.key, removedAt: attachments.removedAt, cityId: entries.cityId,
      confidential: questions.confidential, namedBySubmission, namedByLast, previewKey: attachments.previewKey,
      preview: { size: storedFiles.size, sha256: storedFiles.sha256 },
      blind: readsBlind(asker(ctx)),
    })
    .from(attachments)
    .innerJoin(entries, eq(entries.id, attachments.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(questions, eq(questions.id, attachments.questionId))
    .leftJoin(storedFiles, eq(storedFiles.key, attachments.previewKey))
    .where(and(eq(attachments.id, attachmentId), visibleTo(asker(ctx))));
  if (!row) throw new NotFound();
  const { store, key, name, size, contentType, sha256 } = row;
  const original = { store, key, name, size, contentType, sha256 };
  const preview = row.previewKey ? { store, key: row.previewKey, name: "preview.webp", size: row.preview?.size ?? 0, contentType: "image/webp", sha256: row.preview?.sha256 ?? sha256 } : null;
  if (teamRole(ctx.actor, row.cityId)) {
    if (row.removedAt && !row.namedBySubmission) throw new NotFound();
    return { original, preview };
  }
  if (!row.namedByLast || (row.confidential && !isStaff(ctx.actor, "secretariat"))) throw new NotFound();
  const shown = preview ? { ...preview, name: `${name}.webp` } : original;
  return { original: mayName(ctx.actor, row) ? shown : { ...shown, name: plainFileName({ attachmentId: row.id, name: shown.name }) }, preview };
}
/** A file of a draft that somebody may change now: what it is and where it stands. `submitted` says that a submission holds it. */
export async function changeableFile(ctx: Context, attachmentId: string) {
  const [file] = await ctx.db
    .select({ id: attachments.id, entryId: attachments.entryId, name: attachments.name, caption: attachments.caption, questionKey: questions.key, sectionKey: sections.key, submitted: namedBySubmission })
    .from(attachments)
    .innerJoin(questions, eq(questions.id, attachments.questionId))
    .innerJoin(sections, eq(sections.id, questions.sectionId))
    .where(and(eq(attachments.id, attachmentId), isNull(attachments.removedAt)));
  if (!file) throw new NotFound();
  authorise(canEdit(ctx.actor, (await getPlace(ctx, file)).entry, ctx.now));
  return file;
}

export type ReadableFile = Awaited<ReturnType<typeof getFile>>;
