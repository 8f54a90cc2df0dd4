import { databaseCode } from "#db/fault.ts";

/**
 * Logs errors nobody expected, several of an AggregateError each by itself: kind, code of the cause, and place. Never
 * the message: that of a failed query carries what people wrote, and that of a bad address carries the address. `at`
 * says where the portal was: the name of a job, or the path of a page, from which links sent by mail are cut, because
 * what is in a log is no secret.
 */
export function logFault(error: unknown, at: { path: string } | { job: string }): void {
  if (error instanceof AggregateError) {
    for (const each of error.errors) logFault(each, at);
    return;
  }
  const { name = "Error", stack = "" } = (error ?? {}) as { name?: string; stack?: string };
  const where = stack
    .split("\n")
    .filter((line) => line.trim().startsWith("at "))
    .slice(0, 6)
    .map((line) => line.trim());
  const code = databaseCode(error) ?? undefined;
  const place = "path" in at ? { path: at.path.replace(/[A-Za-z0-9_-]{40,}/g, "…") } : at;
  console.error(JSON.stringify({ at: new Date().toISOString(), fault: name, code, ...place, where }));
}
