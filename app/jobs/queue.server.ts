import PgBoss from "pg-boss";
import type { SafeSql } from "#db/safe-sql.server.ts";

/**
 * The job queue over the portal's own database client: it inherits what that survives. Its tables live in the schema
 * `pgboss`.
 */
export function openQueue(sql: SafeSql): PgBoss {
  const executeSql = async (text: string, values: unknown[] = []) => {
    const answer: unknown = await sql.unsafe(text, values.map(asText));
    const rows = Array.isArray(answer) ? (answer as unknown[]).flat() : [];
    return { rows, rowCount: rows.length || ((answer as { count?: number } | null)?.count ?? 0) };
  };
  return new PgBoss({
    db: { executeSql },
    deleteAfterDays: 2,
    archiveCompletedAfterSeconds: 3600,
    maintenanceIntervalSeconds: 120,
  });
}

/**
 * Parameters as the server reads them: the client below takes text and null, and leaves the rest to whoever calls it.
 */
function asText(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value))
    return `{${value.map((item) => (item === null ? "null" : `"${String(item).replace(/["\\]/g, "\\$&")}"`)).join(",")}}`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
