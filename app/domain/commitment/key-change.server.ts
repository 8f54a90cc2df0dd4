import { desc } from "drizzle-orm";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Stale } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { lockLog, signLog, stateRevocation } from "./commands.server.ts";
import { followLog, revocationOf, revokedKeys } from "./keys.server.ts";
import { refuseWhileLacking } from "./losses.server.ts";
import type { LogKey, Revoked } from "./note.ts";
import { standsIn } from "./queries.server.ts";

/**
 * Gives the log another key, and says in it, for everybody to read, which one signs no more, which one does, and why.
 * The new one lies beside the old before that is said, and takes its place after: whoever finds the statement finishes
 * the rest, this command, a start or the portal's minute. `file` holds the new key's secret half; null makes one.
 * `isNew`: the key of which the log says that it follows is lost, so another follows that one.
 */
export async function changeKey(
  outer: Context<Actor>,
  key: LogKey,
  { file, reason, isNew = false }: { file: string | null; reason: string; isNew?: boolean },
): Promise<{ changed: Revoked; anew: boolean }> {
  const [last] = await revokedKeys(outer);
  if (last?.next === key.verifier && ((await isUnsignedSince(outer, last)) || last.reason === reason)) {
    await signLog(outer, key);
    return { changed: last, anew: false };
  }
  const said = await revocationOf(outer, key);
  const lost = isNew ? said?.next : undefined;
  const old = lost ?? key.verifier;
  const { verifier: next } = key.ring!.prepare(file, lost ? undefined : said?.next);
  const changed = said && !lost ? said : await stateChange(outer, { key: old, next, reason });
  const stopped = await followLog(outer, key);
  if (stopped) throw new Stale(stopped);
  await signLog(outer, key);
  return { changed, anew: changed !== said };
}

/** Whether nothing was signed since this was said. */
async function isUnsignedSince({ db }: Pick<Context<Actor>, "db">, { size }: Revoked): Promise<boolean> {
  const [newest] = await db
    .select({ size: logCheckpoints.size })
    .from(logCheckpoints)
    .orderBy(desc(logCheckpoints.size))
    .limit(1);
  return (newest?.size ?? 0) <= size;
}

/** Says it, unless somebody else just has. Refuses over a log that is not what its own checkpoint signed. */
function stateChange(outer: Context<Actor>, { key, next, reason }: Omit<Revoked, "size">): Promise<Revoked> {
  return transact(outer, async (ctx) => {
    await lockLog(ctx);
    const said = await revocationOf(ctx, { verifier: key });
    if (said) return { result: said, event: [] };
    const [newest] = await ctx.db.select().from(logCheckpoints).orderBy(desc(logCheckpoints.size)).limit(1);
    if (newest && !(await standsIn(ctx, newest, true)))
      throw new Stale("the log is not what its own checkpoint signed");
    const change = await stateRevocation(ctx, { key, next, reason });
    return { result: change.stated, event: change.event };
  });
}

/** Makes the key that is to follow ahead of need, its secret half in this file alone, and puts that on record. */
export async function makeNextKey(outer: Context<Actor>, key: LogKey, file: string): Promise<string> {
  await refuseWhileLacking(outer);
  const next = key.ring!.makeNext(file);
  await transact(outer, async () => ({
    result: undefined,
    event: { type: "log.next-key", stream: SYSTEM_STREAM, subjectId: null, details: { key: next } },
  }));
  return next;
}
