import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { countersign, takeWholeProof } from "#app/domain/countersignature/commands.server.ts";
import { pastedCountersignature } from "#app/domain/countersignature/rules.ts";
import type { Context } from "#app/domain/context.ts";
import { signedBundle } from "#app/domain/proof/commands.server.ts";
import { handInSignature, openSeed, stateKey, takeOpenings } from "#app/domain/scrutiny/commands.server.ts";
import { pastedKey, pastedSeed, pastedSignature } from "#app/domain/scrutiny/rules.ts";
import type { Services } from "#app/services.server.ts";
import { main } from "../../public/scrutineer.mjs";

/** Where the key of the demonstration's scrutineer lies: she is invented, and nobody would print it. */
const folderOf = ({ config }: Services) => path.join(config.dataDir, "demonstration-scrutineer");

/** Runs the program that signs, which keeps its key in `folder`, and answers what it prints. */
async function run(folder: string, now: Date, ...args: string[]): Promise<string> {
  const said: string[] = [];
  await main(args, {
    memoryFile: path.join(folder, "scrutineer.json"),
    now: Math.floor(now.getTime() / 1000),
    out: {
      log: (line: string) => said.push(line),
      error: (line: string) => {
        throw new Error(line);
      },
    },
  });
  return said.join("\n");
}

function emptied(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Makes a key with the scrutineer's program, in a folder of its own, and states it for a round that has not begun, with
 * a commitment to a seed of its lots.
 */
export async function stateNewKey(services: Services, ctx: Context, roundId: string): Promise<void> {
  emptied(folderOf(services));
  await stateAs(services, ctx, roundId, "key", "scrutineer.example/nadia-weber", services.logKey.verifier);
}

/** States the same key for another round that has not begun, with a commitment to a seed of that round's lots. */
export const stateSameKey = (services: Services, ctx: Context, roundId: string): Promise<void> =>
  stateAs(services, ctx, roundId, "state");

async function stateAs(services: Services, ctx: Context, roundId: string, ...asked: string[]): Promise<void> {
  const printed = await run(folderOf(services), ctx.now, ...asked, roundId);
  await stateKey(ctx, roundId, pastedKey(printed), services.logKey, services.config.publicUrl);
}

/** Opens the seed that goes with that key. */
export const openOwnSeed = async (services: Services, ctx: Context, roundId: string): Promise<void> =>
  openSeed(ctx, roundId, pastedSeed(await run(folderOf(services), ctx.now, "seed", roundId)));

/** Checks a published round as its scrutineer would, and signs it with the key that was stated. */
export async function checkAndSign(services: Services, ctx: Context, roundId: string): Promise<void> {
  const [bundle, openings] = ["bundle.json", "openings.json"].map((name) => path.join(folderOf(services), name)) as [
    string,
    string,
  ];
  // First, because it signs the log: from then on openings tell where in it somebody's confirmation stands.
  writeFileSync(bundle, await signedBundle(ctx, services.logKey, roundId));
  writeFileSync(openings, await takeOpenings(ctx, roundId));
  const printed = await run(folderOf(services), ctx.now, "sign", bundle, openings);
  for (const file of [bundle, openings]) rmSync(file);
  await handInSignature(ctx, roundId, pastedSignature(printed), services.logKey);
}

/**
 * Signs a stated result for the award as somebody of the secretariat would, with a key of their own. It is thrown away:
 * this portal's machine is no place for it, and nothing else is signed with it.
 */
export async function signForTheAward(services: Services, ctx: Context, roundId: string): Promise<void> {
  const folder = emptied(path.join(services.config.dataDir, "demonstration-secretariat"));
  const bundle = path.join(folder, "bundle.json");
  try {
    await run(folder, ctx.now, "key", "secretariat.example/chen-rui", services.logKey.verifier);
    writeFileSync(bundle, await takeWholeProof(ctx, roundId, services.logKey));
    const printed = await run(folder, ctx.now, "countersign", bundle);
    await countersign(ctx, roundId, pastedCountersignature(printed), services.logKey);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
