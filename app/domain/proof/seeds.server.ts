import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { commitments, logLeaves } from "#db/schema/commitment.ts";
import type { JsonObject } from "../audit/rules.ts";
import { keep } from "../commitment/commands.server.ts";
import type { Actor, Context } from "../context.ts";
import { type Drawn, drawOf, lotOf, seedRecord } from "./lots.ts";
import { sealedHashes, statementAt } from "./queries.server.ts";

type Reader = Pick<Context<Actor>, "db">;

/** Draws the portal's two seeds of a round and keeps them; answers the commitments to them, hex. */
export async function drawSeeds(ctx: Context<Actor>, roundId: string): Promise<{ [drawn in Drawn]: string }> {
  const [ranking, ballot] = await keep(
    ctx,
    "tie-seed",
    (["ranking", "ballot"] as const).map((drawn) => ({ roundId, record: seedRecord(roundId, drawn) })),
  );
  return { ranking: ranking!.hash.toString("hex"), ballot: ballot!.hash.toString("hex") };
}

/** A seed of the portal's that its rules commit to, hex. Not guarded: whoever opens it states it. */
export async function portalSeed({ db }: Reader, roundId: string, drawn: Drawn): Promise<string> {
  const [kept] = await db
    .select({ salt: commitments.salt })
    .from(commitments)
    .where(
      and(
        eq(commitments.roundId, roundId),
        eq(commitments.type, "tie-seed"),
        eq(sql`${commitments.record}->>'for'`, drawn),
      ),
    );
  return kept!.salt.toString("hex");
}

type Leaf = { key: string; scrutineer: number; seed?: string };

/**
 * The keys that scrutineers stated for a round, with where they stand in the log and to which seed of lots they commit;
 * and where that is opened. Not guarded.
 */
export async function scrutineersIn({ db }: Reader, roundId: string) {
  const stated = await db
    .select({ index: logLeaves.index, kind: logLeaves.kind, data: logLeaves.data })
    .from(logLeaves)
    .where(and(eq(logLeaves.roundId, roundId), inArray(logLeaves.kind, ["scrutineer", "seed"])))
    .orderBy(asc(logLeaves.index));
  const leaves = stated.map(({ index, kind, data }) => ({ index, kind, ...(JSON.parse(data.toString()) as Leaf) }));
  const opened = leaves.filter(({ kind }) => kind === "seed");
  return leaves
    .filter(({ kind }) => kind === "scrutineer")
    .map(({ index, key, seed }) => {
      const opening = opened.find(({ scrutineer }) => scrutineer === index);
      return {
        index,
        key,
        commitment: seed ?? null,
        opened: opening ? { index: opening.index, seed: opening.seed! } : null,
      };
    });
}

/**
 * The seeds that scrutineers of a round opened, and where they stand, in the order of their keys. Whoever runs the
 * portal could hold openings back and so choose their order, which would be another draw. Not guarded.
 */
export const openedSeeds = async (ctx: Reader, roundId: string) =>
  (await scrutineersIn(ctx, roundId)).flatMap(({ opened }) => opened ?? []);

/**
 * What a round's lots are drawn from once they may be: this seed of the portal's, those of scrutineers, and what was
 * given. Not guarded.
 */
export async function drawIn(ctx: Reader, roundId: string, seed: string, given: "review" | "vote"): Promise<string> {
  const others = await openedSeeds(ctx, roundId);
  const records = await ctx.db
    .select({ record: commitments.record })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, given)));
  return drawOf(
    [seed, ...others.map((each) => each.seed)],
    records.map(({ record }) => record as JsonObject),
  );
}

/**
 * The lot of each entry of a frozen round: by its seeds and scores, or where its rules commit to no seed by the root of
 * the scores. Null before the freeze.
 */
export async function lotsOf(ctx: Reader, roundId: string): Promise<((entryId: string) => string) | null> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  if (!freeze) return null;
  const { seal, root, seed } = freeze.statement as { seal: number; root: string; seed?: string };
  const hashes = await sealedHashes(ctx, seal);
  const draw = seed === undefined ? root : await drawIn(ctx, roundId, seed, "review");
  return (entryId) => lotOf(draw, hashes.get(entryId) ?? entryId);
}
