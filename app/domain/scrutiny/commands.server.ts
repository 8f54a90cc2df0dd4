import { roundStream, sha256 } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canTakeOpenings } from "./policy.ts";
import { isInConflict, openingsFile } from "./queries.server.ts";

/**
 * Hands a round's openings to its scrutineer, and puts on record that they were taken. 404 for everybody else, 403 for
 * one in conflict or with another part in the award, 409 before the freeze.
 */
export function takeOpenings(outer: Context, roundId: string): Promise<string> {
  return transact(outer, async (ctx) => {
    const {
      frozen,
      round: { cycleId },
    } = await lockRound(ctx, roundId, "share");
    authorise(canTakeOpenings(ctx.actor, { roundId, cycleId, frozen, inConflict: await isInConflict(ctx, roundId) }));
    const file = await openingsFile(ctx, roundId);
    return {
      result: file,
      event: {
        type: "openings.taken",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { roundId, sha256: sha256(file) },
      },
    };
  });
}
