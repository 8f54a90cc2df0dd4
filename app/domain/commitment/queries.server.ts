import { and, asc, desc, eq, gt, gte, inArray, isNull, or, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { prepared } from "#db/prepared.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { commitments, logCheckpoints, logHeads, logLeaves, sealedEntries } from "#db/schema/commitment.ts";
import { submissions } from "#db/schema/entry.ts";
import type { Actor, Context } from "../context.ts";
import { type NoteKey, signNote } from "./note.ts";
import type { JsonObject } from "../audit/rules.ts";
import { commit, type CommitmentType, entryReceipt, STATEMENTS } from "./rules.ts";
import { type consistencyProof, inclusionProof, inclusionProofs, leafHash, rootOf } from "./tree.ts";

type Reader = Pick<Context<Actor>, "db">;

/** The hashes of all leaves in their order. */
export async function treeOf({ db }: Reader): Promise<Buffer[]> {
  return (await db.select({ hash: logLeaves.hash }).from(logLeaves).orderBy(asc(logLeaves.index))).map(
    ({ hash }) => hash,
  );
}

/**
 * Whether the log is, or goes on from, a state that was signed: by its checkpoint and how many leaves there are, or
 * `whole`, hashed from the leaves anew.
 */
export async function standsIn(
  { db }: Reader,
  { size, root }: { size: number; root: Buffer },
  whole: boolean,
): Promise<boolean> {
  const named = and(eq(logCheckpoints.size, size), eq(logCheckpoints.root, root), gte(logHeads.size, size));
  if (!whole && (await db.$count(sql`${logCheckpoints} cross join ${logHeads}`, named)) > 0) return true;
  const leaves = (await treeOf({ db })).slice(0, size);
  return leaves.length === size && rootOf(leaves).equals(root);
}

/** Proofs that were asked for, the latest last. */
const proofs = new Map<string, Promise<string[]>>();
const PROOFS_KEPT = 4096;

/**
 * What a proof about a signed state says, in base64. Each hashes every leaf and never changes, so that it is made once
 * and kept by the root of the state, which no other log has; `leaves` reads the tree where it has to be made.
 */
export function keptProof(
  of: typeof inclusionProof | typeof consistencyProof,
  place: number,
  { size, root }: { size: number; root: Buffer },
  leaves: () => Promise<Buffer[]>,
): Promise<string[]> {
  const asked = `${of.name} ${place} ${size} ${root.toString("hex")}`;
  const proof =
    proofs.get(asked) ?? leaves().then((tree) => of(tree.slice(0, size), place).map((each) => each.toString("base64")));
  proofs.delete(asked);
  proofs.set(asked, proof);
  proof.catch(() => proofs.delete(asked));
  if (proofs.size > PROOFS_KEPT) proofs.delete(proofs.keys().next().value!);
  return proof;
}

type Place = { index: number; proof: string[] };
/** Trees that were asked for, the latest last. */
const trees = new Map<string, Promise<(leaf: Buffer) => Place | null>>();
const TREES_KEPT = 4;

/**
 * As `keptProof`, where many leaves of one tree stand, by their hashes, and what shows it: the tree is hashed once and
 * kept by its root; `leaves` reads their hashes where it has to be.
 */
export function keptPlaces(root: Buffer, leaves: () => Promise<Buffer[]>): Promise<(leaf: Buffer) => Place | null> {
  const asked = root.toString("hex");
  const tree =
    trees.get(asked) ??
    leaves().then((hashes) => {
      const [places, proofOf] = [
        new Map(hashes.map((hash, at) => [hash.toString("hex"), at])),
        inclusionProofs(hashes),
      ];
      return (leaf: Buffer) => {
        const index = places.get(leaf.toString("hex"));
        return index === undefined ? null : { index, proof: proofOf(index).map((each) => each.toString("base64")) };
      };
    });
  trees.delete(asked);
  trees.set(asked, tree);
  tree.catch(() => trees.delete(asked));
  if (trees.size > TREES_KEPT) trees.delete(trees.keys().next().value!);
  return tree;
}

/** Whether a statement waits for its signature. */
export async function isUnsigned({ db }: Reader): Promise<boolean> {
  const [found] = await db
    .select({ index: logLeaves.index })
    .from(logLeaves)
    .leftJoin(logCheckpoints, eq(logCheckpoints.size, sql`${logLeaves.index} + 1`))
    .where(and(inArray(logLeaves.kind, [...STATEMENTS]), isNull(logCheckpoints.size)))
    .limit(1);
  return found !== undefined;
}

/**
 * The commitment of one kind that was made last about a submission or a review, or by a voter in a round; null for one
 * that was never committed to. Not guarded.
 */
export async function commitmentOf({ db }: Reader, type: CommitmentType, subjectId: string, roundId?: string) {
  const [found] = await lastCommitment(db, { type, subjectId, roundId: roundId ?? null });
  return found ? { ...found, record: found.record as JsonObject } : null;
}

const lastCommitment = prepared("last_commitment", (db) =>
  db
    .select({ hash: commitments.hash, salt: commitments.salt, record: commitments.record, at: commitments.at })
    .from(commitments)
    .where(
      and(
        eq(commitments.subjectId, sql.placeholder("subjectId")),
        eq(commitments.type, sql.placeholder("type")),
        or(sql`${sql.placeholder("roundId")}::uuid is null`, eq(commitments.roundId, sql.placeholder("roundId"))),
      ),
    )
    .orderBy(desc(commitments.at), desc(commitments.id))
    .limit(1),
);

/**
 * The receipt for an entry's last submission, or for one of them: the portal's signed promise, the same each time. Null
 * where nothing was committed to. Not guarded.
 */
export async function signedReceipt(
  ctx: Reader,
  key: NoteKey,
  {
    entryId,
    submissionId,
  }: { entryId: string; submissionId?: undefined } | { entryId?: undefined; submissionId: string },
) {
  const id = submissionId ?? (await lastSubmission(ctx, entryId!));
  const [entry, content, name, number] = id
    ? await Promise.all((["entry", "content", "name", "number"] as const).map((type) => commitmentOf(ctx, type, id)))
    : [];
  if (!entry || !content) return null;
  const said = { ...entry.record, ...name?.record, ...content.record } as {
    cycle: string;
    city: string;
    code: string;
    version: number;
    received: string;
    accepted?: string;
    sha256: string;
  };
  const numbered =
    name && number
      ? { number: number.record["entry"] as string, numberSalt: number.salt, name: name.hash, nameSalt: name.salt }
      : undefined;
  const text = signNote(
    entryReceipt({ ...said, commitment: entry.hash, salt: entry.salt, contentSalt: content.salt, numbered }),
    key,
  );
  return { text, hash: entry.hash, place: await placeOf(ctx, entry.hash) };
}

async function lastSubmission({ db }: Reader, entryId: string): Promise<string | undefined> {
  const [last] = await db
    .select({ id: submissions.id })
    .from(submissions)
    .where(eq(submissions.entryId, entryId))
    .orderBy(desc(submissions.number))
    .limit(1);
  return last?.id;
}

/** `placeOf` an entry's last submission; undefined where nothing was committed to. Not guarded. */
export async function placeOfEntry(ctx: Reader, entryId: string) {
  const id = await lastSubmission(ctx, entryId);
  const entry = id ? await commitmentOf(ctx, "entry", id) : null;
  return entry ? placeOf(ctx, entry.hash) : undefined;
}

/**
 * The number of a commitment in the list of its cycle that was sealed last, and how long that list is; null before the
 * first, and where the last one does not have it: an entry withdrawn since, or a version that another took the place
 * of.
 */
export async function placeOf(
  { db }: Reader,
  hash: Buffer,
): Promise<{ number: number; entries: number; seal: number } | null> {
  const [found] = await db.execute<{ seal: number; number: number; entries: number }>(sql`
    select s.seal::int as seal, (select count(*)::int from ${sealedEntries} o where o.seal = s.seal and o.hash <= s.hash) as number,
      (select count(*)::int from ${sealedEntries} o where o.seal = s.seal) as entries
    from ${sealedEntries} s join ${logLeaves} l on l.index = s.seal where s.hash = ${hash}
      and not exists (select 1 from ${logLeaves} n where n.cycle_id = l.cycle_id and n.kind = 'seal' and n.index > s.seal)`);
  return found ?? null;
}

/**
 * That a commitment stands in the log, as c2sp.org/tlog-proof writes it, under the first checkpoint that covers it;
 * null before.
 */
export async function logProof(ctx: Reader, hash: Buffer): Promise<string | null> {
  const [leaf] = await ctx.db
    .select({ index: logLeaves.index })
    .from(logLeaves)
    .where(eq(logLeaves.data, hash))
    .limit(1);
  const [checkpoint] = leaf
    ? await ctx.db
        .select()
        .from(logCheckpoints)
        .where(gt(logCheckpoints.size, leaf.index))
        .orderBy(asc(logCheckpoints.size))
        .limit(1)
    : [];
  if (!leaf || !checkpoint) return null;
  const proof = inclusionProof((await treeOf(ctx)).slice(0, checkpoint.size), leaf.index);
  return `c2sp.org/tlog-proof@v1\nindex ${leaf.index}\n${proof.map((each) => `${each.toString("base64")}\n`).join("")}\n${checkpoint.note}`;
}

export type LogReport = { leaves: number; checkpoints: number; faults: string[] };

/**
 * Recomputes the log: each leaf's hash, each signed root, each commitment from its opening, and whether the audit trail
 * still holds the links that were committed to.
 */
export async function verifyLog(db: Db): Promise<LogReport> {
  const faults: string[] = [];
  const leaves = await db
    .select({ index: logLeaves.index, data: logLeaves.data, hash: logLeaves.hash })
    .from(logLeaves)
    .orderBy(asc(logLeaves.index));
  for (const [at, { index, data, hash }] of leaves.entries())
    if (index !== at || !leafHash(data).equals(hash)) faults.push(`leaf ${index}`);
  const checkpoints = await db
    .select({ size: logCheckpoints.size, root: logCheckpoints.root })
    .from(logCheckpoints)
    .orderBy(asc(logCheckpoints.size));
  for (const { size, root } of checkpoints)
    if (size > leaves.length || !rootOf(leaves.slice(0, size).map(({ hash }) => hash)).equals(root))
      faults.push(`checkpoint ${size}`);
  for await (const { id, type, salt, record, hash } of everyCommitment(db)) {
    if (!commit(type as CommitmentType, { salt, record: record as JsonObject }).equals(hash))
      faults.push(`commitment ${id}`);
    if (type === "audit") faults.push(...(await strayLinks(db, record as { heads: Head[] })));
  }
  return { leaves: leaves.length, checkpoints: checkpoints.length, faults };
}

type Head = { stream: string; seq: number; hash: string };

async function* everyCommitment(db: Db) {
  let last = "00000000-0000-0000-0000-000000000000";
  for (;;) {
    const slice = await db
      .select()
      .from(commitments)
      .where(gt(commitments.id, last))
      .orderBy(asc(commitments.id))
      .limit(1000);
    yield* slice;
    if (slice.length < 1000) return;
    last = slice.at(-1)!.id;
  }
}

async function strayLinks(db: Db, { heads }: { heads: Head[] }): Promise<string[]> {
  const faults: string[] = [];
  for (let start = 0; start < heads.length; start += 500) {
    const asked = heads.slice(start, start + 500);
    const found = await db
      .select({ stream: auditEvents.stream, seq: auditEvents.seq, hash: auditEvents.hash })
      .from(auditEvents)
      .where(or(...asked.map(({ stream, seq }) => and(eq(auditEvents.stream, stream), eq(auditEvents.seq, seq)))));
    const held = new Map(found.map(({ stream, seq, hash }) => [`${stream} ${seq}`, hash.toString("hex")]));
    faults.push(
      ...asked
        .filter(({ stream, seq, hash }) => held.get(`${stream} ${seq}`) !== hash)
        .map(({ stream, seq }) => `audit trail ${stream}, event ${seq}`),
    );
  }
  return faults;
}
