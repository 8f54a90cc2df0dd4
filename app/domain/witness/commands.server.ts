import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { z } from "zod";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { cosignatures, witnesses } from "#db/schema/witness.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import { isOfLog, type LogKey } from "../commitment/note.ts";
import type { Actor, Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import type { witnessInput } from "./input.ts";
import { canManageWitnesses } from "./policy.ts";
import { readCosigned, readWitnessKey, vouchesFor } from "./rules.ts";

/**
 * Registers somebody whose cosignatures are taken from now on, or again. Each key once, under whatever names, and never
 * one of the log's own.
 */
export async function registerWitness(
  outer: Context,
  { name, key }: z.output<typeof witnessInput>,
  logKey: LogKey,
): Promise<void> {
  authorise(canManageWitnesses(outer.actor));
  const { bare } = readWitnessKey(key)!;
  if (isOfLog(logKey, bare)) throw new Invalid({ key: "not-a-witness-key" });
  await transact(outer, async ({ db, now }) => {
    const [made] = await db
      .insert(witnesses)
      .values({ name, key, bare, at: now })
      .onConflictDoUpdate({
        target: witnesses.bare,
        set: { name, key, endedAt: null },
        setWhere: isNotNull(witnesses.endedAt),
      })
      .returning({ id: witnesses.id });
    if (!made) throw new Invalid({ key: "key-taken" });
    return { result: undefined, event: { type: "witness.registered", stream: SYSTEM_STREAM, subjectId: made.id } };
  });
}

/**
 * From now on nothing is taken from this witness; what they signed stays. 404 for an invented id and for one who has
 * ended.
 */
export async function endWitness(outer: Context, witnessId: string): Promise<void> {
  authorise(canManageWitnesses(outer.actor));
  await transact(outer, async ({ db, now }) => {
    const [ended] = await db
      .update(witnesses)
      .set({ endedAt: now })
      .where(and(eq(witnesses.id, witnessId), isNull(witnesses.endedAt)))
      .returning({ id: witnesses.id });
    if (!ended) throw new NotFound();
    return { result: undefined, event: { type: "witness.ended", stream: SYSTEM_STREAM, subjectId: ended.id } };
  });
}

/**
 * Takes a note of a checkpoint of ours with cosignatures under it, from anybody: a signature of a registered witness is
 * all the right it needs. Kept is the first of each witness for each checkpoint; sending it again changes nothing.
 * Answers its size; 404 where nothing in it can be taken.
 */
export async function takeCosignatures(outer: Context<Actor>, note: string): Promise<number> {
  const { text, cosignatures: given } = readCosigned(note);
  const [, size = ""] = text.split("\n");
  if (!/^[1-9]\d{0,14}$/.test(size) || given.length === 0) throw new NotFound();
  return transact(outer, async ({ db, now }) => {
    const [checkpoint] = await db
      .select({ size: logCheckpoints.size, note: logCheckpoints.note, at: logCheckpoints.at })
      .from(logCheckpoints)
      .where(eq(logCheckpoints.size, Number(size)));
    const known =
      checkpoint && readCosigned(checkpoint.note).text === text
        ? await db.select().from(witnesses).where(isNull(witnesses.endedAt)).for("share")
        : [];
    const valid = known.flatMap(({ id, key }) => {
      const own = given.find((each) => vouchesFor(readWitnessKey(key)!, text, each, { from: checkpoint!.at, to: now }));
      return own ? [{ witnessId: id, line: own.line }] : [];
    });
    if (valid.length === 0) throw new NotFound();
    const taken = await db
      .insert(cosignatures)
      .values(valid.map((each) => ({ ...each, size: checkpoint!.size, at: now })))
      .onConflictDoNothing()
      .returning({ witnessId: cosignatures.witnessId });
    return {
      result: checkpoint!.size,
      event: taken.map(({ witnessId }) => ({
        type: "log.cosigned" as const,
        stream: SYSTEM_STREAM,
        subjectId: witnessId,
        details: { size: checkpoint!.size },
      })),
    };
  });
}
