import { eq } from "drizzle-orm";
import { countersignatures } from "#db/schema/countersignature.ts";
import { scrutineerKeys } from "#db/schema/scrutiny.ts";
import { openCountersignature } from "../../../public/verify.mjs";
import { roundStream, sha256 } from "../audit/rules.ts";
import { isOfLog, type LogKey, mayLieBetween } from "../commitment/note.ts";
import type { Context } from "../context.ts";
import { Invalid, Stale } from "../errors.ts";
import { takenBundle } from "../proof/commands.server.ts";
import { listVersions } from "../proof/queries.server.ts";
import { getRound, lockRound } from "../round/queries.server.ts";
import { holdKey, namedResult } from "../scrutiny/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canCountersign, canTakeProof } from "./policy.ts";
import { countersignatureFacts } from "./queries.server.ts";

/** Hands the proof of a result to somebody who may sign it for the award, and puts that on record. */
export async function takeWholeProof(ctx: Context, roundId: string, log: LogKey): Promise<string> {
  await getRound(ctx, roundId);
  return takenBundle(ctx, log, roundId, {
    names: true,
    allow: async (inside) => authorise(canTakeProof(inside.actor, await countersignatureFacts(inside, roundId))),
  });
}

/**
 * Takes what somebody of the secretariat signed under the version of the result that stands, with a key of their own,
 * which is neither the log's nor a scrutineer's of the round, nor another's. Kept for good, and never replaced.
 */
export async function countersign(outer: Context, roundId: string, note: string, log: LogKey): Promise<void> {
  await getRound(outer, roundId);
  const named = await namedResult(outer, roundId, log.name);
  const asked = await countersignatureFacts(outer, roundId);
  authorise(canCountersign(outer.actor, { ...asked, stated: named !== null }));
  const { bare: typed, signed } = await openCountersignature(note, named!, "the signature").catch(() => {
    throw new Invalid({ signature: "not-a-countersignature" });
  });
  const [bare, signedAt] = [Buffer.from(typed, "hex"), new Date(signed)];
  if (isOfLog(log, bare)) throw new Invalid({ signature: "not-a-countersignature" });
  if (!mayLieBetween(signedAt.getTime(), { from: named!.at, to: outer.now }))
    throw new Invalid({ signature: "clock-wrong" });
  await transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    authorise(canCountersign(ctx.actor, await countersignatureFacts(ctx, roundId)));
    if ((await listVersions(ctx, roundId)).at(-1) !== named!.result) throw new Stale("the result was corrected");
    await holdKey(ctx, bare);
    if (await isTaken(ctx, bare)) throw new Invalid({ signature: "key-taken" });
    await ctx.db
      .insert(countersignatures)
      .values({ roundId, accountId: ctx.actor.id, note, bare, signedAt, at: ctx.now });
    return {
      result: undefined,
      event: {
        type: "result.countersigned",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { roundId, sha256: sha256(note) },
      },
    };
  });
}

/** Whether a key is a scrutineer's, or somebody else's who signed for the award. */
async function isTaken({ db, actor }: Context, bare: Buffer): Promise<boolean> {
  const [scrutineer] = await db
    .select({ key: scrutineerKeys.key })
    .from(scrutineerKeys)
    .where(eq(scrutineerKeys.bare, bare))
    .limit(1);
  const others = await db
    .select({ accountId: countersignatures.accountId })
    .from(countersignatures)
    .where(eq(countersignatures.bare, bare));
  return scrutineer !== undefined || others.some(({ accountId }) => accountId !== actor.id);
}
