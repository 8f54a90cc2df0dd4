import { and, asc, desc, eq, inArray, isNull, lte, or, type SQL, sql } from "drizzle-orm";
import { commitments, logCheckpoints, logLeaves, sealedEntries } from "#db/schema/commitment.ts";
import { publications } from "#db/schema/result.ts";
import { type Disclosure, rounds } from "#db/schema/round.ts";
import type { BallotMethod } from "#db/schema/ballot.ts";
import { countersignatures } from "#db/schema/countersignature.ts";
import { cycles } from "#db/schema/cycle.ts";
import { scrutineerSignatures } from "#db/schema/scrutiny.ts";
import { timestamps } from "#db/schema/timestamp.ts";
import { cosignatures } from "#db/schema/witness.ts";
import { canonical, type JsonObject } from "../audit/rules.ts";
import { keptProof, treeOf } from "../commitment/queries.server.ts";
import { OF_THE_LOG, STATEMENTS } from "../commitment/rules.ts";
import { consistencyProof, inclusionProof } from "../commitment/tree.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { listTimestamps, stampsOver } from "../timestamp/queries.server.ts";
import { cosignedCheckpoints } from "../witness/queries.server.ts";
import { openedEntries } from "./opened.server.ts";
import { LIST_CORRECTED, sealsReasons, type VotesWithheld, type Withheld } from "./rules.ts";

type Reader = Pick<Context<Actor>, "db">;
type Kind = (typeof STATEMENTS)[number];

/**
 * The last statement of a kind about a round or a cycle; null while there is none. Not guarded: what is stated is meant
 * for everybody, in its time.
 */
export async function statementAt(
  { db }: Reader,
  kind: Kind,
  { roundId, cycleId }: { roundId?: string; cycleId?: string },
  also?: SQL,
) {
  const about = roundId ? eq(logLeaves.roundId, roundId) : eq(logLeaves.cycleId, cycleId!);
  const [found] = await db
    .select({ index: logLeaves.index, data: logLeaves.data, cycleId: logLeaves.cycleId })
    .from(logLeaves)
    .where(and(eq(logLeaves.kind, kind), about, also))
    .orderBy(desc(logLeaves.index))
    .limit(1);
  return found
    ? { index: found.index, cycleId: found.cycleId, statement: JSON.parse(found.data.toString()) as JsonObject }
    : null;
}

/** The statement of the list that stands: the last that took the place of one, or the result. Not guarded. */
export const standingList = async (ctx: Reader, roundId: string) =>
  (await statementAt(ctx, "correction", { roundId }, statesList)) ?? statementAt(ctx, "result", { roundId });
/** Whether a signed state of the log ends with the list that stands, or none is stated. Not guarded. */
export async function isStandingSigned(ctx: Reader, roundId: string): Promise<boolean> {
  const standing = await standingList(ctx, roundId);
  return !standing || (await ctx.db.$count(logCheckpoints, eq(logCheckpoints.size, standing.index + 1))) > 0;
}
/** SQL, over leaves that are corrections: it states another list. */
export const statesList = sql`convert_from(${logLeaves.data}, 'UTF8')::json ->> 'v'
  in (${String(LIST_CORRECTED.plain)}, ${String(LIST_CORRECTED.honoured)})`;

/** The leaves that state a list of a round, version after version. Not guarded. */
export async function listVersions({ db }: Reader, roundId: string): Promise<number[]> {
  const stated = await db
    .select({ index: logLeaves.index })
    .from(logLeaves)
    .where(
      and(
        eq(logLeaves.roundId, roundId),
        inArray(logLeaves.kind, ["result", "correction"]),
        sql`(${eq(logLeaves.kind, "result")} or ${statesList})`,
      ),
    )
    .orderBy(asc(logLeaves.index));
  return stated.map(({ index }) => index);
}

/** What a statement that follows another is about: the same round, and its cycle where it is known. */
export const aboutOf = (roundId: string, { cycleId }: { cycleId: string | null }) => ({
  roundId,
  ...(cycleId ? { cycleId } : {}),
});

/** The commitment of each entry that a seal counts, hex. Not guarded. */
export async function sealedHashes({ db }: Reader, seal: number): Promise<Map<string, string>> {
  const rows = await db
    .select({ entryId: sealedEntries.entryId, hash: sealedEntries.hash })
    .from(sealedEntries)
    .where(eq(sealedEntries.seal, seal));
  return new Map(rows.map(({ entryId, hash }) => [entryId, hash.toString("hex")]));
}

/** As `sealedHashes`, for the seal that a round was frozen upon; empty before the freeze. */
export async function sealedIn(ctx: Reader, roundId: string): Promise<Map<string, string>> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  return freeze ? sealedHashes(ctx, freeze.statement["seal"] as number) : new Map();
}

/** How much the frozen statement of a round discloses; nothing before there is one. Not guarded. */
export async function disclosedOf(ctx: Reader, roundId: string): Promise<Disclosure> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  return freeze ? (freeze.statement["disclosure"] as Disclosure) : 0;
}

/** SQL, over `publications`: the result of this round, while everybody may read it. */
export const isPublic = (roundId: string, now: Date): SQL =>
  and(eq(publications.roundId, roundId), lte(publications.publishedAt, now), isNull(publications.withdrawnAt))!;

/**
 * A published round whose result is in the log. 404 before it is published, after it is withdrawn, and for an invented
 * id alike.
 */
export async function getProof({ db, now }: Pick<Context<Actor>, "db" | "now">, roundId: string) {
  const [found] = await db
    .select({
      roundId: rounds.id,
      round: rounds.name,
      method: rounds.method,
      cycleId: cycles.id,
      cycle: { slug: cycles.slug, name: cycles.name },
      publishedAt: publications.publishedAt,
    })
    .from(publications)
    .innerJoin(rounds, eq(rounds.id, publications.roundId))
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .where(isPublic(roundId, now));
  const freeze = await statementAt({ db }, "freeze", { roundId });
  const result = await statementAt({ db }, "result", { roundId });
  if (!found || !freeze || !result) throw new NotFound();
  const { disclosure, withheld } = freeze.statement as { disclosure: Disclosure; withheld: Withheld };
  const ballot = await statementAt({ db }, "ballot", { roundId });
  const count = await statementAt({ db }, "count", { roundId });
  const voted =
    ballot && count
      ? { method: ballot.statement["method"] as BallotMethod, withheld: count.statement["withheld"] as VotesWithheld }
      : null;
  return { ...found, freeze, result, disclosure, withheld, voted };
}

/**
 * Everything that is needed to check a published round, as canonical JSON of the version of its rules: signed states of
 * the log with witnesses' cosignatures and authorities' time stamps, statements with their proofs, the sealed list, the
 * frozen scores and the votes as far as they are disclosed, names of the awarded, reasons of departures of those with a
 * level, and what scrutineers and the secretariat signed. Guarded as `getProof`.
 */
export async function proofBundle(ctx: Pick<Context<Actor>, "db" | "now">, roundId: string): Promise<string> {
  await getProof(ctx, roundId);
  return bundleOf(ctx, roundId, { names: true });
}

/**
 * As `proofBundle` for whoever may have it before the result is public; without `names` it opens none,
 * and no reason, which is enough to check what a scrutineer signs. Not guarded. 404 while no result is stated.
 */
export async function bundleOf(ctx: Reader, roundId: string, { names }: { names: boolean }): Promise<string> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  const result = await statementAt(ctx, "result", { roundId });
  if (!freeze || !result) throw new NotFound();
  const [{ cycleId }] = (await ctx.db
    .select({ cycleId: rounds.cycleId })
    .from(rounds)
    .where(eq(rounds.id, roundId))) as [{ cycleId: string }];
  const checkpoints = await cosignedCheckpoints(ctx);
  let tree: Promise<Buffer[]> | undefined;
  const leaves = () => (tree ??= treeOf(ctx));
  const told = await statementsOf(ctx, { roundId, cycleId, freeze: freeze.index, end: checkpoints.at(-1)?.size ?? 0 });
  const sealed = await sealedHashes(ctx, freeze.statement["seal"] as number);
  const standing = (await standingList(ctx, roundId))!;
  const awarded = awardedOf(standing.statement).map((entry) => Buffer.from(entry, "hex"));
  const rules = (await statementAt(ctx, "rules", { roundId }))!;
  const count = await statementAt(ctx, "count", { roundId });
  const votes =
    count?.statement["withheld"] === ""
      ? await openingsOf(ctx, and(eq(commitments.roundId, roundId), eq(commitments.type, "vote")))
      : [];
  const countersigned = await notesUnder(ctx, countersignatures, roundId);
  const stamped = await stampsOver(ctx, told);
  return canonical({
    v: rules.statement["v"] as number,
    checkpoints: checkpoints.map(({ note }) => note),
    consistency: await Promise.all(
      checkpoints.slice(1).map((newer, at) => keptProof(consistencyProof, checkpoints[at]!.size, newer, leaves)),
    ),
    statements: await Promise.all(
      told.map(async ({ index, data }) => {
        const checkpoint = checkpoints.findIndex(({ size }) => size === index + 1);
        return {
          json: data.toString(),
          index,
          checkpoint,
          proof: await keptProof(inclusionProof, index, checkpoints[checkpoint]!, leaves),
        };
      }),
    ),
    entries: [...sealed.values()].sort(),
    openings:
      freeze.statement["disclosure"] === 0
        ? []
        : await openingsOf(ctx, and(eq(commitments.roundId, roundId), eq(commitments.type, "review"))),
    ...(count ? { votes } : {}),
    ...(standing.index !== result.index || sealsReasons(result.statement)
      ? { reasons: names ? await openedReasons(ctx, standing.statement) : [] }
      : {}),
    ...(((freeze.statement["scrutineers"] as number[] | undefined) ?? []).length > 0
      ? { signatures: await notesUnder(ctx, scrutineerSignatures, roundId) }
      : {}),
    ...(countersigned.length > 0 ? { countersignatures: countersigned } : {}),
    ...(stamped.length > 0 ? { timestamps: stamped } : {}),
    names: (names ? await openedEntries(ctx, awarded, "name") : []).map(({ salt, record, part }) =>
      part ? { salt, record, name: part } : { salt, record },
    ),
  });
}

/** The entries that a stated list gives a level or an honour, by their commitments. */
function awardedOf(stated: JsonObject): string[] {
  const levelled = (stated["list"] as { entry: string; level: string | null }[]).filter(({ level }) => level !== null);
  const honoured = (stated["honours"] ?? []) as { entry: string }[];
  return [...new Set([...levelled, ...honoured].map(({ entry }) => entry))];
}

/** The time stamps in the bundle of a published round, the newest first. Guarded as `getProof`. */
export async function timestampsOf(ctx: Pick<Context<Actor>, "db" | "now">, roundId: string) {
  const { cycleId, freeze } = await getProof(ctx, roundId);
  const told = await statementsOf(ctx, { roundId, cycleId, freeze: freeze.index, end: Number.MAX_SAFE_INTEGER });
  return listTimestamps(ctx, told);
}

/** What a bundle is made of, none of which is ever changed: how much of each there is. Not guarded. */
export async function stateOfBundle({ db }: Pick<Context<Actor>, "db">, roundId: string): Promise<string> {
  const [found] = await db.execute<{ state: string }>(sql`
    select concat_ws(' ', ${roundId}::text,
      (select max(${logLeaves.index}) from ${logLeaves}),
      (select count(*) from ${logCheckpoints}),
      (select count(*) from ${cosignatures}),
      (select count(*) from ${timestamps}),
      (select count(*) from ${scrutineerSignatures} where ${scrutineerSignatures.roundId} = ${roundId}),
      (select count(*) from ${countersignatures} where ${countersignatures.roundId} = ${roundId})
    ) as state`);
  return found!.state;
}

/**
 * What scrutineers or the secretariat signed under a result, in the order in which it came. Not guarded: it is meant
 * for everybody.
 */
async function notesUnder(
  { db }: Reader,
  kept: typeof scrutineerSignatures | typeof countersignatures,
  roundId: string,
): Promise<string[]> {
  const signed = await db
    .select({ note: kept.note })
    .from(kept as typeof scrutineerSignatures)
    .where(eq(kept.roundId, roundId))
    .orderBy(asc(kept.at), asc(kept.accountId));
  return signed.map(({ note }) => note);
}

/**
 * What was stated of a round, each seal before its freeze, and what is stated of the log itself, in its order, as far
 * as it is signed.
 */
function statementsOf(
  { db }: Reader,
  { roundId, cycleId, freeze, end }: { roundId: string; cycleId: string; freeze: number; end: number },
) {
  const own = and(
    eq(logLeaves.roundId, roundId),
    inArray(
      logLeaves.kind,
      STATEMENTS.filter((kind) => kind !== "seal"),
    ),
  );
  const seals = and(eq(logLeaves.cycleId, cycleId), eq(logLeaves.kind, "seal"), sql`${logLeaves.index} < ${freeze}`);
  const ofLog = and(isNull(logLeaves.roundId), inArray(logLeaves.kind, [...OF_THE_LOG]));
  return db
    .select({ index: logLeaves.index, data: logLeaves.data })
    .from(logLeaves)
    .where(and(or(own, seals, ofLog), sql`${logLeaves.index} < ${end}`))
    .orderBy(asc(logLeaves.index));
}

/** What opens commitments, in the order of their values. Not guarded. */
export async function openingsOf({ db }: Reader, which: ReturnType<typeof and>) {
  const rows = await db
    .select({ hash: commitments.hash, salt: commitments.salt, record: commitments.record })
    .from(commitments)
    .where(which);
  return rows
    .sort((a, b) => Buffer.compare(a.hash, b.hash))
    .map(({ salt, record }) => ({ salt: salt.toString("hex"), record }));
}

/** What opens the reasons of a result's departures, of those for an entry with a level alone. Not guarded. */
function openedReasons(ctx: Reader, result: JsonObject) {
  const departures = result["deviations"] as { to: string | null; reason: string }[];
  const told = departures.flatMap(({ to, reason }) => (to === null ? [] : [Buffer.from(reason, "hex")]));
  return openingsOf(ctx, and(eq(commitments.type, "reason"), inArray(commitments.hash, told)));
}
