import { and, asc, eq, notExists, sql } from "drizzle-orm";
import { commitments, logLeaves, sealedEntries } from "#db/schema/commitment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { type AuditEvent, SYSTEM_STREAM } from "../audit/rules.ts";
import { appendCommitments, appendStatement, commitEntry, lockLog } from "../commitment/commands.server.ts";
import type { Actor, Context } from "../context.ts";
import { sealedHashes, statementAt } from "./queries.server.ts";
import { setRoot } from "./rules.ts";

/**
 * Seals which entries a cycle has: those submitted and not withdrawn, each with its last submission. Nothing happens
 * where the list is the one sealed last; another list is sealed under the next number, for everybody to see. Version 2
 * of the statement says that each entry commits to its number here.
 */
export async function sealEntries(ctx: Context<Actor>, cycleId: string): Promise<AuditEvent[]> {
  await lockLog(ctx);
  const standing = await standingCommitments(ctx, cycleId);
  const last = await statementAt(ctx, "seal", { cycleId });
  if (last !== null && (await isList(ctx, last.index, standing))) return [];
  await appendUnlogged(ctx, cycleId, standing);
  const number = Number(last?.statement["number"] ?? 0) + 1;
  const index = await stateSeal(ctx, cycleId, number, standing);
  if (standing.length > 0)
    await ctx.db.insert(sealedEntries).values(standing.map(({ entryId, hash }) => ({ seal: index, entryId, hash })));
  return [
    {
      type: "cycle.sealed",
      stream: SYSTEM_STREAM,
      subjectId: cycleId,
      details: { index, number, entries: standing.length },
    },
  ];
}

type Standing = { entryId: string; hash: Buffer; numbered: boolean };

/** Whether a seal counts these very commitments. */
async function isList(ctx: Context<Actor>, seal: number, standing: readonly Standing[]): Promise<boolean> {
  const sealed = [...(await sealedHashes(ctx, seal)).values()];
  const written = standing.map(({ hash }) => hash.toString("hex"));
  return sealed.sort().join() === written.sort().join();
}

/** Brings into the log what an earlier seal of the cycle did not bring there. */
async function appendUnlogged(ctx: Context<Actor>, cycleId: string, standing: readonly Standing[]): Promise<void> {
  const known = await ctx.db
    .select({ data: logLeaves.data })
    .from(logLeaves)
    .where(and(eq(logLeaves.cycleId, cycleId), eq(logLeaves.kind, "entry")));
  const logged = new Set(known.map(({ data }) => data.toString("hex")));
  const hashes = standing.map(({ hash }) => hash);
  await appendCommitments(
    ctx,
    "entry",
    hashes.filter((hash) => !logged.has(hash.toString("hex"))),
    { cycleId },
  );
}

/** The statement itself; its place in the log. */
async function stateSeal(ctx: Context<Actor>, cycleId: string, number: number, standing: readonly Standing[]) {
  const [cycle] = await ctx.db.select({ closesAt: cycles.closesAt }).from(cycles).where(eq(cycles.id, cycleId));
  return appendStatement(
    ctx,
    {
      type: "seal",
      v: standing.every(({ numbered }) => numbered) ? 2 : 1,
      cycle: cycleId,
      number,
      entries: standing.length,
      root: setRoot(standing.map(({ hash }) => hash)),
      closesAt: cycle!.closesAt.toISOString(),
    },
    { cycleId },
  );
}

/** The commitment of each entry's last submission. Made here for what came in before there were any. */
async function standingCommitments(ctx: Context<Actor>, cycleId: string): Promise<Standing[]> {
  const last = sql`(select max(l.number) from ${submissions} l where l.entry_id = ${entries.id})`;
  const rows = await ctx.db
    .select({
      entryId: entries.id,
      submissionId: submissions.id,
      code: entries.code,
      title: entries.title,
      cityName: sql<string>`${submissions.snapshot}::json ->> 'cityName'`,
      country: sql<string>`${submissions.snapshot}::json ->> 'country'`,
      number: submissions.number,
      sha256: submissions.sha256,
      receivedAt: submissions.receivedAt,
      hash: commitments.hash,
      numbered: sql<boolean>`${commitments.record} ? 'number'`,
    })
    .from(entries)
    .innerJoin(submissions, and(eq(submissions.entryId, entries.id), eq(submissions.number, last)))
    .leftJoin(commitments, and(eq(commitments.subjectId, submissions.id), eq(commitments.type, "entry")))
    .where(
      and(
        eq(entries.cycleId, cycleId),
        notExists(ctx.db.select({ one: sql`1` }).from(withdrawals).where(eq(withdrawals.entryId, entries.id))),
      ),
    )
    .orderBy(asc(entries.id));
  const standing = [];
  for (const { entryId, hash, numbered, ...received } of rows)
    standing.push(
      hash
        ? { entryId, hash, numbered }
        : { entryId, hash: (await commitEntry(ctx, { ...received, entryId, cycleId })).hash, numbered: true },
    );
  return standing;
}
