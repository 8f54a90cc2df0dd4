import net from "node:net";
import type { Config } from "#app/config.server.ts";
import { firstAdministratorLink } from "#app/domain/account/commands.server.ts";
import { type BuildSource, listen } from "#app/http/server.ts";
import { startJobs } from "#app/jobs/start.server.ts";
import { openServices, type Services } from "#app/services.server.ts";
import type { Db } from "#db/client.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { accounts } from "#db/schema/account.ts";
import { ownDatabase } from "./database.ts";

export type Running = { services: Services; stop(): Promise<void> };

/** Opens the portal from the database up; stops it in the opposite order. Throws a sentence when it cannot, and leaves nothing running. */
export async function serve(config: Config, source: BuildSource): Promise<Running> {
  const closers: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    await checkPort(config);
    const database = await ownDatabase(config);
    closers.push(database.close);
    await migrateDatabase(database.url);
    const services = openServices(config, database.url);
    closers.push(services.close);
    await prepare(services);
    closers.push((await startJobs(services)).stop);
    closers.push((await listen(services, source)).close);
    return { services, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What only a first start needs: the demonstration, or a way in for the first administrator. */
async function prepare({ config, db, ...services }: Services): Promise<void> {
  if (config.demo && (await isEmpty(db))) {
    console.log("Filling in the demonstration …");
    const { seedDemo } = await import("#db/seed/demo.ts");
    await seedDemo({ config, db, ...services });
  }
  if (config.demo) return;
  const link = await firstAdministratorLink(db, config.publicUrl, new Date());
  if (link) console.log(`Nobody administers this portal yet. Open this link to become its first administrator:\n  ${link}`);
}

async function isEmpty(db: Db): Promise<boolean> {
  return (await db.select({ id: accounts.id }).from(accounts).limit(1)).length === 0;
}

/** Before anything is started: a taken port is the commonest reason to fail. */
function checkPort({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new Error(`Port ${port} is in use. Set PORT to another one, for example: PORT=${port + 1} npm start`) : error);
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
