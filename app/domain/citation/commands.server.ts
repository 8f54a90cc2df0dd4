import { and, eq, lte, sql } from "drizzle-orm";
import { citations, type PublishedWords, type Words } from "#db/schema/citation.ts";
import { decisions } from "#db/schema/decision.ts";
import { publications, results } from "#db/schema/result.ts";
import { canonical, roundStream, sha256 } from "../audit/rules.ts";
import { kindsOf } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { IS_LISTED } from "../decision/queries.server.ts";
import { Invalid, NotFound, Stale } from "../errors.ts";
import { correctResult } from "../proof/outcome.server.ts";
import { getRound, isInRound, lockRound } from "../round/queries.server.ts";
import { returnProposal } from "../shortlist/commands.server.ts";
import { finalisationOf } from "../shortlist/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { entries } from "#db/schema/entry.ts";
import { canApproveCorrection, canCite, type CitationFacts } from "./policy.ts";
import { versionsOf } from "./queries.server.ts";

type Cited = { roundId: string; entryId: string };

/**
 * Keeps the panel's words about an entry. Until the list is final they belong to it: a standing proposal is void
 * afterwards. Once it is final this proposes a correction, with a reason, that a second person has to approve. 404 for
 * an entry the actor is in conflict with.
 */
export function cite(
  outer: Context,
  { roundId, entryId, words, reason }: Cited & { words: Words; reason: string },
): Promise<void> {
  return transact(outer, async (ctx) => {
    const { facts, versions, waiting } = await hold(ctx, { roundId, entryId });
    authorise(canCite(ctx.actor, facts));
    if (facts.approved && !reason.trim()) throw new Invalid({ reason: "reason-needed" });
    // What is written once the list is final is never its first version, which only the signatures under the list make
    // public.
    const version = facts.approved ? (waiting ?? Math.max(1, versions[0]?.version ?? 0) + 1) : 1;
    const written = { ...words, reason: facts.approved ? reason : "", writtenAt: ctx.now, writtenBy: ctx.actor.id };
    await ctx.db
      .insert(citations)
      .values({ roundId, entryId, version, ...written })
      .onConflictDoUpdate({ target: [citations.roundId, citations.entryId, citations.version], set: written });
    const details = { round: roundId, version, sha256: sha256(canonical(words)) };
    const event = {
      type: facts.approved ? ("citation.proposed" as const) : ("citation.written" as const),
      stream: roundStream(roundId),
      subjectId: entryId,
      details,
    };
    return { result: undefined, event: [event, ...(facts.approved ? [] : await returnProposal(ctx, facts))] };
  });
}

/**
 * The second signature under a correction: from then on these are the words the public reads, under the next version of
 * the result. `seen` is the version that was read. 403 for whoever wrote it, 409 when none waits or another does.
 */
export function approveCorrection(outer: Context, { roundId, entryId, seen }: Cited & { seen: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    const {
      facts,
      versions: [latest],
    } = await hold(ctx, { roundId, entryId });
    authorise(canApproveCorrection(ctx.actor, facts));
    if (!latest || wordsHash(latest) !== seen) throw new Stale("the words have changed");
    const here = and(eq(citations.roundId, roundId), eq(citations.entryId, entryId));
    await ctx.db
      .update(citations)
      .set({ approvedAt: ctx.now, approvedBy: ctx.actor.id })
      .where(and(here, eq(citations.version, latest.version)));
    const { statement, citation, version, reason } = latest;
    const words: PublishedWords = { statement, citation, version, reason, at: ctx.now.toISOString() };
    const publication = ctx.db
      .select({ id: publications.id })
      .from(publications)
      .where(eq(publications.roundId, roundId));
    await ctx.db
      .update(results)
      .set({ words })
      .where(and(eq(results.entryId, entryId), sql`${results.publicationId} in (${publication})`));
    await ctx.db
      .update(publications)
      .set({ version: sql`${publications.version} + 1`, revisedAt: ctx.now })
      .where(and(eq(publications.roundId, roundId), lte(publications.publishedAt, ctx.now)));
    const fingerprint = sha256(canonical({ statement, citation }));
    await correctResult(ctx, roundId, `words corrected, sha256 ${fingerprint}`, reason);
    return {
      result: undefined,
      event: {
        type: "citation.corrected",
        stream: roundStream(roundId),
        subjectId: entryId,
        details: { round: roundId, version, sha256: fingerprint },
      },
    };
  });
}

/** What somebody has before their eyes who approves words. */
export const wordsHash = ({
  version,
  statement,
  citation,
  reason,
}: Words & { version: number; reason: string }): string => sha256(canonical({ version, statement, citation, reason }));

/** Where an entry of the round stands, that nobody can change until the transaction ends. */
async function hold(ctx: Context, { roundId, entryId }: Cited) {
  await lockRound(ctx, roundId, "update");
  const { state } = await getRound(ctx, roundId);
  const { proposal, final: approved } = await finalisationOf(ctx, roundId);
  const [judged] = await ctx.db
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.id, entryId), isInRound(roundId)));
  if (!judged) throw new NotFound();
  const [decided] = await ctx.db
    .select({ awarded: sql<boolean>`${IS_LISTED}` })
    .from(decisions)
    .where(and(eq(decisions.roundId, roundId), eq(decisions.entryId, entryId)));
  const versions = await versionsOf(ctx, roundId, entryId);
  const pending = approved && versions[0] && !versions[0].approvedAt && versions[0].version > 1 ? versions[0] : null;
  const conflict = (await kindsOf(ctx, { roundId, entryId, accountId: ctx.actor.id })).length > 0;
  const facts: CitationFacts = {
    roundId,
    state,
    proposedBy: proposal?.proposedBy ?? null,
    approved,
    conflict,
    awarded: decided?.awarded ?? false,
    pendingBy: pending?.writtenBy ?? null,
    inOffice: pending?.inOffice ?? true,
  };
  return { facts, versions, waiting: pending?.version ?? null };
}
