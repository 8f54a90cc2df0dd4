import { roundStream } from "../audit/rules.ts";
import { keep } from "../commitment/commands.server.ts";
import type { AttestationRecord } from "../commitment/rules.ts";
import type { Context } from "../context.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canAttest } from "./policy.ts";
import { attestationFacts } from "./queries.server.ts";

/**
 * Confirms that the scores under one's name are one's own: commits to the digest of one's reviews as they were frozen.
 * The commitment enters the log with the result, among the others of the round. 404 for who has handed in nothing, 409
 * before the freeze, a second time, and once the result is stated.
 */
export function attest(outer: Context, roundId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const facts = await attestationFacts(ctx, roundId);
    authorise(canAttest(ctx.actor, facts));
    const { reviews } = facts;
    const digest = facts.digest!;
    const record: AttestationRecord = {
      round: roundId,
      reviewer: ctx.actor.id,
      root: digest,
      reviews,
      at: ctx.now.toISOString(),
    };
    await keep(ctx, "attestation", [{ subjectId: ctx.actor.id, roundId, record }]);
    return {
      result: undefined,
      event: {
        type: "review.attested",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { roundId, reviews, digest },
      },
    };
  });
}
