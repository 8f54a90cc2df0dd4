import { databaseCode } from "#db/fault.ts";

/**
 * Logs an error nobody expected: its kind, the code of its cause and its place. Never its message: that of a failed
 * query carries what people wrote, and that of a bad address carries the address. Links sent by mail are cut from the
 * path: what is in a log is no secret.
 */
export function logFault(error: unknown, path: string): void {
  const { name = "Error", stack = "" } = (error ?? {}) as { name?: string; stack?: string };
  const where = stack
    .split("\n")
    .filter((line) => line.trim().startsWith("at "))
    .slice(0, 6)
    .map((line) => line.trim());
  console.error(
    JSON.stringify({
      at: new Date().toISOString(),
      fault: name,
      code: databaseCode(error) ?? undefined,
      path: path.replace(/[A-Za-z0-9_-]{40,}/g, "…"),
      where,
    }),
  );
}
