import { asc, desc, eq } from "drizzle-orm";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { timestamps } from "#db/schema/timestamp.ts";
import { stampedHash } from "../../../public/verify.mjs";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { newNonce, timestampAnswer, timestampQuery } from "./rules.ts";

type Reader = Pick<Context<Actor>, "db">;

/** The time stamps of the log, the newest first. Meant for everybody. */
export function listTimestamps({ db }: Reader) {
  return db
    .select({
      id: timestamps.id,
      size: timestamps.size,
      authority: timestamps.authority,
      stampedAt: timestamps.stampedAt,
    })
    .from(timestamps)
    .orderBy(desc(timestamps.stampedAt), asc(timestamps.id));
}

/** All of them as a bundle holds them, in the order in which they came. Meant for everybody. */
export async function everyTimestamp({ db }: Reader): Promise<{ token: string; chain: string }[]> {
  const kept = await db
    .select({ token: timestamps.token, chain: timestamps.chain })
    .from(timestamps)
    .orderBy(asc(timestamps.at), asc(timestamps.id));
  return kept.map(({ token, chain }) => ({ token: token.toString("base64"), chain: chain.toString("base64") }));
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
