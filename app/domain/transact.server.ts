import { sql } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";
import { databaseCode } from "#db/fault.ts";
import { prepared } from "#db/prepared.server.ts";
import { type AuditEvent, canonical } from "./audit/rules.ts";
import type { Actor, Context } from "./context.ts";
import { Refused } from "./errors.ts";

const append = prepared(
  "audit_append",
  () => sql`select audit_append(${sql.placeholder("stream")}, convert_to(${sql.placeholder("payload")}, 'UTF8'))`,
);

/**
 * SQLSTATEs of what Postgres has undone because of somebody else, and would do if asked again: a deadlock, a failed
 * serialisation, a kept plan of a table that somebody changed since.
 */
const UNDONE = ["40P01", "40001", "0A000"];
const ATTEMPTS = 4;
const isLacking = prepared(
  "database_is_lacking",
  () => sql`select 1 from log_lost_states where accepted_at is null
    union all select 1 from audit_lost_events where accepted_at is null limit 1`,
);
/** The SQLSTATE by which `audit_append` refuses while the database lacks what was signed or seen (`isLacking`). */
const LACKING = "KP001";

type Recorded<Result> = { result: Result; event: AuditEvent | AuditEvent[] };

/**
 * The only way to write. The callback must say what happened, so no change can go unrecorded. Events are appended last,
 * in stream order: the chain's row lock is held only until commit, and two writers never wait crosswise. What Postgres
 * undoes because of somebody else is run again, from the start, a few times: the callback touches nothing but the
 * database. Not inside another transaction, whose locks would be held on: there it is the outermost that is run again.
 */
export async function transact<A extends Actor, Result>(
  outer: Context<A>,
  work: (ctx: Context<A>) => Promise<Recorded<Result>>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptOnce(outer, work);
    } catch (error) {
      if (databaseCode(error) === LACKING) throw new Refused("database-restored", "to-nobody");
      const again = UNDONE.includes(databaseCode(error) ?? "") && !(outer.db instanceof PgTransaction);
      if (!again || attempt === ATTEMPTS) throw error;
      await standBack(attempt);
    }
  }
}

/**
 * Whoever waited for what was let go takes it first. Run again at once on a busy machine, one would take it from under
 * them, and both would wait for each other anew.
 */
const standBack = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt * (0.5 + Math.random() / 2)));

function attemptOnce<A extends Actor, Result>(
  outer: Context<A>,
  work: (ctx: Context<A>) => Promise<Recorded<Result>>,
): Promise<Result> {
  return outer.db.transaction(async (tx) => {
    const { result, event } = await work({ ...outer, db: tx });
    const events = [event].flat().sort((a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0));
    // `audit_append` asks for itself. What leaves no event would write on, and tell that there was nothing to say.
    if (events.length === 0 && (await isLacking(tx, {})).length > 0)
      throw new Refused("database-restored", "to-nobody");
    for (const each of events) {
      const payload = {
        type: each.type,
        at: outer.now.toISOString(),
        actor: outer.actor.id,
        subject: each.subjectId,
        details: each.details ?? {},
      };
      await append(tx, { stream: each.stream, payload: canonical(payload) });
    }
    return result;
  });
}
