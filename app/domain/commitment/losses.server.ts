import { and, desc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { lostEvents } from "#db/schema/audit.ts";
import { logCheckpoints, logHeads, lostStates } from "#db/schema/commitment.ts";
import { refuseForeign, watchTrail } from "../audit/commands.server.ts";
import type { LostEvents } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Refused } from "../errors.ts";
import { type LogKey, signerOf, signingKeys, stateOf } from "./note.ts";
import { standsIn } from "./queries.server.ts";

type Reader = Pick<Context<Actor>, "db">;

/**
 * Compares the log with what was signed last, as the database and the machine beside it remember it. Where a signed
 * state is not in it, the database was restored from an older copy, or changed by hand: to go on would fork the log for
 * whoever holds that state. So it is noted, and `transact` refuses from then on. Answers what was noted just now.
 * `whole` hashes all leaves anew. Several machines on one database each know what they saw.
 */
export async function watchLog(
  { db, now }: Pick<Context<Actor>, "db" | "now">,
  key: LogKey,
  whole: boolean,
): Promise<Lost | null> {
  const { memory } = key;
  // Where the log has another key, which is not here yet, what that one signed could not be told from a stranger's.
  const keep = (note: string) => signerOf(note, signingKeys(key)) && memory?.keep(note);
  const remembered = memory?.last() ?? null;
  const [newest] = await db.select().from(logCheckpoints).orderBy(desc(logCheckpoints.size)).limit(1);
  const states = [...new Set([...(newest ? [newest.note] : []), ...(remembered ? [remembered] : [])])].map(stateOf);
  for (const { size, root, note } of states) {
    if (await standsIn({ db }, { size, root }, whole)) continue;
    const noted = await noteLost({ db, now }, { size, root, note });
    if (noted) return noted;
    if (note === remembered && (await isAccepted(db, root)) && newest) keep(newest.note);
    return null;
  }
  if (newest && newest.size > (remembered ? stateOf(remembered).size : 0)) keep(newest.note);
  return null;
}

/** Null where it was noted before. */
async function noteLost(
  { db, now }: Pick<Context<Actor>, "db" | "now">,
  state: ReturnType<typeof stateOf>,
): Promise<Lost | null> {
  const [head] = await db.select({ size: logHeads.size }).from(logHeads);
  const [noted] = await db
    .insert(lostStates)
    .values({ ...state, held: head!.size, at: now })
    .onConflictDoNothing()
    .returning({ size: lostStates.size, held: lostStates.held });
  return noted ?? null;
}

/** Whether a state that somebody kept is in the log, as large as it is now; that it is missing is noted. */
export async function watchState(
  ctx: Pick<Context<Actor>, "db" | "now">,
  { memory }: LogKey,
  note: string,
): Promise<"held" | "missing" | "accepted"> {
  await refuseForeign(ctx, memory);
  const state = stateOf(note);
  if (await standsIn(ctx, state, true)) return "held";
  await noteLost(ctx, state);
  return (await isAccepted(ctx.db, state.root)) ? "accepted" : "missing";
}

/**
 * Looks whether the database still holds what was signed and what was seen of the audit trail. Answers what was noted
 * just now. Throws where the machine knows another database than this one.
 */
export async function watchDatabase(
  ctx: Pick<Context<Actor>, "db" | "now">,
  key: LogKey,
  whole: boolean,
): Promise<(Lost | LostEvents)[]> {
  await refuseForeign(ctx, key.memory);
  const [states, events] = [await watchLog(ctx, key, whole), await watchTrail(ctx, key.memory)];
  return [...(states ? [states] : []), ...(events ? [events] : [])];
}

/** How many leaves were signed, and how many there are instead. */
export type Lost = { size: number; held: number };

const isAccepted = async (db: Context["db"], root: Buffer): Promise<boolean> =>
  (await db.$count(lostStates, and(eq(lostStates.root, root), isNotNull(lostStates.acceptedAt)))) > 0;

/** Whether the database lacks what was signed or seen, and nobody has accepted that: then nothing is written. */
export async function isLacking({ db }: Reader): Promise<boolean> {
  return (
    (await db.$count(lostStates, isNull(lostStates.acceptedAt))) > 0 ||
    (await db.$count(lostEvents, isNull(lostEvents.acceptedAt))) > 0
  );
}

/** Before what `transact` would refuse only at its end, such as bytes that are on their way. */
export async function refuseWhileLacking(ctx: Reader): Promise<void> {
  if (await isLacking(ctx)) throw new Refused("database-restored", "to-nobody");
}

/** What nobody has accepted of that. */
export async function openLosses({ db }: Reader) {
  const states = await db
    .select({ size: lostStates.size, held: lostStates.held })
    .from(lostStates)
    .where(isNull(lostStates.acceptedAt))
    .orderBy(desc(lostStates.size));
  const events = await db
    .select({ events: lostEvents.events, until: lostEvents.until })
    .from(lostEvents)
    .where(isNull(lostEvents.acceptedAt))
    .orderBy(desc(lostEvents.until));
  return [...states, ...events];
}

/** Events that had been seen and without which the portal goes on, and why; the last first. Public. */
export function acceptedLostEvents({ db }: Reader) {
  return db
    .select({
      events: lostEvents.events,
      until: lostEvents.until,
      at: sql<Date>`${lostEvents.acceptedAt}`.mapWith(lostEvents.acceptedAt),
      reason: sql<string>`${lostEvents.reason}`,
    })
    .from(lostEvents)
    .where(isNotNull(lostEvents.acceptedAt))
    .orderBy(desc(lostEvents.acceptedAt), desc(lostEvents.until));
}

/** Signed states of the log without which the portal goes on, and why; the last first. Public. */
export function acceptedLosses({ db }: Reader) {
  return db
    .select({
      size: lostStates.size,
      held: lostStates.held,
      at: sql<Date>`${lostStates.acceptedAt}`.mapWith(lostStates.acceptedAt),
      reason: sql<string>`${lostStates.reason}`,
    })
    .from(lostStates)
    .where(isNotNull(lostStates.acceptedAt))
    .orderBy(desc(lostStates.acceptedAt), desc(lostStates.size));
}
