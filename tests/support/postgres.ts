import fs from "node:fs";
import type { TestProject } from "vitest/node";
import { connect } from "#db/client.server.ts";
import { startEmbedded } from "#db/embedded.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { folderInMemory } from "./memory.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: string;
  }
}

/** One Postgres in memory for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = folderInMemory("kapok-test-");
  const server = await startEmbedded({ dir, fsync: false, tied: true });
  const { sql, end } = connect(server.url(), { querySeconds: 60 }); // on a busy machine a database takes a while to make
  await sql.unsafe("create database tpl");
  await migrateDatabase(server.url("tpl"));
  await sql.unsafe("alter database tpl with is_template true allow_connections false");
  await end();
  project.provide("postgres", server.url());
  return async () => {
    await server.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  };
}
