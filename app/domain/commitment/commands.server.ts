import { randomBytes } from "node:crypto";
import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { auditHeads } from "#db/schema/audit.ts";
import { commitments, logCheckpoints, logHeads, logLeaves, lostStates } from "#db/schema/commitment.ts";
import { acceptLostEvents } from "../audit/commands.server.ts";
import { type AuditEvent, type JsonObject, type LostEvents, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Refused, Stale } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { followLog, revocationOf, revokedKeys } from "./keys.server.ts";
import { checkpointText, type LogKey, type Revoked, signNote } from "./note.ts";
import { type Lost, watchLog } from "./losses.server.ts";
import { standsIn, treeOf } from "./queries.server.ts";
import { commit, type CommitmentType, statementText, STATEMENTS } from "./rules.ts";
import { leafHash, rootOf } from "./tree.ts";

type About = { subjectId?: string | null; cycleId?: string; roundId?: string };
export type Kept = { hash: Buffer; salt: Buffer; record: JsonObject };

/**
 * Commits to records of one kind and keeps what opens them. Inside the `transact` of what they are about; answers them
 * in the order given.
 */
export async function keep(
  { db, now }: Context<Actor>,
  type: CommitmentType,
  records: readonly (About & { record: JsonObject; at?: Date })[],
): Promise<Kept[]> {
  const kept = records.map(({ record, at = now, ...about }) => {
    const salt = randomBytes(32);
    return { ...about, type, record, salt, hash: commit(type, { salt, record }), at };
  });
  const [only] = kept;
  if (only && kept.length === 1) await keepOne(db, { subjectId: null, cycleId: null, roundId: null, ...only });
  else
    for (let start = 0; start < kept.length; start += 1000)
      await db.insert(commitments).values(kept.slice(start, start + 1000));
  return kept;
}

/** Of a single record, as every save of a submitted review and every submission has them. */
const keepOne = prepared("commitment_insert", (db) =>
  db.insert(commitments).values({
    type: sql.placeholder("type"),
    subjectId: sql.placeholder("subjectId"),
    cycleId: sql.placeholder("cycleId"),
    roundId: sql.placeholder("roundId"),
    record: sql.placeholder("record"),
    salt: sql.placeholder("salt"),
    hash: sql.placeholder("hash"),
    at: sql.placeholder("at"),
  }),
);

export type Received = {
  entryId: string;
  submissionId: string;
  cycleId: string;
  code: string;
  title: string;
  cityName: string;
  country: string;
  number: number;
  sha256: string;
  receivedAt: Date;
  /** Where a package was accepted: when. */
  acceptedAt?: Date | null;
};

/**
 * Commits to an entry as it was received, by commitments to its parts, so that each can be opened alone: to the public
 * who entered and under which title, to a scrutineer the number under which its scores are handed in; code, version,
 * moment and the hash of what it says only by the receipt.
 */
export async function commitEntry(
  ctx: Context<Actor>,
  { entryId, submissionId, cycleId, code, title, cityName, country, number, sha256, receivedAt, acceptedAt }: Received,
): Promise<Kept> {
  const part = async (type: CommitmentType, record: JsonObject) =>
    (await keep(ctx, type, [{ subjectId: submissionId, cycleId, record }]))[0]!;
  const parts = {
    content: await part("content", {
      code,
      version: number,
      received: receivedAt.toISOString(),
      sha256,
      ...(acceptedAt ? { accepted: acceptedAt.toISOString() } : {}),
    }),
    name: await part("name", { city: cityName, country, title }),
    number: await part("number", { entry: entryId }),
  };
  return part("entry", {
    cycle: cycleId,
    ...Object.fromEntries(Object.entries(parts).map(([name, { hash }]) => [name, hash.toString("hex")])),
  });
}

/**
 * Holds the log: from here to the end of the transaction nobody else adds to it. Answers its size. Called last, before
 * the audit trail.
 */
export async function lockLog({ db }: Pick<Context<Actor>, "db">): Promise<number> {
  const [head] = await db.select({ size: logHeads.size }).from(logHeads).for("update");
  return head!.size;
}

type Leaf = Omit<About, "subjectId"> & { kind: string; data: Buffer };

/** Adds leaves; answers the index of the first. */
async function append(ctx: Context<Actor>, leaves: readonly Leaf[]): Promise<number> {
  const size = await lockLog(ctx);
  const rows = leaves.map((leaf, at) => ({ ...leaf, index: size + at, hash: leafHash(leaf.data), at: ctx.now }));
  for (let start = 0; start < rows.length; start += 1000)
    await ctx.db.insert(logLeaves).values(rows.slice(start, start + 1000));
  await ctx.db.update(logHeads).set({ size: size + leaves.length });
  return size;
}

const inOrder = <Each extends { data: Buffer }>(leaves: Each[]): Each[] =>
  leaves.sort((a, b) => Buffer.compare(a.data, b.data));

/**
 * Puts commitments into the log in the order of their values, which tells nothing of when or by whom they were made.
 */
export async function appendCommitments(
  ctx: Context<Actor>,
  type: CommitmentType,
  hashes: readonly Buffer[],
  about: Omit<About, "subjectId">,
): Promise<void> {
  if (hashes.length > 0) await append(ctx, inOrder(hashes.map((data) => ({ ...about, kind: type, data }))));
}

/** Puts every commitment of these types that a round keeps into the log: their order does not tell which is which. */
export async function appendKept(
  ctx: Context<Actor>,
  types: readonly CommitmentType[],
  about: { roundId: string; cycleId?: string },
): Promise<void> {
  const kept = await ctx.db
    .select({ kind: commitments.type, data: commitments.hash })
    .from(commitments)
    .where(and(eq(commitments.roundId, about.roundId), inArray(commitments.type, [...types])));
  if (kept.length > 0) await append(ctx, inOrder(kept.map((leaf) => ({ ...about, ...leaf }))));
}

/**
 * Puts a statement into the log, behind a commitment to where every stream of the audit trail stands. Answers its
 * index.
 */
export async function appendStatement(
  ctx: Context<Actor>,
  statement: JsonObject & { type: (typeof STATEMENTS)[number] },
  about: Omit<About, "subjectId">,
): Promise<number> {
  await lockLog(ctx);
  const heads = await ctx.db.select().from(auditHeads).orderBy(asc(auditHeads.stream));
  const [trail] = await keep(ctx, "audit", [
    { record: { heads: heads.map(({ stream, seq, hash }) => ({ stream, seq, hash: hash.toString("hex") })) } },
  ]);
  return (
    1 +
    (await append(ctx, [
      { kind: "audit", data: trail!.hash },
      { ...about, kind: statement.type, data: Buffer.from(statementText(statement)) },
    ]))
  );
}

/**
 * Goes on from an older copy: says in the log itself, for everybody to read, which signed states are not in it any
 * more, and why; and in the audit trail, how many events of it are not. Refuses where the database does not even hold
 * what it says itself was signed. Answers what was lost, nothing where nothing was.
 */
export async function acceptRestored(
  outer: Context<Actor>,
  key: LogKey,
  reason: string,
): Promise<(Lost | LostEvents)[]> {
  const lost = await transact(outer, async (ctx) => {
    await lockLog(ctx);
    const [newest] = await ctx.db.select().from(logCheckpoints).orderBy(desc(logCheckpoints.size)).limit(1);
    if (newest && !(await standsIn(ctx, newest, true)))
      throw new Stale("the log is not what its own checkpoint signed");
    const accepted = await ctx.db
      .update(lostStates)
      .set({ acceptedAt: ctx.now, reason })
      .where(isNull(lostStates.acceptedAt))
      .returning();
    for (const { size, root, held } of accepted.sort((a, b) => a.size - b.size))
      await appendStatement(ctx, { type: "restored", v: 1, size, root: root.toString("hex"), held, reason }, {});
    const events = await acceptLostEvents(ctx, reason);
    return {
      result: [...accepted, ...events.lost],
      event: [
        ...accepted.map(({ size, root, held }) => ({
          type: "log.restored" as const,
          stream: SYSTEM_STREAM,
          subjectId: null,
          details: { size, root: root.toString("hex"), held },
        })),
        ...events.event,
      ],
    };
  });
  if (lost.length > 0) await signLog(outer, key);
  return lost;
}

/** Says again of which keys the log had said that they sign no more, where it does not. Inside `transact`. */
async function revokedAgain(ctx: Context<Actor>, { ring }: LogKey): Promise<AuditEvent[]> {
  const [events, said] = [[] as AuditEvent[], new Set((await revokedKeys(ctx)).map(({ key }) => key))];
  for (const each of ring?.earlier() ?? [])
    if (!said.has(each.key)) events.push((await stateRevocation(ctx, each)).event);
  return events;
}

/** That a key of the log signs no more: the statement, and what the audit trail has of it. Inside `transact`. */
export async function stateRevocation(
  ctx: Context<Actor>,
  { key, next, reason }: Omit<Revoked, "size">,
): Promise<{ stated: Revoked; event: AuditEvent }> {
  if (key === next) throw new Error(`${key} cannot follow itself`);
  const size = await appendStatement(ctx, { type: "key-revocation", v: 1, key, next, reason }, {});
  return {
    stated: { key, next, reason, size },
    event: { type: "log.key-revoked", stream: SYSTEM_STREAM, subjectId: null, details: { key, next, index: size } },
  };
}

/**
 * Signs the state of the log after every statement that is not signed yet; answers how many. Refuses to go on from a
 * log that lacks what was signed (`watchLog`), and never signs with a key that the log says signs no more.
 */
export async function signLog(outer: Context<Actor>, key: LogKey): Promise<number> {
  await followLog(outer, key);
  await watchLog(outer, key, true);
  const signed = await transact(outer, async (ctx) => {
    await lockLog(ctx);
    if (await revocationOf(ctx, key)) throw new Refused("log-key-revoked", "to-nobody");
    const again = await revokedAgain(ctx, key);
    const unsigned = await ctx.db
      .select({ index: logLeaves.index })
      .from(logLeaves)
      .leftJoin(logCheckpoints, eq(logCheckpoints.size, sql`${logLeaves.index} + 1`))
      .where(and(inArray(logLeaves.kind, [...STATEMENTS]), isNull(logCheckpoints.size)))
      .orderBy(asc(logLeaves.index));
    if (unsigned.length === 0) return { result: [], event: [] };
    const leaves = await treeOf(ctx);
    const states = unsigned.map(({ index }) => {
      const [size, root] = [index + 1, rootOf(leaves.slice(0, index + 1))];
      return { size, root, note: signNote(checkpointText(key.name, size, root), key), at: ctx.now };
    });
    await ctx.db.insert(logCheckpoints).values(states);
    const { size, root } = states.at(-1)!;
    return {
      result: states,
      event: [
        ...again,
        {
          type: "log.signed",
          stream: SYSTEM_STREAM,
          subjectId: null,
          details: { size, root: root.toString("hex"), checkpoints: states.length },
        },
      ],
    };
  });
  if (signed.length > 0) key.memory?.keep(signed.at(-1)!.note);
  return signed.length;
}
