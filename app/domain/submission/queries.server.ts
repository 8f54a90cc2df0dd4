import { and, desc, eq, gt, inArray, isNull, not, notExists, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { type AwaitedFile, entries, submissionAttempts, submissions, withdrawals } from "#db/schema/entry.ts";
import { programmes } from "#db/schema/programme.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import { type Actor, type Context, teamRole } from "../context.ts";
import { closesAtOfEntry, getCycle } from "../cycle/queries.server.ts";
import { SLACK_SECONDS, TRIED_SECONDS } from "../cycle/rules.ts";
import type { CopySource } from "../entry/copy.ts";
import { getDraft, authoriseTeam, getEntry, withdrawnAt } from "../entry/queries.server.ts";
import { getLastSubmission, getSealedEntry } from "../entry/sealed.server.ts";
import { readSnapshot, sealedOf } from "../entry/sealed.ts";
import { formJson, formOf, formWithThemes } from "../question/queries.server.ts";

/** When it became a submission: a package later than what it holds was saved. */
const happenedAt = sql<Date>`coalesce(${submissions.acceptedAt}, ${submissions.receivedAt})`.mapWith(
  submissions.receivedAt,
);

/** What was sent and what was refused, the newest first, for the team. NotFound for anybody else. */
export async function submissionHistory(ctx: Context, entryId: string) {
  await authoriseTeam(ctx, entryId);
  const sent = await ctx.db
    .select({
      at: happenedAt,
      number: submissions.number,
      sha256: submissions.sha256,
      kind: submissions.kind,
      by: accounts.name,
    })
    .from(submissions)
    .innerJoin(accounts, eq(accounts.id, submissions.submittedBy))
    .where(eq(submissions.entryId, entryId))
    .orderBy(desc(submissions.number))
    .limit(100);
  const refused = await ctx.db
    .select({
      at: submissionAttempts.at,
      because: submissionAttempts.because,
      automatic: submissionAttempts.automatic,
      issues: submissionAttempts.issues,
      by: accounts.name,
    })
    .from(submissionAttempts)
    .innerJoin(accounts, eq(accounts.id, submissionAttempts.by))
    .where(eq(submissionAttempts.entryId, entryId))
    .orderBy(desc(submissionAttempts.at))
    .limit(100);
  return { sent, refused };
}

/**
 * What the last attempt to submit lacked, as question keys; none once something was sent after it. For whoever has the
 * draft already.
 */
export async function lastLacking({ db }: Pick<Context, "db">, entryId: string): Promise<string[]> {
  const [last] = await db
    .select({ at: submissionAttempts.at, issues: submissionAttempts.issues })
    .from(submissionAttempts)
    .where(eq(submissionAttempts.entryId, entryId))
    .orderBy(desc(submissionAttempts.at))
    .limit(1);
  if (!last) return [];
  const sentSince = await db.$count(
    submissions,
    and(eq(submissions.entryId, entryId), sql`${happenedAt} >= ${last.at.toISOString()}::timestamptz`),
  );
  return sentSince > 0 ? [] : last.issues.map(({ questionKey }) => questionKey);
}

const DAY = 86_400_000;

/**
 * Files of an entry that were announced within a day and have not become attachments yet: their bytes are under way.
 * For commands.
 */
export async function filesUnderWay({ db, now }: Context, entryId: string): Promise<AwaitedFile[]> {
  const metadata = (name: string) => sql<string>`${storedFiles.metadata}->>${name}`;
  return db
    .select({
      key: storedFiles.key,
      questionKey: metadata("questionKey"),
      name: storedFiles.name,
      size: storedFiles.size,
    })
    .from(storedFiles)
    .where(
      and(
        sql`${storedFiles.metadata} ->> 'entryId' = ${entryId}`,
        inArray(storedFiles.state, ["expected", "receiving", "stored"]),
        isNull(storedFiles.answer),
        gt(storedFiles.registeredAt, new Date(now.getTime() - DAY)),
      ),
    )
    .orderBy(storedFiles.registeredAt, storedFiles.key);
}

/**
 * Drafts of calls that seal what is complete at the bell, once the window after it is over: never sent, not withdrawn,
 * and not looked at since. The earliest begun first, where a call takes only so many.
 */
export function completeAtTheBell(ctx: Context<Actor>) {
  return leftAtTheBell(ctx, sql`true`).orderBy(entries.startedAt, entries.id);
}

/**
 * Whether drafts of a cycle are still to be looked at, so that nobody may say yet which entries it has. One that has
 * failed for an hour is given up: it is tried on, and holds back no list of all others.
 */
export async function draftsHoldBack(ctx: Context<Actor>, cycleId: string): Promise<boolean> {
  const since = new Date(ctx.now.getTime() - TRIED_SECONDS * 1000).toISOString();
  const [left] = await leftAtTheBell(
    ctx,
    and(eq(cycles.id, cycleId), sql`${windowEnd} >= ${since}::timestamptz`),
  ).limit(1);
  return left !== undefined;
}

/**
 * Whether the portal has all bytes of a file of a cycle's entries and has not decided about it, as where it stopped in
 * between, so that nobody may say yet what those entries hold. What has waited for an hour is given up.
 */
export async function filesHoldBack({ db, now }: Context<Actor>, cycleId: string): Promise<boolean> {
  const [left] = await db
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.cycleId, cycleId), isUndecided(now)))
    .limit(1);
  return left !== undefined;
}

const isUndecided = (now: Date): SQL => sql`exists (
  select 1
  from ${storedFiles} f
  where f.metadata ->> 'entryId' = ${entries.id}::text and f.state in ('receiving', 'stored') and f.answer is null
    and f.stored_at > ${new Date(now.getTime() - TRIED_SECONDS * 1000).toISOString()}::timestamptz
)`;

/** When the window for files of an entry is over, and the last of them written. */
const windowEnd = sql`${closesAtOfEntry} + make_interval(secs => ${cycles.graceSeconds} + ${SLACK_SECONDS})`;

function leftAtTheBell({ db, now }: Context<Actor>, which: SQL | undefined) {
  const looked = db
    .select({ one: sql`1` })
    .from(submissionAttempts)
    .where(
      and(
        eq(submissionAttempts.entryId, entries.id),
        submissionAttempts.automatic,
        sql`${submissionAttempts.at} > ${closesAtOfEntry}`,
      ),
    );
  return db
    .select({ id: entries.id })
    .from(entries)
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(
      and(
        cycles.autoSubmit,
        eq(cycles.archived, false),
        sql`${windowEnd} < ${now.toISOString()}::timestamptz`,
        notExists(db.select({ one: sql`1` }).from(submissions).where(eq(submissions.entryId, entries.id))),
        notExists(db.select({ one: sql`1` }).from(withdrawals).where(eq(withdrawals.entryId, entries.id))),
        notExists(looked),
        not(isUndecided(now)),
        which,
      ),
    )
    .$dynamic();
}

/**
 * What a copy of an entry is made of. Its team gets the last submission, or the draft where nothing was sent or the
 * draft is wanted; all others what they may read of the submission, without the questions they may not know the answers
 * to. NotFound for everybody else.
 */
export async function copySource(ctx: Context, entryId: string, wanted: "sent" | "draft"): Promise<CopySource> {
  const { cityId } = await getEntry(ctx, entryId);
  return teamRole(ctx.actor, cityId) ? ownCopy(ctx, entryId, wanted) : readersCopy(ctx, entryId);
}

/**
 * What a copy of one submission is made of, for the letter that brings it to its team; null for an unknown one.
 * Nobody's rights are asked: never for a page.
 */
export async function submittedCopy(
  { db, now }: Pick<Context<Actor>, "db" | "now">,
  submissionId: string,
): Promise<CopySource | null> {
  const [found] = await db
    .select({
      programme: programmes.name,
      cycle: { name: cycles.name, timeZone: cycles.timeZone },
      form: formJson(entries.cycleId),
      themes: cycles.themes,
      snapshot: submissions.snapshot,
      withdrawnAt,
      submission: {
        number: submissions.number,
        receivedAt: submissions.receivedAt,
        acceptedAt: submissions.acceptedAt,
        sha256: submissions.sha256,
        submittedBy: accounts.name,
      },
    })
    .from(submissions)
    .innerJoin(entries, eq(entries.id, submissions.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(programmes, eq(programmes.id, cycles.programmeId))
    .innerJoin(accounts, eq(accounts.id, submissions.submittedBy))
    .where(eq(submissions.id, submissionId));
  if (!found) return null;
  const { snapshot, themes, ...copy } = found;
  return {
    ...copy,
    form: formWithThemes(found.form, themes),
    sealed: readSnapshot(snapshot),
    withdrawn: found.withdrawnAt !== null,
    at: now,
  };
}

async function ownCopy(ctx: Context, entryId: string, wanted: "sent" | "draft"): Promise<CopySource> {
  const draft = await getDraft(ctx, entryId);
  const { form, cycle, programme } = draft;
  const copy = { programme: programme.name, cycle, form, withdrawn: draft.withdrawnAt !== null, at: ctx.now };
  if (!draft.submission || wanted === "draft")
    return { ...copy, sealed: sealedOf(draft), submission: null, toSign: cycle.endorsement !== "off" };
  const { snapshot, ...submission } = await getLastSubmission(ctx, entryId);
  return { ...copy, sealed: readSnapshot(snapshot), submission };
}

async function readersCopy(ctx: Context, entryId: string): Promise<CopySource> {
  const { entry, submission, sealed, isWhole } = await getSealedEntry(ctx, entryId);
  const cycle = await getCycle(ctx, entry.cycleId);
  const form = await formOf(ctx, entry.cycleId);
  const shown = isWhole
    ? form
    : form
        .map((section) => ({ ...section, questions: section.questions.filter(({ confidential }) => !confidential) }))
        .filter(({ questions }) => questions.length > 0);
  return {
    programme: cycle.programme.name,
    cycle,
    form: shown,
    sealed,
    submission: { ...submission, submittedBy: null },
    withdrawn: entry.withdrawnAt !== null,
    at: ctx.now,
  };
}
