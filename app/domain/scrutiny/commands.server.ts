import { and, eq, ne } from "drizzle-orm";
import { scrutineerKeys, scrutineerSignatures } from "#db/schema/scrutiny.ts";
import { openKeyStatement, openScrutiny, readKey, seedCommitment } from "../../../public/verify.mjs";
import { roundStream, sha256 } from "../audit/rules.ts";
import { appendStatement } from "../commitment/commands.server.ts";
import { isOfLog, keysOfLog, type LogKey, mayLieBetween } from "../commitment/note.ts";
import type { Context } from "../context.ts";
import { Invalid, Stale } from "../errors.ts";
import { oweAll } from "../notification/commands.server.ts";
import { takenBundle } from "../proof/commands.server.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canOpenSeed, canSign, canStateKey, canTakeOpenings, canTakeResult } from "./policy.ts";
import { listVersions, statementAt } from "../proof/queries.server.ts";
import { keyLetters } from "./letters.server.ts";
import { openingsFile } from "./openings.server.ts";
import { holdKey, namedResult, openingsTaken, scrutinyFacts } from "./queries.server.ts";
import { readScrutineerKey, sameName } from "./rules.ts";

/**
 * Hands a round's openings to its scrutineer, and puts on record that they were taken. 404 for everybody else, 403 for
 * one in conflict or with another part in the award, 409 before the freeze.
 */
export function takeOpenings(outer: Context, roundId: string): Promise<string> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "share");
    authorise(canTakeOpenings(ctx.actor, await scrutinyFacts(ctx, roundId)));
    const file = await openingsFile(ctx, roundId);
    return {
      result: file,
      event: {
        type: "openings.taken",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { roundId, sha256: sha256(file) },
      },
    };
  });
}

/**
 * Hands what a scrutineer needs to check a stated result, public or not: its proof without the names of the awarded and
 * without the reasons of departures, which may name them. 404, 403 and 409 as `canTakeResult`.
 */
export function takeResult(ctx: Context, roundId: string, log: LogKey): Promise<string> {
  return takenBundle(ctx, log, roundId, {
    names: false,
    allow: async (inside) => {
      const stated = (await statementAt(inside, "result", { roundId })) !== null;
      authorise(canTakeResult(inside.actor, { ...(await scrutinyFacts(inside, roundId)), stated }));
    },
  });
}

/**
 * States a scrutineer's public key in the public log, once and before the freeze, which names it: from then on it can
 * be neither changed nor left out. Never a key of the log, nor one that somebody else has stated, nor one under a name
 * that another key of the round has; and only what its holder signed, so that nobody is first with a key that somebody
 * else published. Letters tell its holder, and the secretariat, who follows the round. A commitment to a seed of lots
 * stands with it, and is refused once the rules are stated: by then somebody could know what it decides.
 */
export function stateKey(outer: Context, roundId: string, note: string, log: LogKey, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const facts = await scrutinyFacts(ctx, roundId);
    authorise(canStateKey(ctx.actor, facts));
    const said = await openedFor(log, note);
    const read = said && readScrutineerKey(said.key);
    if (!read || isOfLog(log, read.bare) || (said.seed && said.round !== roundId))
      throw new Invalid({ key: "not-a-scrutineer-key" });
    const { key, seed } = said;
    if (seed && facts.ruled) throw new Invalid({ key: "seed-too-late" });
    const { name, bare } = read;
    await holdKey(ctx, bare);
    if (await isNameTaken(ctx, roundId, name)) throw new Invalid({ key: "key-name-taken" });
    const accountId = ctx.actor.id;
    const [taken] = await ctx.db
      .select({ roundId: scrutineerKeys.roundId })
      .from(scrutineerKeys)
      .where(and(eq(scrutineerKeys.bare, bare), ne(scrutineerKeys.accountId, accountId)))
      .limit(1);
    const [made] = taken
      ? []
      : await ctx.db
          .insert(scrutineerKeys)
          .values({ roundId, accountId, key, bare, at: ctx.now })
          .onConflictDoNothing()
          .returning({ key: scrutineerKeys.key });
    if (!made) throw new Invalid({ key: "key-taken" });
    await oweAll(ctx, await keyLetters(ctx, roundId, key, publicUrl));
    const about = { roundId, cycleId: facts.cycleId };
    const committed = seed ? { v: 2, seed } : { v: 1 };
    const index = await appendStatement(ctx, { type: "scrutineer", ...committed, round: roundId, key }, about);
    return {
      result: undefined,
      event: {
        type: "scrutineer.key-stated",
        stream: roundStream(roundId),
        subjectId: accountId,
        details: { roundId, index },
      },
    };
  });
}

/** What a scrutineer's key is stated with: for the log under whichever of its keys they know it. */
async function openedFor(log: LogKey, note: string) {
  for (const key of keysOfLog(log)) {
    const said = await openKeyStatement(note, key, "the key").catch(() => null);
    if (said) return said;
  }
  return null;
}

/**
 * Opens the seed of lots that a scrutineer committed to with their key, for the freeze to come. Kept in the log: it
 * shows by itself whose it is.
 */
export function openSeed(outer: Context, roundId: string, seed: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { own, ...facts } = await scrutinyFacts(ctx, roundId);
    authorise(canOpenSeed(ctx.actor, facts));
    const { key, index: scrutineer, commitment } = own!;
    if (!seed || (await seedCommitment({ key, round: roundId, seed })) !== commitment)
      throw new Invalid({ seed: "not-your-seed" });
    const statement = { type: "seed", v: 1, round: roundId, scrutineer, seed } as const;
    const index = await appendStatement(ctx, statement, { roundId, cycleId: facts.cycleId });
    return {
      result: undefined,
      event: {
        type: "scrutineer.seed-opened",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { roundId, index },
      },
    };
  });
}

async function isNameTaken({ db }: Pick<Context, "db">, roundId: string, name: string): Promise<boolean> {
  const stated = await db
    .select({ key: scrutineerKeys.key })
    .from(scrutineerKeys)
    .where(eq(scrutineerKeys.roundId, roundId));
  return stated.some(({ key }) => sameName(readScrutineerKey(key)!.name) === sameName(name));
}

/**
 * Takes what a scrutineer signed under the result: by their key of before the freeze, under the version that stands and
 * its state of the log, after openings that were handed to them here. Kept for good, and never replaced.
 */
export async function handInSignature(outer: Context, roundId: string, note: string, log: LogKey): Promise<void> {
  // What the signature is checked against never changes once it is there; what may come is a version after it.
  const asked = await scrutinyFacts(outer, roundId);
  const named = await namedResult(outer, roundId, log.name);
  authorise(canSign(outer.actor, { ...asked, stated: named !== null }));
  const signed = await openScrutiny(note, [await readKey(asked.key!)], named!, "the signature").catch(() => {
    throw new Invalid({ signature: "not-your-signature" });
  });
  const checkedAt = new Date(signed.checked);
  if (!mayLieBetween(checkedAt.getTime(), { from: named!.at, to: outer.now }))
    throw new Invalid({ signature: "clock-wrong" });
  await transact(outer, async (ctx) => {
    // Alone in the round: whether it is signed already is then known before the signature is kept.
    await lockRound(ctx, roundId, "update");
    authorise(canSign(ctx.actor, { ...(await scrutinyFacts(ctx, roundId)), stated: true }));
    if ((await listVersions(ctx, roundId)).at(-1) !== named!.result) throw new Stale("the result was corrected");
    const handedOut = await openingsTaken(ctx, roundId);
    if (!handedOut.some((each) => each.sha256 === signed.openings))
      throw new Invalid({ signature: "openings-unknown" });
    await ctx.db
      .insert(scrutineerSignatures)
      .values({ roundId, accountId: ctx.actor.id, note, checkedAt, at: ctx.now });
    return {
      result: undefined,
      event: {
        type: "scrutineer.signed",
        stream: roundStream(roundId),
        subjectId: ctx.actor.id,
        details: { roundId, sha256: sha256(note) },
      },
    };
  });
}
