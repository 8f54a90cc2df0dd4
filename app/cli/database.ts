import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "#app/config.server.ts";
import { adoptEmbedded, type Embedded, startEmbedded } from "#db/embedded.server.ts";
import { isRunning } from "#db/postmaster.server.ts";
import { type Claim, claim, tryClaim } from "./ownership.ts";

export type OpenDatabase = { url: string; close(): Promise<void> };

const PATIENCE_SECONDS = 10;
const external = (url: string): OpenDatabase => ({ url, close: async () => {} });

/**
 * The database for a portal that serves: external, or our own Postgres, watched, and stopped with us. Throws when
 * another process has the data directory.
 */
export async function ownDatabase({ databaseUrl, dataDir }: Config): Promise<OpenDatabase> {
  return databaseUrl ? external(databaseUrl) : hold(dataDir, await claim(dataDir, PATIENCE_SECONDS));
}

/** The database for one command: external, that of the running portal, or our own for as long as the command takes. */
export async function borrowDatabase({ databaseUrl, dataDir }: Config): Promise<OpenDatabase> {
  if (databaseUrl) return external(databaseUrl);
  const outcome = tryClaim(dataDir);
  if ("release" in outcome) return hold(dataDir, outcome);
  for (let waited = 0; waited < PATIENCE_SECONDS; waited += 0.1, await sleep(100)) {
    const running = await adoptEmbedded(dataDir);
    if (running) return external(running.url());
  }
  throw new Error(`Process ${outcome.heldBy} uses ${path.resolve(dataDir)}, but its database does not answer.`);
}

async function hold(dir: string, claimed: Claim): Promise<OpenDatabase> {
  try {
    const server = await startEmbedded({ dir });
    const stop = keepRunning(server, dir);
    return {
      url: server.url(),
      close: async () => {
        await stop();
        claimed.release();
      },
    };
  } catch (error) {
    claimed.release();
    throw error;
  }
}

/** Starts the server again, on the same port, should it die. Returns how to stop it for good. */
function keepRunning(first: Embedded, dir: string): () => Promise<void> {
  let server = first;
  let restart: Promise<void> | undefined;
  const watch = setInterval(() => {
    if (restart || isRunning(server.pid)) return;
    console.error(`The database has stopped unexpectedly (see ${path.join(dir, "pg.log")}); starting it again.`);
    restart = startEmbedded({ dir, port: server.port })
      .then(
        (risen) => {
          server = risen;
        },
        (error: Error) => console.error(error.message),
      )
      .finally(() => {
        restart = undefined;
      });
  }, 1_000).unref();
  return async () => {
    clearInterval(watch);
    await restart;
    await server.stop();
  };
}
