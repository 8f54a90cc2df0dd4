import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PORTAL } from "#app/domain/context.ts";
import { registerWitness, takeCosignatures } from "#app/domain/witness/commands.server.ts";
import { consistencyOffer, newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import type { Services } from "#app/services.server.ts";
import type { People } from "./people.ts";
import { main } from "../../public/witness.mjs";

/**
 * Somebody watches the log, with the program that witnesses use. Their key and memory stay in a folder of their own,
 * from which whoever tries the portal lets them sign what happens afterwards: they are invented, and nobody would print
 * their key.
 */
export async function watchLog({ db, config, logKey }: Services, people: People, now: Date): Promise<void> {
  const folder = path.join(config.dataDir, "demonstration-witness");
  const [memoryFile, offered] = [path.join(folder, "witness.json"), path.join(folder, "offered.txt")];
  const said: string[] = [];
  const run = (...args: string[]) =>
    main(args, {
      memoryFile,
      now: Math.floor(now.getTime() / 1000),
      out: {
        log: (line: string) => said.push(line),
        error: (line: string) => {
          throw new Error(line);
        },
      },
    });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await run("key", "observatory.example/log", logKey.verifier);
  await registerWitness(
    { db, actor: people.of("tom"), now },
    { name: "Ada Brook, Observatory of Local Government (demonstration)", key: said[0]! },
    logKey,
  );
  const [, size] = (await newestCheckpoint({ db }))!.split("\n");
  writeFileSync(offered, await consistencyOffer({ db }, 0, Number(size)));
  await run("cosign", offered);
  rmSync(offered);
  await takeCosignatures({ db, actor: PORTAL, now }, said[1]!);
}
