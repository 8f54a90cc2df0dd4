import { desc } from "drizzle-orm";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Stale } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { lockLog, signLog, stateRevocation } from "./commands.server.ts";
import { followLog, keysBefore, revocationOf, revokedKeys } from "./keys.server.ts";
import { refuseWhileLacking, watchDatabase } from "./losses.server.ts";
import { type LogKey, type Revoked, keysUntilNow } from "./note.ts";
import { standsIn } from "./queries.server.ts";

type Ready = ReturnType<NonNullable<LogKey["ring"]>["prepare"]>;
type Wish = { file: string | null; reason: string; isNew?: boolean };

/**
 * Gives the log another key, and says in it, for everybody to read, which one signs no more, which one does, and why.
 * The new one lies beside the old before that is said, and takes its place after: whoever finds the statement finishes
 * the rest, this command, a start or the portal's minute. `file` holds the new key's secret half; null makes one.
 * `isNew`: not the one that was announced, nor, where it is lost, the one of which the log says that it follows. Where
 * the secret half of the key that signs is lost, only the one that was announced can follow.
 */
export async function changeKey(
  outer: Context<Actor>,
  key: LogKey,
  wish: Wish,
): Promise<{ changed: Revoked; anew: boolean }> {
  const ready = key.ring!.prepare(wish.file);
  await followLog(outer, key);
  const said = await revocationOf(outer, key);
  const before = said && !wish.isNew ? takeUp(said, ready) : await sameChange(outer, key, ready, wish);
  const changed = before ?? (await stateChange(outer, key, { old: said?.next ?? key.verifier, ready, ...wish }));
  const stopped = await followLog(outer, key);
  if (stopped) throw new Stale(stopped);
  key.ring!.learn(await keysBefore(outer, key.verifier));
  await signLog(outer, key);
  return { changed, anew: before === null };
}

/** On a machine that has not the key of which the log says that it follows. */
function takeUp(said: Revoked, ready: Ready): Revoked {
  if (ready.verifier !== said.next)
    throw new Stale(`The log says that ${said.next} follows. Give the file with its secret half: --with FILE.`);
  ready.layReady();
  return said;
}

/** The change by which the key that signs came, where that is the one that is asked for, again; else null. */
async function sameChange(
  outer: Context<Actor>,
  { verifier }: LogKey,
  ready: Ready,
  { file, reason, isNew }: Wish,
): Promise<Revoked | null> {
  const [last] = await revokedKeys(outer);
  if (last?.next !== verifier || (file !== null && ready.verifier !== verifier)) return null;
  return (await isUnsignedSince(outer, last)) || (last.reason === reason && !isNew) ? last : null;
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

/** Says it, unless somebody else just has. Refuses over a log that lacks what was signed. */
async function stateChange(
  outer: Context<Actor>,
  key: LogKey,
  { old, ready, file, reason, isNew }: Wish & { old: string; ready: Ready },
): Promise<Revoked> {
  const [next, announced] = [ready.verifier, key.ring!.next()];
  if (key.ring!.isLost() && next !== announced)
    throw new Stale(
      `The secret half of ${old} is not here. Without it only the key follows that was made to, and that readers have: ` +
        `${announced}. Give the file with its secret half, --with FILE, or bring log-key back from the backup.`,
    );
  if (announced && file === null && !isNew)
    throw new Stale(
      `${announced} was made to be the next key, and readers have it. Give the file with its secret half: --with FILE. ` +
        "If it is lost, --new makes another one, and whoever trusts the keys that were printed has to be told.",
    );
  await watchDatabase(outer, key, true);
  return transact(outer, async (ctx) => {
    await lockLog(ctx);
    const said = await revocationOf(ctx, { verifier: old });
    if (said) return { result: said, event: [] };
    if (keysUntilNow(key).includes(next) || (await revocationOf(ctx, { verifier: next })))
      throw new Stale(`${file} is a key that signs for this log, or did: another one has to follow.`);
    const [newest] = await ctx.db.select().from(logCheckpoints).orderBy(desc(logCheckpoints.size)).limit(1);
    if (newest && !(await standsIn(ctx, newest, true)))
      throw new Stale("the log is not what its own checkpoint signed");
    ready.layReady();
    const passedOver = announced === next || announced === old ? [] : await endAnnounced(ctx, announced, next, reason);
    const change = await stateRevocation(ctx, { key: old, next, reason });
    return { result: change.stated, event: [...passedOver, change.event] };
  });
}

/** Says of a key that was announced, and that another one is to follow instead, that it never will sign. */
async function endAnnounced(ctx: Context<Actor>, announced: string | null, next: string, reason: string) {
  if (!announced || (await revocationOf(ctx, { verifier: announced }))) return [];
  return [(await stateRevocation(ctx, { key: announced, next, reason })).event];
}

/**
 * Makes the key that is to follow ahead of need, its secret half in this file alone, and puts that on record; the one
 * that was to follow is revoked.
 */
export async function makeNextKey(outer: Context<Actor>, key: LogKey, file: string): Promise<string> {
  const stopped = await followLog(outer, key);
  if (stopped) throw new Stale(stopped);
  await watchDatabase(outer, key, true);
  await refuseWhileLacking(outer);
  const announced = key.ring!.next();
  const { verifier: next, announce, discard } = key.ring!.makeNext(file);
  try {
    await transact(outer, async (ctx) => ({
      result: undefined,
      event: [
        ...(await endAnnounced(ctx, announced, next, "Another key was made to be the next one.")),
        { type: "log.next-key", stream: SYSTEM_STREAM, subjectId: null, details: { key: next } },
      ],
    }));
  } catch (error) {
    discard();
    throw error;
  }
  announce();
  key.ring!.learn(await keysBefore(outer, next, key.verifier));
  if (announced) await signLog(outer, key);
  return next;
}
