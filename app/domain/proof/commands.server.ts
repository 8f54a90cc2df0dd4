import { and, asc, eq, lt, notExists, sql } from "drizzle-orm";
import { logLeaves } from "#db/schema/commitment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { roundLevels, rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import { verifierSha256 } from "#app/outside/verifier.server.ts";
import { apart } from "../apart.ts";
import { type AuditEvent, roundStream, sha256 } from "../audit/rules.ts";
import { appendStatement, lockLog, signLog } from "../commitment/commands.server.ts";
import { isLacking } from "../commitment/losses.server.ts";
import { followLog } from "../commitment/keys.server.ts";
import type { LogKey } from "../commitment/note.ts";
import { isUnsigned } from "../commitment/queries.server.ts";
import { type Actor, type Context, PORTAL } from "../context.ts";
import { transact } from "../transact.server.ts";
import { bundleOf, getProof, proofBundle, stateOfBundle, statementAt } from "./queries.server.ts";
import { SEEDED } from "./lots.ts";
import { judgedBy } from "./rules.ts";
import { drawSeeds } from "./seeds.server.ts";

/** States what a round judges by, once: from then on it is in the log, and the round's places and method stay. */
export async function stateRules(ctx: Context<Actor>, roundId: string): Promise<AuditEvent[]> {
  if (await statementAt(ctx, "rules", { roundId })) return [];
  await lockLog(ctx);
  if (await statementAt(ctx, "rules", { roundId })) return [];
  const rules = await rulesOf(ctx, roundId);
  const [cycle] = await ctx.db
    .select({ graceSeconds: cycles.graceSeconds })
    .from(cycles)
    .where(eq(cycles.id, rules.cycle));
  const seeded = {
    v: rules.v + SEEDED,
    seeds: await drawSeeds(ctx, roundId),
    late: { graceSeconds: cycle!.graceSeconds, extensions: EXTENSIONS },
    verifier: verifierSha256(),
  };
  const index = await appendStatement(ctx, { ...rules, ...seeded }, { roundId, cycleId: rules.cycle });
  return [{ type: "round.rules-stated", stream: roundStream(roundId), subjectId: roundId, details: { index } }];
}

/** What rules say of a call's further time. */
const EXTENSIONS = "for one entry at a time, with a reason on record";

/** What a round judges by, as rules stated it before they committed to seeds. Not guarded. */
export async function rulesOf({ db }: Pick<Context<Actor>, "db">, roundId: string) {
  const [round] = await db.select().from(rounds).where(eq(rounds.id, roundId));
  const asked = await db
    .select({
      id: criteria.id,
      name: criteria.name,
      weight: criteria.weight,
      min: criteria.min,
      max: criteria.max,
      step: criteria.step,
      notApplicable: criteria.notApplicable,
      scale: criteria.scale,
    })
    .from(criteria)
    .where(eq(criteria.rubricId, round!.rubricId))
    .orderBy(asc(criteria.position), asc(criteria.id));
  const levels = await db
    .select({ level: roundLevels.levelKey, places: roundLevels.places })
    .from(roundLevels)
    .where(eq(roundLevels.roundId, roundId))
    .orderBy(asc(roundLevels.position));
  const {
    cycleId,
    method,
    reviewsPerEntry,
    conflictRules: { country, city, organisation },
    disclosure,
    ties,
    divided,
  } = round!;
  return {
    type: "rules" as const,
    ...judgedBy(
      asked.map(({ name, ...criterion }) => ({ ...criterion, name: name?.en ?? "" })),
      ties,
      divided,
    ),
    round: roundId,
    cycle: cycleId,
    method,
    levels,
    reviewsPerEntry,
    conflicts: { country, city, organisation },
    disclosure,
  };
}

/** States the rules of rounds that have opened. What the clock does, where nobody has to be asked. */
export async function stateDueRules({ db, now }: Pick<Context<Actor>, "db" | "now">): Promise<void> {
  const ctx: Context<typeof PORTAL> = { db, actor: PORTAL, now };
  const stated = db
    .select({ one: sql`1` })
    .from(logLeaves)
    .where(and(eq(logLeaves.kind, "rules"), eq(logLeaves.roundId, rounds.id)));
  const due = await db
    .select({ id: rounds.id })
    .from(rounds)
    .where(and(lt(rounds.opensAt, now), notExists(stated)));
  await apart(due, ({ id }) =>
    transact(ctx, async (inside) => {
      await inside.db.select({ id: rounds.id }).from(rounds).where(eq(rounds.id, id)).for("update");
      return { result: undefined, event: await stateRules(inside, id) };
    }),
  );
}

/**
 * The bundle of a published round, signed to its last statement first, should the job that signs not have come to it
 * yet.
 */
export async function signedBundle(ctx: Reader, key: LogKey, roundId: string): Promise<string> {
  await signedState(ctx, key, roundId);
  return proofBundle(ctx, roundId);
}

/**
 * Signs as `signedBundle`, unless the database lacks what was signed or the key was revoked, and says all that the
 * bundle is made of: where that is the same, so is the bundle.
 */
export async function signedState({ db, now }: Reader, key: LogKey, roundId: string): Promise<string> {
  await getProof({ db, now }, roundId);
  const canSign = async () => !(await isLacking({ db })) && (await followLog({ db }, key)) === null;
  if ((await isUnsigned({ db })) && (await canSign())) await signLog({ db, actor: PORTAL, now }, key);
  return stateOfBundle({ db }, roundId);
}

type Reader = Pick<Context<Actor>, "db" | "now">;

/**
 * The bundle of a stated result for somebody whom `allow` lets have it though it is not public yet, signed to its last
 * statement first; that they took it is put on record. Nobody is asked twice: `allow` throws, before anything is done.
 */
export async function takenBundle(
  outer: Context,
  key: LogKey,
  roundId: string,
  { names, allow }: { names: boolean; allow: (ctx: Context) => Promise<void> },
): Promise<string> {
  await allow(outer);
  if (await isUnsigned(outer)) await signLog({ ...outer, actor: PORTAL }, key);
  return transact(outer, async (ctx) => {
    await allow(ctx);
    const file = await bundleOf(ctx, roundId, { names });
    return {
      result: file,
      event: {
        type: "proof.taken",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { roundId, names, sha256: sha256(file) },
      },
    };
  });
}
