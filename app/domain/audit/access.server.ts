import { sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import type { Context } from "../context.ts";
import { Refused } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { type AuditEvent, entryStream, roundStream, SYSTEM_STREAM } from "./rules.ts";

type Access = Pick<AuditEvent, "type" | "stream"> & { subjectId: string };

const ofRound = (type: AuditEvent["type"]) => (roundId: string) =>
  ({ type, stream: roundStream(roundId), subjectId: roundId }) satisfies Access;

/** What is confidential and read by others than its team, each as the event that says so. */
export const viewed = {
  entry: (entryId: string): Access => ({ type: "entry.viewed", stream: entryStream(entryId), subjectId: entryId }),
  file: (entryId: string, attachmentId: string): Access => ({
    type: "attachment.viewed",
    stream: entryStream(entryId),
    subjectId: attachmentId,
  }),
  reviews: (roundId: string, entryId: string): Access => ({
    type: "reviews.viewed",
    stream: roundStream(roundId),
    subjectId: entryId,
  }),
  ranking: ofRound("ranking.viewed"),
  diagnostics: ofRound("diagnostics.viewed"),
};

/** What is confidential and taken along as a file. */
export const taken = {
  ranking: ofRound("ranking.taken"),
  assignments: ofRound("assignments.taken"),
  report: ofRound("report.taken"),
  ownReviews: ofRound("reviews.taken"),
  trail: (actorId: string): Access => ({ type: "audit.taken", stream: SYSTEM_STREAM, subjectId: actorId }),
};

/** One record says that somebody read something then, however often within so many milliseconds. */
const ONCE_IN = 3_600_000;

const lately = prepared(
  "accessed_lately",
  () => sql`select 1 from ${auditEvents} where subject_id = ${sql.placeholder("subjectId")}
    and at > ${sql.placeholder("since")}::timestamptz and type = ${sql.placeholder("type")}
    and stream = ${sql.placeholder("stream")} and actor_id = ${sql.placeholder("actorId")} limit 1`,
);

/** Puts on record that the actor takes something along. Where it cannot be recorded, it is not to be had. */
export async function recordExport(ctx: Context, access: Access): Promise<void> {
  const since = new Date(ctx.now.getTime() - ONCE_IN).toISOString();
  if ((await lately(ctx.db, { ...access, since, actorId: ctx.actor.id })).length > 0) return;
  await transact(ctx, async () => ({ result: undefined, event: access }));
}

/**
 * Puts on record that the actor reads something. While the database lacks what was signed or seen, in which nothing is
 * written, it is read all the same: somebody has to find out what is lost.
 */
export async function recordView(ctx: Context, access: Access): Promise<void> {
  try {
    await recordExport(ctx, access);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
