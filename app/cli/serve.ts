import { followLog } from "#app/domain/commitment/keys.server.ts";
import { openLosses, watchDatabase } from "#app/domain/commitment/losses.server.ts";
import net from "node:net";
import type { Config } from "#app/config.server.ts";
import { firstAdministratorLink } from "#app/domain/account/commands.server.ts";
import type { BuildSource } from "#app/http/routing.server.ts";
import { logFault } from "#app/faults.ts";
import { listen } from "#app/http/server.ts";
import { lackingSentence } from "#app/jobs/lacking.ts";
import { startJobs } from "#app/jobs/start.server.ts";
import { openServices, type Services } from "#app/services.server.ts";
import { keepClock } from "#db/clock.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { ownDatabase } from "./database.ts";
import { fillDemo, forgetHalfDemo } from "./demo.ts";

export type Portal = {
  /** Opens the portal from the database up. Throws a sentence when it cannot, and leaves nothing running. */
  start(source: BuildSource): Promise<void>;
  /** Closes what is open so far in the opposite order: requests, jobs, connections, database. */
  stop(): Promise<void>;
};

export function openPortal(config: Config): Portal {
  const closers: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  return { start, stop };

  async function start(source: BuildSource): Promise<void> {
    try {
      await checkPort(config);
      const database = await ownDatabase(config);
      await keep(database.close);
      if (config.demo) await forgetHalfDemo(config, database.url);
      await migrateDatabase(database.url);
      if (config.demo) await fillDemo(config, database.url);
      const services = openServices(config, database.url);
      await keep(services.close);
      if (await isWhole(services)) await inviteAdministrator(services);
      await keep(() => lookOnceMore(services));
      const clock = await keepClock(services.db);
      await keep(async () => clock.stop());
      await keep((await startJobs(services, clock)).stop);
      await keep((await listen(services, source, clock)).close);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  function stop(): Promise<void> {
    stopping ??= closeAll();
    return stopping;
  }

  async function closeAll(): Promise<void> {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  }

  /** Somebody may ask to stop while we are still starting. */
  async function keep(close: () => Promise<void>): Promise<void> {
    if (!stopping) return void closers.push(close);
    await stopping;
    await close();
    throw new Error("Stopped before it had started.");
  }
}

/**
 * Signs with the key of which the log says that it does, if it lies ready. Answers whether the database holds what was
 * signed and seen; says what to do where it does not.
 */
async function isWhole({ db, logKey }: Services): Promise<boolean> {
  const stopped = await followLog({ db }, logKey);
  if (stopped) console.error(stopped);
  await watchDatabase({ db, now: new Date() }, logKey, true);
  const losses = await openLosses({ db });
  for (const lost of losses) console.error(lackingSentence(lost));
  return losses.length === 0;
}

/** What came since somebody looked last is remembered before the database goes. */
async function lookOnceMore({ db, logKey }: Services): Promise<void> {
  await watchDatabase({ db, now: new Date() }, logKey, false).catch((error: unknown) =>
    logFault(error, { job: "keep-log" }),
  );
}

async function inviteAdministrator({ db, config }: Services): Promise<void> {
  if (config.demo) return;
  const link = await firstAdministratorLink(db, config.publicUrl, new Date());
  if (link)
    console.log(`Nobody administers this portal yet. Open this link to become its first administrator:\n  ${link}`);
}

/** Before anything is started: a taken port is the commonest reason to fail. */
function checkPort({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is in use. Set PORT to another one, for example: PORT=${port + 1} npm start`)
          : error,
      );
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
