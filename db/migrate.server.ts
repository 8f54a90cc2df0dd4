import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import { type Connection, connect } from "./client.server.ts";

const FOLDER = fileURLToPath(new URL("../migrations", import.meta.url));
const LOCK = 7_239_104_417;
const PATIENCE = { max: 2, querySeconds: 3600, transactionSeconds: 3600 };

/**
 * Brings the database up to date and returns how many steps that took. Several processes may do it at once: one works,
 * the others wait.
 */
export async function migrateDatabase(url: string): Promise<number> {
  const connection = connect(url, PATIENCE);
  try {
    // One lane holds the lock for the time the other works: drizzle's own migrator fails when two run at once.
    return await connection.sql.begin(async (tx) => {
      await tx.unsafe("select pg_advisory_xact_lock($1)", [LOCK]);
      const steps = await pending(connection);
      if (steps > 0) await migrate(connection.db as Parameters<typeof migrate>[0], { migrationsFolder: FOLDER });
      return steps;
    });
  } finally {
    await connection.end();
  }
}

/** How many steps the database is behind this version of the portal. */
export async function pendingMigrations(url: string): Promise<number> {
  const connection = connect(url, { max: 1 });
  try {
    return await pending(connection);
  } finally {
    await connection.end();
  }
}

async function pending({ db }: Connection): Promise<number> {
  const steps = readMigrationFiles({ migrationsFolder: FOLDER });
  const [found] = await db.execute<{ ready: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as ready`,
  );
  if (!found?.ready) return steps.length;
  const [last] = await db.execute<{ at: string | null }>(
    sql`select max(created_at) as at from drizzle.__drizzle_migrations`,
  );
  return steps.filter((step) => step.folderMillis > Number(last?.at ?? 0)).length;
}
