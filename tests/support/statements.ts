import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Connection, Db } from "#db/client.server.ts";

/**
 * A second way into a test database that counts statements, also inside its transactions: for lists that must not ask
 * once per row.
 */
export function countingDatabase({ sql }: Pick<Connection, "sql">) {
  let sent = 0;
  const db: Db = drizzle(sql as unknown as postgres.Sql, { logger: { logQuery: () => void sent++ } });
  return {
    db,
    /** How many statements the work sends. */
    async during(work: () => Promise<unknown>): Promise<number> {
      const before = sent;
      await work();
      return sent - before;
    },
  };
}
