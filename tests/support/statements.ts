import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Connection, Db } from "#db/client.server.ts";

/**
 * A second way into a test database that counts statements, also inside its transactions: for lists that must not ask
 * once per row.
 */
export function countingDatabase({ sql }: Pick<Connection, "sql">) {
  const sent: string[] = [];
  const db: Db = drizzle(sql as unknown as postgres.Sql, { logger: { logQuery: (text) => void sent.push(text) } });
  return {
    db,
    /** How many statements the work sends, or of those how many have these words. */
    async during(work: () => Promise<unknown>, words = ""): Promise<number> {
      const before = sent.length;
      await work();
      return sent.slice(before).filter((text) => text.includes(words)).length;
    },
  };
}
