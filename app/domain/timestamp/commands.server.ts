import { createHash } from "node:crypto";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { timestamps } from "#db/schema/timestamp.ts";
import { chainFor, openStamp, readCertificates, stampedHash, stampInAnswer } from "../../../public/verify.mjs";
import { type AuditEvent, SYSTEM_STREAM } from "../audit/rules.ts";
import { mayLieBetween } from "../commitment/note.ts";
import type { Actor, Context } from "../context.ts";
import { transact } from "../transact.server.ts";
import { readTimestampQuery, toMilliseconds } from "./rules.ts";

type Taken = { size: number; authority: string; at: string; isNew: boolean };

/**
 * Keeps what a time-stamping authority answered, for whoever has the shell: of a checkpoint of this log, granted,
 * signed by a certificate that leads to a root in `roots` (PEM) and, where the request is at hand, in answer to it.
 * Throws a sentence for anything else. The same token again changes nothing.
 */
export async function takeTimestamp(
  outer: Context<Actor>,
  answer: Buffer,
  { roots, query }: { roots: string; query: Buffer | null },
): Promise<Taken> {
  const [what, anchors] = ["This time stamp", readCertificates(roots)];
  const token = stampInAnswer(answer);
  const chain = await chainFor(token, anchors, what);
  const { hash, at, nonce, authority, root, trusted } = await openStamp({ token, chain }, anchors, what);
  const stampedAt = new Date(toMilliseconds(at));
  if (!trusted) throw new Error(`${what}: the root of ${authority} is not in the file of roots.`);
  const asked = query && readTimestampQuery(query);
  if (query && !asked) throw new Error("The request is not one that this portal writes.");
  if (asked && (asked.nonce !== nonce || asked.hash !== hash))
    throw new Error(`${what} does not answer this request: its hash or its number is another.`);
  return transact(outer, async ({ db, now }) => {
    const signed = await db
      .select({ size: logCheckpoints.size, note: logCheckpoints.note, at: logCheckpoints.at })
      .from(logCheckpoints);
    const hashes = await Promise.all(signed.map(({ note }) => stampedHash(note)));
    const of = signed[hashes.indexOf(hash)];
    if (!of) throw new Error(`${what} is not of a checkpoint of this log.`);
    if (!mayLieBetween(stampedAt.getTime(), { from: of.at, to: now }))
      throw new Error(`${what} says ${at}, which lies before its checkpoint was signed, or in the future.`);
    const sha256 = createHash("sha256").update(token).digest();
    const kept = await db
      .insert(timestamps)
      .values({
        size: of.size,
        token: Buffer.from(token),
        chain: Buffer.from(chain),
        root: Buffer.from(root),
        hash: sha256,
        authority,
        stampedAt,
        at: now,
      })
      .onConflictDoNothing()
      .returning({ id: timestamps.id });
    return {
      result: { size: of.size, authority, at, isNew: kept.length > 0 },
      event: kept.map(
        ({ id }): AuditEvent => ({
          type: "log.timestamped",
          stream: SYSTEM_STREAM,
          subjectId: id,
          details: { size: of.size, sha256: sha256.toString("hex") },
        }),
      ),
    };
  });
}
