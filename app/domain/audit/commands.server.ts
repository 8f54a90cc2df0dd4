import { asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { auditEvents, auditHeads, lostEvents } from "#db/schema/audit.ts";
import type { Actor, Context } from "../context.ts";
import { type AuditEvent, type Head, type LostEvents, SYSTEM_STREAM, type TrailMemory } from "./rules.ts";

/**
 * Compares the audit trail with where it stood when somebody looked last, as the machine beside the database remembers
 * it, and remembers where it stands now. Only what was committed was ever seen, so a crash takes none of it: where an
 * event is missing, or another stands in its place, the database was restored from an older copy, or changed by hand.
 * That is noted, and `transact` refuses from then on. Answers what was noted just now. After `refuseForeign`.
 */
export async function watchTrail(
  { db, now }: Pick<Context<Actor>, "db" | "now">,
  memory: TrailMemory | undefined,
): Promise<LostEvents | null> {
  if (!memory) return null;
  // Before the heads are read: another process may remember what came meanwhile.
  const remembered = memory.lastTrail();
  const heads = await db.select().from(auditHeads).orderBy(asc(auditHeads.stream));
  const accepted = await acceptedIn({ db });
  if (remembered) {
    const events = await missing({ db }, remembered.heads, heads);
    // Another machine on this database may have seen more than the one that noted what somebody has accepted since.
    if (events > 0 && accepted.every((each) => remembered.accepted.includes(each))) {
      const [noted] = await db
        .insert(lostEvents)
        .values({ until: remembered.at, events, at: now })
        .onConflictDoNothing()
        .returning({ events: lostEvents.events, until: lostEvents.until });
      return noted ?? null;
    }
    if (heads.length === remembered.heads.length && heads.every((head, at) => isSame(head, remembered.heads[at]!)))
      return null;
  }
  memory.keepTrail({ at: now, first: remembered?.first ?? (await firstIn({ db })), accepted, heads });
  return null;
}

/** The event by which a database is known from now on: any that begins a stream, because none is ever taken away. */
async function firstIn({ db }: Pick<Context<Actor>, "db">): Promise<Head | null> {
  const [first] = await db
    .select({ stream: auditEvents.stream, seq: auditEvents.seq, hash: auditEvents.hash })
    .from(auditEvents)
    .where(eq(auditEvents.seq, 1))
    .orderBy(asc(auditEvents.at))
    .limit(1);
  return first ?? null;
}

/**
 * Throws where what the machine remembers is of another database, in which nothing may be noted. One whose first events
 * were changed by hand is not another: it holds streams of that name.
 */
export async function refuseForeign(
  { db }: Pick<Context<Actor>, "db">,
  memory: TrailMemory | undefined,
): Promise<void> {
  const remembered = memory?.lastTrail();
  if (!remembered?.first || (await replaced({ db }, [remembered.first])) === 0) return;
  const streams = new Set((await db.select({ stream: auditHeads.stream }).from(auditHeads)).map((each) => each.stream));
  if (remembered.heads.some(({ stream }) => stream !== SYSTEM_STREAM && streams.has(stream))) return;
  throw new Error(
    "trail-seen, beside the key of the log, is of another database than the one that DATABASE_URL names, or of a later " +
      "one than a copy from the first minutes of it. Name the right database; where the file was left by another portal, " +
      "or nothing newer is to be had, move it away.",
  );
}

const isSame = (one: Head, other: Head): boolean =>
  one.stream === other.stream && one.seq === other.seq && one.hash.equals(other.hash);

/** How many events of those that were seen, and of those before them, are not there any more; at least. */
async function missing(
  { db }: Pick<Context<Actor>, "db">,
  seen: readonly Head[],
  heads: readonly Head[],
): Promise<number> {
  const [now, grown] = [new Map(heads.map((head) => [head.stream, head])), [] as Head[]];
  let lost = 0;
  for (const head of seen) {
    const held = now.get(head.stream);
    if (!held || held.seq < head.seq) lost += head.seq - (held?.seq ?? 0);
    else if (held.seq > head.seq) grown.push(head);
    else if (!held.hash.equals(head.hash)) lost += 1;
  }
  return lost + (grown.length > 0 ? await replaced({ db }, grown) : 0);
}

/** In how many of these streams another event stands where one was seen, or none. */
async function replaced({ db }: Pick<Context<Actor>, "db">, seen: readonly Head[]): Promise<number> {
  const [{ held } = { held: 0 }] = await db.execute<{ held: number }>(sql`
    select count(*)::int as held
    from json_to_recordset(${JSON.stringify(seen.map(({ hash, ...head }) => ({ ...head, hash: hash.toString("hex") })))})
      as seen(stream text, seq bigint, hash text)
    join ${auditEvents} e on e.stream = seen.stream and e.seq = seen.seq and e.hash = decode(seen.hash, 'hex')`);
  return seen.length - held;
}

/** Which losses somebody has accepted. */
async function acceptedIn({ db }: Pick<Context<Actor>, "db">): Promise<string[]> {
  const rows = await db
    .select({ until: lostEvents.until })
    .from(lostEvents)
    .where(isNotNull(lostEvents.acceptedAt))
    .orderBy(asc(lostEvents.until));
  return rows.map(({ until }) => until.toISOString());
}

/** Goes on without the events that are missing; says in the audit trail how many, and why. Inside a `transact`. */
export async function acceptLostEvents(
  { db, now }: Context<Actor>,
  reason: string,
): Promise<{ lost: LostEvents[]; event: AuditEvent[] }> {
  const lost = await db
    .update(lostEvents)
    .set({ acceptedAt: now, reason })
    .where(isNull(lostEvents.acceptedAt))
    .returning({ events: lostEvents.events, until: lostEvents.until });
  return {
    lost,
    event: lost.map(({ events, until }) => ({
      type: "log.restored",
      stream: SYSTEM_STREAM,
      subjectId: null,
      details: { events, until: until.toISOString() },
    })),
  };
}
