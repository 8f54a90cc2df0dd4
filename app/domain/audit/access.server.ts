import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { prepared } from "#db/prepared.server.ts";
import { auditEvents } from "#db/schema/audit.ts";
import type { Asker } from "../asker.server.ts";
import type { Context } from "../context.ts";
import { Refused } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { type AuditEvent, entryStream, EVENT_TYPES, roundStream, SYSTEM_STREAM } from "./rules.ts";

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

/** Somebody read something or took it along as a file; what a team takes over from a signed package is a change. */
export const READINGS = EVENT_TYPES.filter((type) => /\.(viewed|taken)$/.test(type) && type !== "package.taken");

/** One record says that somebody read something then, however often within so many milliseconds. */
const ONCE_IN = 3_600_000;

/** SQL: the record of an access by somebody since a moment, where there is one. */
const recordOf = (access: Record<"type" | "stream" | "subjectId" | "actorId" | "since", SQLWrapper>): SQL =>
  sql`select 1 from ${auditEvents} ae where ae.subject_id = ${access.subjectId} and ae.at > ${access.since}
    and ae.type = ${access.type} and ae.stream = ${access.stream} and ae.actor_id = ${access.actorId} limit 1`;

const lately = prepared("accessed_lately", () =>
  recordOf({
    type: sql.placeholder("type"),
    stream: sql.placeholder("stream"),
    subjectId: sql.placeholder("subjectId"),
    actorId: sql.placeholder("actorId"),
    since: sql`${sql.placeholder("since")}::timestamptz`,
  }),
);

/**
 * SQL: whether it is on record of late that whoever asks has read an entry. For the statement of a page that shows it,
 * so that `recordView` need not ask.
 */
export const isEntryViewed = ({ id, now }: Asker, entryId: SQLWrapper): SQL<boolean> =>
  sql<boolean>`exists (${recordOf({
    type: sql`'entry.viewed'`,
    stream: sql`'entry:' || ${entryId}`,
    subjectId: entryId,
    actorId: id,
    since: sql`${now} - interval '1 hour'`,
  })})`;

async function isOnRecord(ctx: Context, access: Access): Promise<boolean> {
  const since = new Date(ctx.now.getTime() - ONCE_IN).toISOString();
  return (await lately(ctx.db, { ...access, since, actorId: ctx.actor.id })).length > 0;
}

const record = (ctx: Context, access: Access): Promise<void> =>
  transact(ctx, async () => ({ result: undefined, event: access }));

/** Puts on record that the actor takes something along. Where it cannot be recorded, it is not to be had. */
export async function recordExport(ctx: Context, access: Access): Promise<void> {
  if (!(await isOnRecord(ctx, access))) await record(ctx, access);
}

/**
 * Puts on record that the actor reads something; `known`: what the page's own statement says of that record. While
 * the database lacks what was signed or seen, in which nothing is written, it is read all the same: somebody has to
 * find out what is lost.
 */
export async function recordView(ctx: Context, access: Access, known?: boolean): Promise<void> {
  if (known ?? (await isOnRecord(ctx, access))) return;
  try {
    await record(ctx, access);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
