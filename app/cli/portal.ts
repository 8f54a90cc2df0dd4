import { readConfig } from "#app/config.server.ts";
import type { Opening, Services } from "#app/services.server.ts";
import { pendingMigrations } from "#db/migrate.server.ts";
import { loadCommand } from "./command.ts";
import { borrowDatabase } from "./database.ts";

const [name = "help", ...args] = process.argv.slice(2);
const closers: (() => Promise<void>)[] = [];
let opened: Promise<Services> | undefined;

async function open(how?: Opening): Promise<Services> {
  const config = readConfig(process.env);
  const database = await borrowDatabase(config);
  closers.unshift(database.close);
  const steps = await pendingMigrations(database.url);
  if (steps > 0) throw new Error("The database is behind this version of the portal. Run: npm run portal -- migrate");
  const { openServices } = await import("#app/services.server.ts"); // slow to load, and help needs none of it
  const services = openServices(config, database.url, how);
  closers.unshift(services.close);
  return services;
}

let status = 0;
try {
  const command = await loadCommand(name);
  const outcome = await command.run(args, (how) => (opened ??= open(how)));
  if (typeof outcome === "number") status = outcome;
} catch (error) {
  console.error(process.env["DEBUG"] ? error : (error as Error).message);
  status = 1;
}
for (const close of closers) await close();
process.exit(status);
