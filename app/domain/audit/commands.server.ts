import { and, asc, inArray, isNotNull, isNull } from "drizzle-orm";
import { auditEvents, auditHeads, lostEvents } from "#db/schema/audit.ts";
import type { Actor, Context } from "../context.ts";
import { type AuditEvent, type Head, type LostEvents, SYSTEM_STREAM, type TrailMemory } from "./rules.ts";

/**
 * Compares the audit trail with where it stood when somebody looked last, as the machine beside the database remembers
 * it, and remembers where it stands now. Only what was committed was ever seen, so a crash takes none of it: where an
 * event is missing, or another stands in its place, the database was restored from an older copy, or changed by hand.
 * That is noted, and `transact` refuses from then on. Answers what was noted just now.
 */
export async function watchTrail(
  { db, now }: Pick<Context<Actor>, "db" | "now">,
  memory: TrailMemory | undefined,
): Promise<LostEvents | null> {
  if (!memory) return null;
  // Before the heads are read: another process may remember what came meanwhile.
  const remembered = memory.lastTrail();
  const heads = await db.select().from(auditHeads).orderBy(asc(auditHeads.stream));
  if (remembered) {
    const events = await missing({ db }, remembered.heads, heads);
    if (events > 0 && !(await isAccepted({ db }, remembered.at))) {
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
  memory.keepTrail({ at: now, heads });
  return null;
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
  for (let start = 0; start < grown.length; start += 1000)
    lost += await replaced({ db }, grown.slice(start, start + 1000));
  return lost;
}

/** In how many streams that have grown since another event stands where one was seen. */
async function replaced({ db }: Pick<Context<Actor>, "db">, grown: readonly Head[]): Promise<number> {
  const place = ({ stream, seq }: Pick<Head, "stream" | "seq">) => `${stream} ${seq}`;
  const there = await db
    .select({ stream: auditEvents.stream, seq: auditEvents.seq, hash: auditEvents.hash })
    .from(auditEvents)
    .where(
      and(
        inArray(
          auditEvents.stream,
          grown.map(({ stream }) => stream),
        ),
        inArray(auditEvents.seq, [...new Set(grown.map(({ seq }) => seq))]),
      ),
    );
  const hashes = new Map(there.map((event) => [place(event), event.hash]));
  return grown.filter((head) => !hashes.get(place(head))?.equals(head.hash)).length;
}

/**
 * Whether somebody has accepted that what was there at that moment is missing: also where another machine on this
 * database had seen more of it than the one that noted it.
 */
async function isAccepted({ db }: Pick<Context<Actor>, "db">, seenAt: Date): Promise<boolean> {
  const accepted = await db
    .select({ until: lostEvents.until, at: lostEvents.acceptedAt })
    .from(lostEvents)
    .where(isNotNull(lostEvents.acceptedAt));
  return accepted.some(({ until, at }) => seenAt <= until || seenAt <= at!);
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
