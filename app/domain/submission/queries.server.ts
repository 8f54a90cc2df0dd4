import { desc, eq } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { submissionAttempts, submissions } from "#db/schema/entry.ts";
import type { Context } from "../context.ts";
import { getDraftFacts } from "../entry/queries.server.ts";

/** What was sent and what was refused, the newest first, for the team. NotFound for anybody else. */
export async function submissionHistory(ctx: Context, entryId: string) {
  await getDraftFacts(ctx, entryId);
  const sent = await ctx.db.select({ at: submissions.receivedAt, number: submissions.number, sha256: submissions.sha256, by: accounts.name })
    .from(submissions).innerJoin(accounts, eq(accounts.id, submissions.submittedBy)).where(eq(submissions.entryId, entryId)).orderBy(desc(submissions.number)).limit(100);
  const refused = await ctx.db.select({ at: submissionAttempts.at, because: submissionAttempts.because, issues: submissionAttempts.issues, by: accounts.name })
    .from(submissionAttempts).innerJoin(accounts, eq(accounts.id, submissionAttempts.by)).where(eq(submissionAttempts.entryId, entryId)).orderBy(desc(submissionAttempts.at)).limit(100);
  return { sent, refused };
}

/** What the last attempt to submit lacked, as question keys; none once something was sent after it. For whoever has the draft already. */
export async function lastLacking({ db }: Pick<Context, "db">, { id, submission }: { id: string; submission: { receivedAt: Date } | null }): Promise<string[]> {
  const [last] = await db.select({ at: submissionAttempts.at, issues: submissionAttempts.issues }).from(submissionAttempts)
    .where(eq(submissionAttempts.entryId, id)).orderBy(desc(submissionAttempts.at)).limit(1);
  return !last || (submission && submission.receivedAt >= last.at) ? [] : last.issues.map(({ questionKey }) => questionKey);
}
