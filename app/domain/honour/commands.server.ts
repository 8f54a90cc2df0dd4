import { and, eq } from "drizzle-orm";
import { entries } from "#db/schema/entry.ts";
import { type Honour, honours } from "#db/schema/honour.ts";
import { type AuditEvent, canonical, roundStream, sha256 } from "../audit/rules.ts";
import { kindsOf } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { getRound, isInRound, lockRound } from "../round/queries.server.ts";
import { returnProposal } from "../shortlist/commands.server.ts";
import type { DecisionFacts } from "../shortlist/policy.ts";
import { finalisationOf } from "../shortlist/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canHonour } from "./policy.ts";

type Honoured = { roundId: string; entryId: string };

/**
 * Gives an entry of a round an honour, beside its level or without one. It is part of the list that two people sign, so
 * a standing proposal is void afterwards. Refuses a name that the entry has been given already; 404 for an entry the
 * actor is in conflict with, 409 once the list is final.
 */
export function giveHonour(outer: Context, { roundId, entryId, honour }: Honoured & { honour: Honour }): Promise<void> {
  return transact(outer, async (ctx) => {
    const facts = await hold(ctx, { roundId, entryId });
    const here = and(eq(honours.roundId, roundId), eq(honours.entryId, entryId));
    const given = await ctx.db.select({ name: honours.name }).from(honours).where(here);
    if (given.some(({ name }) => name.en === honour.name.en)) throw new Invalid({ "name-en": "honour-given" });
    await ctx.db.insert(honours).values({ roundId, entryId, ...honour, at: ctx.now, by: ctx.actor.id });
    return {
      result: undefined,
      event: [event("honour.given", { roundId, entryId, honour }), ...(await returnProposal(ctx, facts))],
    };
  });
}

/** Takes an honour away again, as it was given. 404 for one that the entry does not have. */
export function takeHonour(outer: Context, { roundId, entryId, id }: Honoured & { id: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    const facts = await hold(ctx, { roundId, entryId });
    const [honour] = await ctx.db
      .delete(honours)
      .where(and(eq(honours.id, id), eq(honours.roundId, roundId), eq(honours.entryId, entryId)))
      .returning({ name: honours.name, reason: honours.reason });
    if (!honour) throw new NotFound();
    return {
      result: undefined,
      event: [event("honour.taken", { roundId, entryId, honour }), ...(await returnProposal(ctx, facts))],
    };
  });
}

/** Where the list of an entry stands, that nobody can change until the transaction ends, for whoever may choose. */
async function hold(ctx: Context, { roundId, entryId }: Honoured): Promise<DecisionFacts> {
  await lockRound(ctx, roundId, "update");
  const { state } = await getRound(ctx, roundId);
  const { proposal } = await finalisationOf(ctx, roundId);
  const facts: DecisionFacts = {
    roundId,
    state,
    proposedBy: proposal?.proposedBy ?? null,
    approved: proposal?.approvedAt != null,
  };
  const [judged] = await ctx.db
    .select({ id: entries.id })
    .from(entries)
    .where(and(eq(entries.id, entryId), isInRound(roundId)));
  if (!judged) throw new NotFound();
  const conflict = (await kindsOf(ctx, { roundId, entryId, accountId: ctx.actor.id })).length > 0;
  authorise(canHonour(ctx.actor, facts, { conflict }));
  return facts;
}

const event = (
  type: Extract<AuditEvent["type"], `honour.${string}`>,
  { roundId, entryId, honour: { name, reason } }: Honoured & { honour: Honour },
): AuditEvent => ({
  type,
  stream: roundStream(roundId),
  subjectId: entryId,
  details: { round: roundId, sha256: sha256(canonical({ name, reason })) },
});
