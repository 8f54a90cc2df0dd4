import { eq } from "drizzle-orm";
import { waves } from "#db/schema/wave.ts";
import { canonical, roundStream, sha256, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { Invalid, NotFound } from "../errors.ts";
import { oweAgain, oweAll } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import type { WrittenWave } from "./input.ts";
import { canWriteToMany } from "./policy.ts";
import { canSend, hiddenOf, lettersOfWave } from "./queries.server.ts";
import { waveOf } from "./rules.ts";

/**
 * Owes each person of an audience the letter that was previewed, exactly those and once: the same wave again changes
 * nothing. 409 for an audience that would tell an unpublished result, or is empty; "recipients-changed" where the
 * letters are not those that were `seen`.
 */
export function sendWave(outer: Context, cycleId: string, written: WrittenWave, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canWriteToMany(ctx.actor));
    await lockCycle(ctx, cycleId, "update");
    const [before] = await ctx.db.select({ cycleId: waves.cycleId }).from(waves).where(eq(waves.id, written.id));
    if (before && before.cycleId !== cycleId) throw new NotFound();
    if (before) return { result: undefined, event: [] };
    const { letters, seen, send } = await lettersOfWave(ctx, cycleId, written, publicUrl);
    authorise(send);
    if (seen !== written.seen) throw new Invalid({ audience: "recipients-changed" });
    const { id, audience, subject, body } = written;
    const { key, roundId, level } = audience;
    const named = level ? `${key}:${level}` : key;
    await ctx.db.insert(waves).values({
      id,
      cycleId,
      roundId,
      audience: named,
      subject,
      body,
      letters: letters.length,
      sentAt: ctx.now,
      sentBy: ctx.actor.id,
    });
    await oweAll(ctx, letters);
    const details = {
      cycle: cycleId,
      audience: named,
      letters: letters.length,
      textSha256: sha256(canonical({ subject, body })),
    };
    return {
      result: undefined,
      event: { type: "wave.sent", stream: roundId ? roundStream(roundId) : SYSTEM_STREAM, subjectId: id, details },
    };
  });
}

/**
 * Owes the letters anew that could not be delivered, but of people of teams whose entries the actor is in conflict
 * with: whether there are any would tell of them. 409 where none is left, and for a result that is not public any more.
 */
export function retryWave(outer: Context, waveId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canWriteToMany(ctx.actor));
    const [wave] = await ctx.db.select().from(waves).where(eq(waves.id, waveId));
    if (!wave) throw new NotFound();
    const again = await oweAgain(ctx, waveOf(waveId), { except: hiddenOf(ctx, wave) });
    authorise(await canSend(ctx, wave, again));
    return {
      result: undefined,
      event: {
        type: "wave.retried",
        stream: wave.roundId ? roundStream(wave.roundId) : SYSTEM_STREAM,
        subjectId: waveId,
        details: { letters: again },
      },
    };
  });
}
