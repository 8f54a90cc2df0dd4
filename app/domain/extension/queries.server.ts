import { and, desc, eq, gt, gte, inArray, isNull, lt, notExists, notInArray, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { attachments } from "#db/schema/attachment.ts";
import { cities } from "#db/schema/city.ts";
import { cycles, extensions } from "#db/schema/cycle.ts";
import { answerRevisions, entries } from "#db/schema/entry.ts";
import { questions } from "#db/schema/question.ts";
import { interruptions } from "#db/schema/service.ts";
import { canonical } from "../audit/rules.ts";
import type { NoteKey } from "../commitment/note.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { closesAtFor } from "../cycle/rules.ts";
import { NotFound } from "../errors.ts";
import { signedBy } from "../proof/rules.ts";
import { type Package, readPackage } from "../submission/rules.ts";
import { authorise } from "../verdict.ts";
import { canExtend, mayExtend } from "./policy.ts";
import { BEFORE_THE_BELL, type Interruption } from "./rules.ts";

/**
 * An entry that may need more time: whose it is, until when it is open, and nothing of what it says, for it may be a draft. For the secretariat;
 * 404 for entries of one's own city or in conflict.
 */
export async function getExtendable(ctx: Context, entryId: string) {
  const entry = await findExtendable(ctx, entryId);
  if (!entry) throw new NotFound();
  return entry;
}

async function findExtendable(ctx: Context, entryId: string) {
  authorise(mayExtend(ctx.actor));
  const ownCities = ctx.actor.teams.map(({ cityId }) => cityId);
  const [entry] = await ctx.db
    .select({
      id: entries.id, code: entries.code, cityId: entries.cityId, cityName: cities.name, country: cities.country, closesAt: entries.closesAt,
      cycle: { id: cycles.id, name: cycles.name, closesAt: cycles.closesAt, timeZone: cycles.timeZone },
      withdrawn: sql<boolean>`exists (select 1 from withdrawals w where w.entry_id = ${entries.id})`,
      screened: sql<boolean>`exists (select 1 from screenings s where s.entry_id = ${entries.id})`,
      frozen: sql<boolean>`exists (select 1 from freezes f join rounds r on r.id = f.round_id where r.cycle_id = ${entries.cycleId})`,
    })
    .from(entries).innerJoin(cities, eq(cities.id, entries.cityId)).innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(and(eq(entries.id, entryId), noConflict(ctx, { entryId: entries.id }), notInArray(entries.cityId, ownCities)));
  return entry;
}

/** An entry as `getExtendable`, with every extension it was given, the newest first. */
export async function getExtensions(ctx: Context, entryId: string) {
  const entry = await getExtendable(ctx, entryId);
  const changes = await ctx.db.select({ id: extensions.id, from: extensions.oldClosesAt, to: extensions.newClosesAt, reason: extensions.reason, by: accounts.name })
    .from(extensions).innerJoin(accounts, eq(accounts.id, extensions.by)).where(eq(extensions.entryId, entryId)).orderBy(desc(extensions.at), desc(extensions.id));
  return { entry, changes };
}

/** Times without the portal in the two hours before a call's bell, as far as nobody has moved the bell since. */
export function interruptionsOf({ db }: Pick<Context<Actor>, "db">, cycle: { id: string; closesAt: Date }): Promise<Interruption[]> {
  const answered = db.select({ one: sql`1` }).from(extensions).where(and(eq(extensions.cycleId, cycle.id), isNull(extensions.entryId), gte(extensions.at, interruptions.to)));
  return db.select({ from: interruptions.from, to: interruptions.to }).from(interruptions)
    .where(and(lt(interruptions.from, cycle.closesAt), gt(interruptions.to, new Date(cycle.closesAt.getTime() - BEFORE_THE_BELL)), notExists(answered))).orderBy(interruptions.from);
}

/** One answer or file of a package: whether exactly this is stored here, and whether it was saved after the deadline that holds for the entry. */
export type PackedSave = { question: string; name: string | null; version: number | null; saved: string; stored: boolean; late: boolean };

/**
 * What a file shows that a team brings as its signed package, for the secretariat: "unsigned" where this portal did not sign it; "unknown" where it did, and holds no such entry that one may know of, as after a
 * restore; "known" with every save in it compared to what is stored, and none of what it says; once the entry is closed, with whether it may be given more time. The file is not kept.
 */
export async function checkPackage(ctx: Context, key: NoteKey, file: Uint8Array) {
  authorise(mayExtend(ctx.actor));
  const text = signedBy(new TextDecoder().decode(file).replaceAll("\r\n", "\n"), key);
  const signed = text === null ? null : readPackage(text);
  if (!signed) return { outcome: "unsigned" as const };
  const { id, entry: code, city, made, saved, sha256 } = signed;
  const told = { code, city, made, saved, sha256 };
  const entry = await findExtendable(ctx, id);
  if (!entry) return { outcome: "unknown" as const, told };
  const closesAt = closesAtFor(entry.cycle, entry);
  return { outcome: "known" as const, told, entry: { id, cycle: entry.cycle }, closesAt, inTime: new Date(saved) <= closesAt, saves: await savesIn(ctx, signed, closesAt), extension: closesAt < ctx.now ? canExtend(ctx.actor, entry) : null };
}

async function savesIn({ db }: Context, { id, answers, files }: Package, closesAt: Date): Promise<PackedSave[]> {
  const version = sql<string>`${questions.key} || ' ' || ${answerRevisions.version}`;
  const revisions = await db.select({ version, value: answerRevisions.value, savedAt: answerRevisions.savedAt }).from(answerRevisions).innerJoin(questions, eq(questions.id, answerRevisions.questionId))
    .where(and(eq(answerRevisions.entryId, id), inArray(version, answers.map((answer) => `${answer.question} ${answer.version}`))));
  const held = await db.select({ id: attachments.id, sha256: attachments.sha256 }).from(attachments).where(and(eq(attachments.entryId, id), inArray(attachments.id, files.map((each) => each.id))));
  const stands = new Set([
    ...revisions.map((each) => canonical([each.version, each.savedAt.toISOString(), each.value ?? null])),
    ...held.map((each) => canonical([each.id, each.sha256])),
  ]);
  const late = (saved: string) => new Date(saved) > closesAt;
  return [
    ...answers.map((each) => ({ question: each.question, name: null, version: each.version, saved: each.saved, stored: stands.has(canonical([`${each.question} ${each.version}`, each.saved, each.value])), late: late(each.saved) })),
    ...files.map((each) => ({ question: each.question, name: each.name, version: null, saved: each.saved, stored: stands.has(canonical([each.id, each.sha256])), late: late(each.saved) })),
  ];
}
