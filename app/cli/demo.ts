import fs from "node:fs";
import path from "node:path";
import type { Config } from "#app/config.server.ts";
import type { Services } from "#app/services.server.ts";
import { connect, type Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";

/** Stands in the data directory for as long as the demonstration is being filled in. */
const mark = ({ dataDir }: Config) => path.join(dataDir, "demo-unfinished");

/** Empties a database whose demonstration was interrupted while it was filled in: half of it would stay for good. */
export async function forgetHalfDemo(config: Config, url: string): Promise<void> {
  if (!fs.existsSync(mark(config))) return;
  const { sql, end } = connect(url, { max: 1, querySeconds: 60 });
  await sql.unsafe("drop schema if exists public, drizzle, pgboss cascade; create schema public");
  await end();
}

/** Fills in the demonstration at the first start. */
export async function fillDemo(services: Services): Promise<void> {
  if (!(await isEmpty(services.db))) return;
  console.log("Filling in the demonstration …");
  const { seedDemo } = await import("#db/seed/demo.ts");
  fs.writeFileSync(mark(services.config), "");
  await seedDemo(services);
  fs.rmSync(mark(services.config));
}

async function isEmpty(db: Db): Promise<boolean> {
  return (await db.select({ id: accounts.id }).from(accounts).limit(1)).length === 0;
}
