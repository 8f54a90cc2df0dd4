import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PORTAL } from "#app/domain/context.ts";
import { registerWitness, takeCosignatures } from "#app/domain/witness/commands.server.ts";
import { newestCheckpoint, offer } from "#app/domain/witness/queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { People } from "./people.ts";
import { main } from "../../public/witness.mjs";

/**
 * Somebody watches the log, with the program that witnesses use. Their key and memory stay in the data folder, so that whoever tries the portal
 * can let them sign what happens afterwards: they are invented, and nobody would print their key.
 */
export async function watchLog({ db, config, logKey }: Services, people: People, now: Date): Promise<void> {
  const [memoryFile, offered] = ["demonstration-witness.json", "demonstration-witness.offered"].map((name) => path.join(config.dataDir, name)) as [string, string];
  const said: string[] = [];
  const run = (...args: string[]) => main(args, { memoryFile, now: Math.floor(now.getTime() / 1000), out: { log: (line: string) => said.push(line), error: (line: string) => { throw new Error(line); } } });
  rmSync(memoryFile, { force: true });
  await run("key", "observatory.example/log", logKey.verifier);
  await registerWitness({ db, actor: people.of("tom"), now }, { name: "Ada Brook, Observatory of Local Government (demonstration)", key: said[0]! }, logKey);
  const [, size] = (await newestCheckpoint({ db }))!.split("\n");
  writeFileSync(offered, await offer({ db }, 0, Number(size)));
  await run("cosign", offered);
  rmSync(offered);
  await takeCosignatures({ db, actor: PORTAL, now }, said[1]!);
}
