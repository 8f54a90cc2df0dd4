import { and, asc, desc, eq, gt, gte, inArray, isNull, lte, max, ne, notInArray, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { auditEvents, auditHeads } from "#db/schema/audit.ts";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { inConflictWith } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews } from "#db/schema/review.ts";
import { type Context, isStaff } from "../context.ts";
import { likePattern } from "../input.ts";
import { authorise, hidden, yes } from "../verdict.ts";
import { READINGS } from "./access.server.ts";
import {
  type AuditFilter,
  CHAIN_START,
  COUNTING_LETTERS,
  type JsonObject,
  linkHash,
  SYSTEM_STREAM,
  UNLISTED,
} from "./rules.ts";

/**
 * The audit trail, newest first, for the secretariat, observers and (system events) administrators. What concerns an
 * entry the reader is in conflict with is absent; what concerns a whole round, or letters to many, then comes without
 * details, whose counts would tell of the absent one.
 */
export async function auditTrail(
  ctx: Context,
  filter: AuditFilter,
  { limit, offset }: { limit: number; offset: number },
) {
  const readsAll = isStaff(ctx.actor, "secretariat", "observer");
  authorise(readsAll || isStaff(ctx.actor, "administrator") ? yes : hidden);
  const conditions: (SQL | undefined)[] = [
    readsAll ? undefined : eq(auditEvents.stream, "system"),
    ne(auditEvents.type, UNLISTED),
    sql`${isOf(inConflictWith(ctx.actor.id))} is not true`,
    ...narrowed(filter),
  ];
  return ctx.db
    .select({
      stream: auditEvents.stream,
      seq: auditEvents.seq,
      at: auditEvents.at,
      type: auditEvents.type,
      actorId: auditEvents.actorId,
      actorName: accounts.name,
      subjectId: auditEvents.subjectId,
      hash: sql<string>`encode(${auditEvents.hash}, 'hex')`,
      details: sql<JsonObject>`case
        when (${auditEvents.stream} like 'round:%' or ${inArray(auditEvents.type, [...COUNTING_LETTERS])})
          and exists (${inConflictWith(ctx.actor.id)}) then '{}'
        else convert_from(${auditEvents.payload}, 'UTF8')::jsonb -> 'details'
      end`,
    })
    .from(auditEvents)
    .leftJoin(accounts, eq(accounts.id, auditEvents.actorId))
    .where(and(...conditions))
    .orderBy(desc(auditEvents.at), asc(auditEvents.stream), desc(auditEvents.seq))
    .limit(limit)
    .offset(offset);
}

function narrowed({ subjectId, actorId, code, person, type, only, from, to }: AuditFilter): (SQL | undefined)[] {
  const named = likePattern(person);
  return [
    subjectId ? eq(auditEvents.subjectId, subjectId) : undefined,
    actorId ? eq(auditEvents.actorId, actorId) : undefined,
    code ? isOf(sql`select e.id as entry_id from ${entries} e where e.code = ${code.toUpperCase()}`) : undefined,
    person ? sql`${auditEvents.actorId} in (select p.id from ${accounts} p where p.name ilike ${named})` : undefined,
    type ? eq(auditEvents.type, type) : undefined,
    only === "readings" ? inArray(auditEvents.type, [...READINGS]) : undefined,
    only === "changes" ? notInArray(auditEvents.type, [...READINGS]) : undefined,
    from ? sql`${auditEvents.at} >= ${from}::date at time zone 'UTC'` : undefined,
    to ? sql`${auditEvents.at} < (${to}::date + 1) at time zone 'UTC'` : undefined,
  ];
}

/**
 * SQL: an event of one of these entries (a select of `entry_id`), or of their assignments and reviews, by its stream,
 * its subject or an id in its details.
 */
function isOf(of: SQL): SQL {
  const details = sql`jsonb_path_query(convert_from(${auditEvents.payload}, 'UTF8')::jsonb -> 'details', '$.*[*]')`;
  return sql`(${auditEvents.stream} in (select 'entry:' || h.entry_id from (${of}) h)
    or ${auditEvents.subjectId} in (with these as (${of}) select entry_id from these
      union all select a.id from ${assignments} a join these h on h.entry_id = a.entry_id
      union all select v.id from ${reviews} v join ${assignments} a on a.id = v.assignment_id join these h on h.entry_id = a.entry_id)
    or exists (select 1 from ${details} d where d #>> '{}' in (with these as (${of}) select entry_id::text from these
      union all select a.id::text from ${assignments} a join these h on h.entry_id = a.entry_id)))`;
}

/**
 * Where a verification stands between two requests: the last link that was found to hold with its hash, in hex, and
 * what was counted so far.
 */
export type Verified = { stream: string; seq: number; hash: string; streams: number; links: number };
export type VerifiedPart = { done: boolean; at: Verified; faults: ChainReport["faults"] };

/**
 * Recomputes up to `most` links on from where the last part ended, for whoever reads the trail; `done` once every chain
 * has been followed to its head and no stray event was found. Stops at the first fault. Each link rests on the one
 * before, which was found to hold, so parts add up to the whole.
 */
export async function verifyPart(ctx: Context, from: Verified | null, most: number): Promise<VerifiedPart> {
  authorise(isStaff(ctx.actor, "secretariat", "observer", "administrator") ? yes : hidden);
  const at: Verified = from ?? { stream: "", seq: 0, hash: "", streams: 0, links: 0 };
  const report: ChainReport = { streams: 0, events: 0, faults: [] };
  const heads = await ctx.db
    .select()
    .from(auditHeads)
    .where(gte(auditHeads.stream, at.stream))
    .orderBy(asc(auditHeads.stream));
  for (const head of heads) {
    const goesOn = head.stream === at.stream;
    if (goesOn && at.seq >= head.seq) continue;
    const begun = goesOn ? { last: at.seq, hash: Buffer.from(at.hash, "hex") } : { last: 0, hash: CHAIN_START };
    const room = most - report.events;
    if (room <= 0) return { done: false, at: { ...at, links: at.links + report.events }, faults: [] };
    const end = Math.min(head.seq, begun.last + room);
    const { last, hash } = await verifyStream(ctx.db, { stream: head.stream, seq: end }, report, begun);
    if (end === head.seq && (last !== head.seq || !hash.equals(head.hash)))
      report.faults.push({ stream: head.stream, seq: head.seq, what: "head" });
    if (report.faults.length > 0)
      return { done: true, at: { ...at, links: at.links + report.events }, faults: report.faults };
    if (begun.last === 0) at.streams += 1;
    Object.assign(at, { stream: head.stream, seq: last, hash: hash.toString("hex") });
    if (end < head.seq) return { done: false, at: { ...at, links: at.links + report.events }, faults: [] };
  }
  return { done: true, at: { ...at, links: at.links + report.events }, faults: await strays(ctx.db) };
}

/** When the portal itself recomputed the chain last, and how many faults it found. For whoever reads the trail. */
export async function lastVerified({ db, actor }: Context): Promise<{ at: Date; faults: number } | null> {
  authorise(isStaff(actor, "secretariat", "observer", "administrator") ? yes : hidden);
  const [last] = await db
    .select({
      at: auditEvents.at,
      faults: sql<number>`(convert_from(${auditEvents.payload}, 'UTF8')::jsonb #>> '{details,faults}')::int`,
    })
    .from(auditEvents)
    .where(and(eq(auditEvents.stream, SYSTEM_STREAM), eq(auditEvents.type, "audit.verified")))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return last ?? null;
}

export type ChainReport = {
  streams: number;
  events: number;
  faults: { stream: string; seq: number; what: "hole" | "link" | "hash" | "copy" | "head" | "stray" }[];
};

/**
 * Recomputes every chain from its first link to the head it had at the beginning, so that it can run while events are
 * added; then looks for events that no head knows. Reads in slices, so memory stays flat.
 */
export async function verifyChain(db: Db): Promise<ChainReport> {
  const report: ChainReport = { streams: 0, events: 0, faults: [] };
  for (const head of await db.select().from(auditHeads).orderBy(asc(auditHeads.stream))) {
    report.streams += 1;
    const { last, hash } = await verifyStream(db, head, report);
    if (last !== head.seq || !hash.equals(head.hash))
      report.faults.push({ stream: head.stream, seq: head.seq, what: "head" });
  }
  return { ...report, faults: [...report.faults, ...(await strays(db))] };
}

/** Whether what the trail is shown and narrowed by, which no hash covers, says the same as the payload. */
function isAsRecorded({ payload, type, at, actorId, subjectId }: typeof auditEvents.$inferSelect): boolean {
  try {
    const said = JSON.parse(payload.toString()) as Record<"type" | "at" | "actor" | "subject", string | null>;
    return type === said.type && at.toISOString() === said.at && actorId === said.actor && subjectId === said.subject;
  } catch {
    return false; // not even an event in words
  }
}

/**
 * Events after the head of their stream, or in a stream without one: the last of each. One statement, so that head and
 * events are of one moment.
 */
async function strays(db: Db): Promise<ChainReport["faults"]> {
  const last = max(auditEvents.seq);
  const found = await db
    .select({ stream: auditEvents.stream, seq: last })
    .from(auditEvents)
    .leftJoin(auditHeads, eq(auditHeads.stream, auditEvents.stream))
    .groupBy(auditEvents.stream, auditHeads.seq)
    .having(or(isNull(auditHeads.seq), gt(last, auditHeads.seq)))
    .orderBy(asc(auditEvents.stream));
  return found.map(({ stream, seq }) => ({ stream, seq: seq ?? 0, what: "stray" }));
}

async function verifyStream(
  db: Db,
  { stream, seq: end }: { stream: string; seq: number },
  report: ChainReport,
  begun: { last: number; hash: Buffer } = { last: 0, hash: CHAIN_START },
) {
  let { last, hash } = begun;
  for (;;) {
    const slice = await db
      .select()
      .from(auditEvents)
      .where(and(eq(auditEvents.stream, stream), gt(auditEvents.seq, last), lte(auditEvents.seq, end)))
      .orderBy(asc(auditEvents.seq))
      .limit(1000);
    for (const event of slice) {
      report.events += 1;
      if (event.seq !== last + 1) report.faults.push({ stream, seq: event.seq, what: "hole" });
      if (!event.prev.equals(hash)) report.faults.push({ stream, seq: event.seq, what: "link" });
      if (!linkHash(event.seq, event.prev, event.payload).equals(event.hash))
        report.faults.push({ stream, seq: event.seq, what: "hash" });
      else if (!isAsRecorded(event)) report.faults.push({ stream, seq: event.seq, what: "copy" });
      last = event.seq;
      hash = event.hash;
    }
    if (slice.length < 1000) return { last, hash };
  }
}
