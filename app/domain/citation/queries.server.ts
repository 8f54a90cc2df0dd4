import { and, desc, eq } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { citations } from "#db/schema/citation.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import type { Context } from "../context.ts";
import { getChoice } from "../shortlist/queries.server.ts";
import { isListed } from "../shortlist/rules.ts";
import { authorise } from "../verdict.ts";
import { canApproveCorrection, canCite, type CitationFacts } from "./policy.ts";

/** Every version of the words about an entry, the latest first. Not guarded. */
export function versionsOf({ db }: Pick<Context, "db">, roundId: string, entryId: string) {
  return db
    .select({
      version: citations.version,
      statement: citations.statement,
      citation: citations.citation,
      reason: citations.reason,
      writtenAt: citations.writtenAt,
      writtenBy: citations.writtenBy,
      byName: accounts.name,
      inOffice: isStillInOffice(citations.writtenBy, "secretariat", citations.roundId),
      approvedAt: citations.approvedAt,
    })
    .from(citations)
    .innerJoin(accounts, eq(accounts.id, citations.writtenBy))
    .where(and(eq(citations.roundId, roundId), eq(citations.entryId, entryId)))
    .orderBy(desc(citations.version));
}

/**
 * The words about an entry for those who write them, and what they may do with them now. 404 for an entry the actor is
 * in conflict with.
 */
export async function citationOf(ctx: Context, roundId: string, entryId: string) {
  const { round, line, final, proposed, ...choice } = await getChoice(ctx, roundId, entryId);
  const facts = { ...choice.facts, approved: final };
  const versions = await versionsOf(ctx, roundId, entryId);
  const pending =
    facts.approved && versions[0] && !versions[0].approvedAt && versions[0].version > 1 ? versions[0] : null;
  const standing = versions.find(({ approvedAt }) => approvedAt !== null || !facts.approved) ?? null;
  const known: CitationFacts = {
    ...facts,
    conflict: false,
    awarded: isListed(line),
    pendingBy: pending?.writtenBy ?? null,
    inOffice: pending?.inOffice ?? true,
  };
  authorise(canCite(ctx.actor, known));
  return {
    round,
    line,
    proposed,
    final: facts.approved,
    standing,
    pending,
    approving: canApproveCorrection(ctx.actor, known),
    facts: known,
  };
}
