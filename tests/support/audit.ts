import { asc, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { auditEvents } from "#db/schema/audit.ts";

/** What happened to one thing, oldest first, without its payload. */
export function eventsOf({ db }: { db: Db }, subjectId: string) {
  return db
    .select({ type: auditEvents.type, at: auditEvents.at, actorId: auditEvents.actorId })
    .from(auditEvents)
    .where(eq(auditEvents.subjectId, subjectId))
    .orderBy(asc(auditEvents.at), asc(auditEvents.seq));
}
