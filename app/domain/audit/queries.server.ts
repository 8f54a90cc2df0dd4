import { and, asc, desc, eq, gt, isNull, lte, max, or, type SQL, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { auditEvents, auditHeads } from "#db/schema/audit.ts";
import { accounts } from "#db/schema/account.ts";
import { assignments } from "#db/schema/assignment.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { reviews } from "#db/schema/review.ts";
import { type Actor, type Context, isStaff } from "../context.ts";
import { authorise, hidden, yes } from "../verdict.ts";
import { CHAIN_START, type Json, linkHash } from "./rules.ts";

export const EVENTS_PER_PAGE = 50;

/**
 * The audit trail, newest first, for the secretariat, observers and (system events) administrators. What concerns an entry the reader is in
 * conflict with is absent; what concerns a whole round then comes without details, whose counts would tell of the absent one.
 */
export async function auditTrail(ctx: Context, filter: { subjectId?: string; actorId?: string; page: number }) {
  const readsAll = isStaff(ctx.actor, "secretariat", "observer");
  authorise(readsAll || isStaff(ctx.actor, "administrator") ? yes : hidden);
  const conditions: (SQL | undefined)[] = [
    readsAll ? undefined : eq(auditEvents.stream, "system"),
    isNotOf(hiddenFrom(ctx)),
    filter.subjectId ? eq(auditEvents.subjectId, filter.subjectId) : undefined,
    filter.actorId ? eq(auditEvents.actorId, filter.actorId) : undefined,
  ];
  return ctx.db
    .select({ stream: auditEvents.stream, seq: auditEvents.seq, at: auditEvents.at, type: auditEvents.type, actorId: auditEvents.actorId,
      actorName: accounts.name, subjectId: auditEvents.subjectId,
      details: sql<{ [key: string]: Json }>`case when ${auditEvents.stream} like 'round:%' and exists (${hiddenFrom(ctx)}) then '{}' else convert_from(${auditEvents.payload}, 'UTF8')::jsonb -> 'details' end` })
    .from(auditEvents)
    .leftJoin(accounts, eq(accounts.id, auditEvents.actorId))
    .where(and(...conditions))
    .orderBy(desc(auditEvents.at), asc(auditEvents.stream), desc(auditEvents.seq))
    .limit(EVENTS_PER_PAGE + 1)
    .offset((filter.page - 1) * EVENTS_PER_PAGE);
}

/** SQL: the entries that a conflict hides from the actor. */
const hiddenFrom = ({ actor }: Context): SQL => sql`select sc.entry_id from ${standingConflicts} sc where sc.account_id = ${actor.id}`;

/** SQL: an event of none of these entries, nor of their assignments and reviews, by its stream, its subject or an id in its details. */
function isNotOf(hidden: SQL): SQL {
  const details = sql`jsonb_path_query(convert_from(${auditEvents.payload}, 'UTF8')::jsonb -> 'details', '$.*')`;
  return sql`(${auditEvents.stream} in (select 'entry:' || h.entry_id from (${hidden}) h)
    or ${auditEvents.subjectId} in (with hidden as (${hidden}) select entry_id from hidden
      union all select a.id from ${assignments} a join hidden h on h.entry_id = a.entry_id
      union all select v.id from ${reviews} v join ${assignments} a on a.id = v.assignment_id join hidden h on h.entry_id = a.entry_id)
    or exists (select 1 from ${details} d where d #>> '{}' in (with hidden as (${hidden}) select entry_id::text from hidden
      union all select a.id::text from ${assignments} a join hidden h on h.entry_id = a.entry_id))) is not true`;
}

export type ChainReport = { streams: number; events: number; faults: { stream: string; seq: number; what: "hole" | "link" | "hash" | "head" | "stray" }[] };

/**
 * Recomputes every chain from its first link to the head it had at the beginning, so that it can run while events are added; then looks for
 * events that no head knows. Reads in slices, so memory stays flat.
 */
export async function verifyChain(db: Db): Promise<ChainReport> {
  const report: ChainReport = { streams: 0, events: 0, faults: [] };
  for (const head of await db.select().from(auditHeads).orderBy(asc(auditHeads.stream))) {
    report.streams += 1;
    const { last, hash } = await verifyStream(db, head, report);
    if (last !== head.seq || !hash.equals(head.hash)) report.faults.push({ stream: head.stream, seq: head.seq, what: "head" });
  }
  return { ...report, faults: [...report.faults, ...(await strays(db))] };
}

/** Events after the head of their stream, or in a stream without one: the last of each. One statement, so that head and events are of one moment. */
async function strays(db: Db): Promise<ChainReport["faults"]> {
  const last = max(auditEvents.seq);
  const found = await db.select({ stream: auditEvents.stream, seq: last }).from(auditEvents).leftJoin(auditHeads, eq(auditHeads.stream, auditEvents.stream))
    .groupBy(auditEvents.stream, auditHeads.seq).having(or(isNull(auditHeads.seq), gt(last, auditHeads.seq))).orderBy(asc(auditEvents.stream));
  return found.map(({ stream, seq }) => ({ stream, seq: seq ?? 0, what: "stray" }));
}

async function verifyStream(db: Db, { stream, seq: end }: { stream: string; seq: number }, report: ChainReport) {
  let last = 0;
  let hash: Buffer = CHAIN_START;
  for (;;) {
    const slice = await db.select().from(auditEvents)
      .where(and(eq(auditEvents.stream, stream), gt(auditEvents.seq, last), lte(auditEvents.seq, end))).orderBy(asc(auditEvents.seq)).limit(1000);
    for (const event of slice) {
      report.events += 1;
      if (event.seq !== last + 1) report.faults.push({ stream, seq: event.seq, what: "hole" });
      if (!event.prev.equals(hash)) report.faults.push({ stream, seq: event.seq, what: "link" });
      if (!linkHash(event.seq, event.prev, event.payload).equals(event.hash)) report.faults.push({ stream, seq: event.seq, what: "hash" });
      last = event.seq;
      hash = event.hash;
    }
    if (slice.length < 1000) return { last, hash };
  }
}

/** What happened to one thing, oldest first, without its payload. For tests and for pages that show a history. */
export function eventsOf({ db }: Pick<Context<Actor>, "db">, subjectId: string) {
  return db.select({ type: auditEvents.type, at: auditEvents.at, actorId: auditEvents.actorId }).from(auditEvents)
    .where(eq(auditEvents.subjectId, subjectId)).orderBy(asc(auditEvents.at), asc(auditEvents.seq));
}
