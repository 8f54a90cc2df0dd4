import type { PgDatabase } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import { type SafeSql, type SqlLimits, openSafeSql } from "./safe-sql.server.ts";

/** The database or a transaction in it: callers cannot tell, and need not. */
export type Db = PgDatabase<PostgresJsQueryResultHKT, Record<string, never>>;

export type Connection = { db: Db; sql: SafeSql; end(seconds?: number): Promise<void> };

/**
 * Connects lazily: nothing is opened before the first statement. Throws DatabaseFault (db/fault.ts) when the database
 * is away.
 */
export function connect(url: string, limits: SqlLimits = {}): Connection {
  const sql = openSafeSql(url, limits);
  const db: Db = drizzle(sql as unknown as postgres.Sql);
  return { db, sql, end: sql.end };
}
