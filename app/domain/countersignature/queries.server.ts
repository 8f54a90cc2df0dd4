import { and, asc, eq } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { countersignatures } from "#db/schema/countersignature.ts";
import type { Actor, Context } from "../context.ts";
import { listVersions } from "../proof/queries.server.ts";
import { getRound } from "../round/queries.server.ts";
import { isInConflict } from "../scrutiny/queries.server.ts";
import { authorise } from "../verdict.ts";
import { canCountersign, canTakeProof, type CountersignatureFacts } from "./policy.ts";

/** What signing for the award asks about a round and the actor. Not guarded. */
export async function countersignatureFacts(ctx: Context, roundId: string): Promise<CountersignatureFacts> {
  const standing = (await listVersions(ctx, roundId)).at(-1);
  const own = await ctx.db
    .select({ leaf: countersignatures.leaf })
    .from(countersignatures)
    .where(and(eq(countersignatures.roundId, roundId), eq(countersignatures.accountId, ctx.actor.id)));
  return {
    roundId,
    stated: standing !== undefined,
    inConflict: await isInConflict(ctx, roundId),
    signed: own.some(({ leaf }) => leaf === standing),
  };
}

/** A round for somebody who may sign its result for the award, and who did. 404 and 403 as `canTakeProof`. */
export async function countersigningOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const facts = await countersignatureFacts(ctx, roundId);
  authorise(canTakeProof(ctx.actor, facts));
  return { round, signing: canCountersign(ctx.actor, facts), ...(await countersignaturesTold(ctx, roundId)) };
}

/**
 * How many versions the result of a round has, and who signed which for the award, by which key and when. Not guarded:
 * meant for everybody.
 */
export async function countersignaturesTold(ctx: Pick<Context<Actor>, "db">, roundId: string) {
  const versions = await listVersions(ctx, roundId);
  const rows = await ctx.db
    .select({
      name: accounts.name,
      note: countersignatures.note,
      leaf: countersignatures.leaf,
      signedAt: countersignatures.signedAt,
    })
    .from(countersignatures)
    .innerJoin(accounts, eq(accounts.id, countersignatures.accountId))
    .where(eq(countersignatures.roundId, roundId))
    .orderBy(asc(countersignatures.at), asc(countersignatures.accountId));
  return {
    versions: versions.length,
    signatures: rows.map(({ note, leaf, ...row }) => ({
      ...row,
      version: versions.indexOf(leaf) + 1,
      key: /^key (\S+)$/m.exec(note)![1]!,
    })),
  };
}
