import { asc, desc, eq, inArray, isNull, max } from "drizzle-orm";
import { logCheckpoints } from "#db/schema/commitment.ts";
import { cosignatures, witnesses } from "#db/schema/witness.ts";
import { type LogKey, trustedKeys } from "../commitment/note.ts";
import { keptProof, treeOf } from "../commitment/queries.server.ts";
import { consistencyProof } from "../commitment/tree.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";

type Reader = Pick<Context<Actor>, "db">;

/**
 * Every checkpoint in its order, with the cosignatures of witnesses under it, by the names of their keys. Meant for
 * everybody.
 */
export async function cosignedCheckpoints({ db }: Reader): Promise<{ size: number; root: Buffer; note: string }[]> {
  const signed = await db
    .select({ size: logCheckpoints.size, root: logCheckpoints.root, note: logCheckpoints.note })
    .from(logCheckpoints)
    .orderBy(asc(logCheckpoints.size));
  const cosigned = await db.select({ size: cosignatures.size, line: cosignatures.line }).from(cosignatures);
  return signed.map(({ size, root, note }) => ({
    size,
    root,
    note: withLines(
      note,
      cosigned.filter((each) => each.size === size),
    ),
  }));
}

const withLines = (note: string, lines: readonly { line: string }[]): string =>
  note +
  lines
    .map(({ line }) => `${line}\n`)
    .sort()
    .join("");

/**
 * The state of the log that was signed last, with the cosignatures under it; null before the first. Meant for
 * everybody.
 */
export async function newestCheckpoint({ db }: Reader): Promise<string | null> {
  const [found] = await db
    .select({ size: logCheckpoints.size, note: logCheckpoints.note })
    .from(logCheckpoints)
    .orderBy(desc(logCheckpoints.size))
    .limit(1);
  return found
    ? withLines(
        found.note,
        await db.select({ line: cosignatures.line }).from(cosignatures).where(eq(cosignatures.size, found.size)),
      )
    : null;
}

/**
 * That one checkpoint goes on from another, as c2sp.org/tlog-witness sends it to a witness: the earlier size (0 for
 * none), the proof, the later checkpoint as the log signed it. It never changes. 404 for sizes at which nothing was
 * signed, so that nobody can ask for more proofs than there are.
 */
export async function consistencyOffer({ db }: Reader, from: number, to: number): Promise<string> {
  const signed = await db
    .select({ size: logCheckpoints.size, root: logCheckpoints.root, note: logCheckpoints.note })
    .from(logCheckpoints)
    .where(inArray(logCheckpoints.size, [from, to]));
  const newer = signed.find(({ size }) => size === to);
  if (!newer || from > to || (from !== 0 && !signed.some(({ size }) => size === from))) throw new NotFound();
  const proof = from === 0 ? [] : await keptProof(consistencyProof, from, newer, () => treeOf({ db }));
  return `old ${from}\n${proof.map((each) => `${each}\n`).join("")}\n${newer.note}`;
}

/**
 * Who watches the log: those who still do first. `seen` is the size of the newest checkpoint they signed. Meant for
 * everybody.
 */
export function listWitnesses({ db }: Reader) {
  return db
    .select({
      id: witnesses.id,
      name: witnesses.name,
      key: witnesses.key,
      endedAt: witnesses.endedAt,
      seen: max(cosignatures.size),
      seenAt: max(cosignatures.at),
    })
    .from(witnesses)
    .leftJoin(cosignatures, eq(cosignatures.witnessId, witnesses.id))
    .groupBy(witnesses.id)
    .orderBy(desc(isNull(witnesses.endedAt)), asc(witnesses.name), asc(witnesses.id));
}

/** Those of them who still watch. Meant for everybody. */
export const whoWatches = async (ctx: Reader) => (await listWitnesses(ctx)).filter(({ endedAt }) => endedAt === null);

/**
 * What the verifier trusts, as the portal proposes it: the log's keys, each behind the one that it followed, how
 * many leaves those count for that were revoked, and the witnesses who watch now. How many of them have to have
 * signed is for whoever prints the rules or reads them to say; from here it is none, because a portal that lies would
 * name witnesses of its own.
 */
export async function trustFile(ctx: Reader, logKey: LogKey) {
  const watching = (await whoWatches(ctx)).map(({ key }) => key);
  return {
    v: 1,
    ...trustedKeys(logKey),
    ...(watching.length > 0 ? { witnesses: watching, quorum: 0 } : {}),
  };
}
