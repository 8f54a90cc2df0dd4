import { eq, inArray, sql } from "drizzle-orm";
import { results } from "#db/schema/result.ts";
import { roundStream } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canKeepDrawings } from "./policy.ts";
import { type Drawing, type Undrawn, undrawnPictures } from "./pictures.server.ts";

/**
 * Notes where drawings for lists lie, of those pictures that are still to be drawn: taken back meanwhile, none. Answers
 * those that are named now; the bytes of the others nobody needs. The portal's alone.
 */
export function keepDrawings(
  outer: Context<Actor>,
  roundId: string,
  drawn: readonly (Pick<Undrawn, "id" | "resultId"> & { small: Drawing })[],
): Promise<Drawing[]> {
  return transact(outer, async (ctx) => {
    authorise(canKeepDrawings(ctx.actor));
    await lockRound(ctx, roundId, "update");
    const due = new Set((await undrawnPictures(ctx, roundId)).map(({ id, resultId }) => `${resultId} ${id}`));
    const kept = drawn.filter(({ id, resultId }) => due.has(`${resultId} ${id}`));
    for (const { resultId, small } of kept)
      await ctx.db
        .update(results)
        .set({ pictures: sql`jsonb_set(${results.pictures}, '{0,small}', ${JSON.stringify(small)}::text::jsonb)` })
        .where(eq(results.id, resultId));
    const details = { round: roundId, pictures: kept.length };
    return {
      result: kept.map(({ small }) => small),
      event:
        kept.length > 0
          ? { type: "result.pictures-drawn", stream: roundStream(roundId), subjectId: roundId, details }
          : [],
    };
  });
}

/** Names these drawings of a round no longer, whose bytes are gone, so that they are drawn anew. The portal's alone. */
export function dropDrawings(outer: Context<Actor>, roundId: string, keys: readonly string[]): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canKeepDrawings(ctx.actor));
    await lockRound(ctx, roundId, "update");
    const dropped = await ctx.db
      .update(results)
      .set({ pictures: sql`${results.pictures} #- '{0,small}'` })
      .where(inArray(sql`${results.pictures} -> 0 -> 'small' ->> 'key'`, [...keys]))
      .returning({ id: results.id });
    const details = { round: roundId, pictures: dropped.length };
    return {
      result: undefined,
      event:
        dropped.length > 0
          ? { type: "result.pictures-lost", stream: roundStream(roundId), subjectId: roundId, details }
          : [],
    };
  });
}
