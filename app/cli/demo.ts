import fs from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import type { Config } from "#app/config.server.ts";
import { forgetDatabase } from "#app/outside/log-key.server.ts";
import { openServices } from "#app/services.server.ts";
import { connect, type Db } from "#db/client.server.ts";
import { accounts } from "#db/schema/account.ts";

/** Stands in the data directory for as long as the demonstration is being filled in. */
const mark = ({ dataDir }: Pick<Config, "dataDir">) => path.join(dataDir, "demo-unfinished");

/** Empties a database whose demonstration was interrupted while it was filled in: half of it would stay for good. */
export async function forgetHalfDemo(config: Pick<Config, "dataDir">, url: string): Promise<void> {
  if (!fs.existsSync(mark(config))) return;
  const connection = connect(url, { max: 1, querySeconds: 60 });
  await connection.sql.unsafe("drop schema if exists public, drizzle, pgboss cascade; create schema public");
  await connection.end();
  forgetDatabase(config.dataDir);
}

/**
 * Fills in the demonstration at the first start. Thousands of small commits that need not survive a power cut one by
 * one: the mark goes when all have.
 */
export async function fillDemo(config: Config, url: string): Promise<void> {
  const services = openServices(config, `${url}?synchronous_commit=off`);
  try {
    if (!(await isEmpty(services.db))) return;
    console.log("Filling in the demonstration …");
    const { seedDemo } = await import("#db/seed/demo.ts");
    fs.writeFileSync(mark(config), "");
    await seedDemo(services);
    await services.db.execute(sql`checkpoint`);
    fs.rmSync(mark(config));
  } finally {
    await services.close();
  }
}

async function isEmpty(db: Db): Promise<boolean> {
  return (await db.select({ id: accounts.id }).from(accounts).limit(1)).length === 0;
}
