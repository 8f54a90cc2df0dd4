import { and, desc, eq, gt, inArray, isNull, notExists, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { type AwaitedFile, entries, submissionAttempts, submissions, withdrawals } from "#db/schema/entry.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import type { Actor, Context } from "../context.ts";
import { getDraftFacts } from "../entry/queries.server.ts";

/** What was sent and what was refused, the newest first, for the team. NotFound for anybody else. */
export async function submissionHistory(ctx: Context, entryId: string) {
  await getDraftFacts(ctx, entryId);
  const sent = await ctx.db.select({ at: submissions.receivedAt, number: submissions.number, sha256: submissions.sha256, kind: submissions.kind, by: accounts.name })
    .from(submissions).innerJoin(accounts, eq(accounts.id, submissions.submittedBy)).where(eq(submissions.entryId, entryId)).orderBy(desc(submissions.number)).limit(100);
  const refused = await ctx.db.select({ at: submissionAttempts.at, because: submissionAttempts.because, automatic: submissionAttempts.automatic, issues: submissionAttempts.issues, by: accounts.name })
    .from(submissionAttempts).innerJoin(accounts, eq(accounts.id, submissionAttempts.by)).where(eq(submissionAttempts.entryId, entryId)).orderBy(desc(submissionAttempts.at)).limit(100);
  return { sent, refused };
}

/** What the last attempt to submit lacked, as question keys; none once something was sent after it. For whoever has the draft already. */
export async function lastLacking({ db }: Pick<Context, "db">, { id, submission }: { id: string; submission: { receivedAt: Date } | null }): Promise<string[]> {
  const [last] = await db.select({ at: submissionAttempts.at, issues: submissionAttempts.issues }).from(submissionAttempts)
    .where(eq(submissionAttempts.entryId, id)).orderBy(desc(submissionAttempts.at)).limit(1);
  return !last || (submission && submission.receivedAt >= last.at) ? [] : last.issues.map(({ questionKey }) => questionKey);
}

const DAY = 86_400_000;

/** Files of an entry that were announced within a day and have not become attachments yet: their bytes are under way. For commands. */
export async function filesUnderWay({ db, now }: Context, entryId: string): Promise<AwaitedFile[]> {
  const metadata = (name: string) => sql<string>`${storedFiles.metadata}->>${name}`;
  return db.select({ key: storedFiles.key, questionKey: metadata("questionKey"), name: storedFiles.name, size: storedFiles.size }).from(storedFiles)
    .where(and(sql`${metadata("entryId")} = ${entryId}`, inArray(storedFiles.state, ["expected", "receiving", "stored"]), isNull(storedFiles.answer), gt(storedFiles.registeredAt, new Date(now.getTime() - DAY))))
    .orderBy(storedFiles.registeredAt, storedFiles.key);
}

/** Drafts of calls that seal what is complete at the bell, once the window after it is over: never sent, not withdrawn, and not looked at since. */
export function completeAtTheBell({ db, now }: Context<Actor>) {
  const bell = sql`greatest(${cycles.closesAt}, coalesce(${entries.closesAt}, ${cycles.closesAt}))`;
  const looked = db.select({ one: sql`1` }).from(submissionAttempts).where(and(eq(submissionAttempts.entryId, entries.id), submissionAttempts.automatic, sql`${submissionAttempts.at} > ${bell}`));
  return db.select({ id: entries.id }).from(entries).innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(and(cycles.autoSubmit, eq(cycles.archived, false), sql`${bell} + make_interval(secs => ${cycles.graceSeconds}) < ${now.toISOString()}::timestamptz`,
      notExists(db.select({ one: sql`1` }).from(submissions).where(eq(submissions.entryId, entries.id))),
      notExists(db.select({ one: sql`1` }).from(withdrawals).where(eq(withdrawals.entryId, entries.id))), notExists(looked)));
}
