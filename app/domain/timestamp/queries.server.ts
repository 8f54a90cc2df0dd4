import { createHash } from "node:crypto";
import { asc, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { timestamps } from "#db/schema/timestamp.ts";
import type { Db } from "#db/client.server.ts";
import { openStamp, stampedHash } from "../../../public/verify.mjs";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { newNonce, timestampAnswer, timestampQuery, toMilliseconds } from "./rules.ts";

type Reader = Pick<Context<Actor>, "db">;
/** By their places in the log. */
type Leaves = readonly { index: number }[];

/** The time stamps of the log, of all or of some of its leaves, the newest first. Meant for everybody. */
export function listTimestamps({ db }: Reader, leaves?: Leaves) {
  return db
    .select({
      id: timestamps.id,
      size: timestamps.size,
      authority: timestamps.authority,
      stampedAt: timestamps.stampedAt,
    })
    .from(timestamps)
    .where(leaves ? inArray(timestamps.id, firstOver(leaves)) : undefined)
    .orderBy(desc(timestamps.stampedAt), asc(timestamps.id));
}

/**
 * As a bundle holds them, those that say of some leaves since when they stood in the log, in the order in which they
 * came. Meant for everybody.
 */
export async function stampsOver({ db }: Reader, leaves: Leaves): Promise<{ token: string; chain: string }[]> {
  const kept = await db
    .select({ token: timestamps.token, chain: timestamps.chain })
    .from(timestamps)
    .where(inArray(timestamps.id, firstOver(leaves)))
    .orderBy(asc(timestamps.at), asc(timestamps.id));
  return kept.map(({ token, chain }) => ({ token: token.toString("base64"), chain: chain.toString("base64") }));
}

/**
 * SQL: of each authority, under each of its roots, the earliest time stamp over each of these leaves; later ones say
 * nothing more of it. A name is not a root: whoever trusts the new one needs the stamp under that.
 */
const firstOver = (leaves: Leaves): SQL => sql`(
  select distinct on (leaf, t.authority, t.root) t.id
  from ${timestamps} t join unnest(${sql.param(`{${leaves.map(({ index }) => index).join()}}`)}::bigint[]) leaf on t.size > leaf
  order by leaf, t.authority, t.root, t.stamped_at, t.size, t.id)`;

/**
 * Recomputes every time stamp from its token: who signed which state of the log, and when, up to a root that its
 * holder signed. What is not as it was kept is answered by its id and the reason.
 */
export async function verifyTimestamps(db: Db): Promise<{ checked: number; faults: string[] }> {
  const kept = await db
    .select({ stamp: timestamps, note: logCheckpoints.note })
    .from(timestamps)
    .innerJoin(logCheckpoints, eq(logCheckpoints.size, timestamps.size))
    .orderBy(asc(timestamps.at), asc(timestamps.id));
  const faults: string[] = [];
  for (const { stamp, note } of kept) {
    const fault = await faultOf(stamp, note);
    if (fault) faults.push(`${stamp.id}: ${fault}`);
  }
  return { checked: kept.length, faults };
}

async function faultOf(stamp: typeof timestamps.$inferSelect, note: string): Promise<string | null> {
  if (!createHash("sha256").update(stamp.token).digest().equals(stamp.hash)) return "its token is another";
  try {
    const { hash, at, authority, root } = await openStamp(stamp, [], "its token");
    if (hash !== (await stampedHash(note))) return "it is not of this checkpoint";
    const isKept = authority === stamp.authority && +new Date(toMilliseconds(at)) === +stamp.stampedAt;
    const isUnder = stamp.root === null || stamp.root.equals(root);
    return isKept && isUnder ? null : "its token says another time or authority";
  } catch (error) {
    return (error as Error).message;
  }
}

/** One as a file .tsr. Meant for everybody; 404 for an invented id. */
export async function timestampFile({ db }: Reader, id: string): Promise<{ size: number; answer: Buffer }> {
  const [found] = await db
    .select({ size: timestamps.size, token: timestamps.token })
    .from(timestamps)
    .where(eq(timestamps.id, id));
  if (!found) throw new NotFound();
  return { size: found.size, answer: timestampAnswer(found.token) };
}

/**
 * A state of the log as it was signed, byte by byte what authorities stamp. Meant for everybody; 404 where none was
 * signed.
 */
export async function signedNote({ db }: Reader, size: number): Promise<string> {
  const [found] = await db
    .select({ note: logCheckpoints.note })
    .from(logCheckpoints)
    .where(eq(logCheckpoints.size, size));
  if (!found) throw new NotFound();
  return found.note;
}

/** A request to stamp the state of the log that was signed last; null before the first. Meant for operators. */
export async function newTimestampQuery({ db }: Reader): Promise<{ size: number; query: Buffer } | null> {
  const [newest] = await db
    .select({ size: logCheckpoints.size, note: logCheckpoints.note })
    .from(logCheckpoints)
    .orderBy(desc(logCheckpoints.size))
    .limit(1);
  if (!newest) return null;
  return {
    size: newest.size,
    query: timestampQuery(Buffer.from(await stampedHash(newest.note), "hex"), newNonce()),
  };
}
