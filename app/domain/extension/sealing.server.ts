import { and, type Column, eq, not, notExists, type SQL, sql } from "drizzle-orm";
import { logLeaves } from "#db/schema/commitment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { apart } from "../apart.ts";
import { type Actor, type Context, PORTAL } from "../context.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { FORM_SECONDS, SLACK_SECONDS } from "../cycle/rules.ts";
import { sealEntries } from "../proof/seal.server.ts";
import { draftsHoldBack, filesHoldBack } from "../submission/queries.server.ts";
import { transact } from "../transact.server.ts";
import { interruptionsOf } from "./queries.server.ts";
import { isUndecided } from "./rules.ts";

/**
 * Seals the lists of calls that are over, once each: extensions and the window for files included, forms that were on
 * their way at the bell, drafts that the portal itself submits, and what the secretariat decides after an outage. What
 * the clock does, where nobody has to be asked.
 */
export async function sealOverCalls({ db, now }: Pick<Context<Actor>, "db" | "now">): Promise<void> {
  const ctx: Context<typeof PORTAL> = { db, actor: PORTAL, now };
  const isOver = (closesAt: SQL | Column) => sql`${closesAt}
    + make_interval(secs => greatest(${cycles.graceSeconds}, ${FORM_SECONDS}) + ${SLACK_SECONDS})
    < ${now.toISOString()}::timestamptz`;
  const extended = db
    .select({ one: sql`1` })
    .from(entries)
    .where(and(eq(entries.cycleId, cycles.id), not(isOver(entries.closesAt))));
  const over = and(eq(cycles.archived, false), isOver(cycles.closesAt), notExists(extended));
  const sealed = db
    .select({ one: sql`1` })
    .from(logLeaves)
    .where(and(eq(logLeaves.kind, "seal"), eq(logLeaves.cycleId, cycles.id)));
  const due = await db
    .select({ id: cycles.id })
    .from(cycles)
    .where(and(over, notExists(sealed)));
  await apart(due, ({ id }) =>
    transact(ctx, async (inside) => {
      await lockCycle(inside, id, "update");
      const [still] = await inside.db
        .select({ id: cycles.id, closesAt: cycles.closesAt })
        .from(cycles)
        .where(and(eq(cycles.id, id), over));
      const ready = still && !(await isWaiting(inside, still));
      return { result: undefined, event: ready ? await sealEntries(inside, id) : [] };
    }),
  );
}

/**
 * Whether drafts are still to be submitted, files to be decided about, or the secretariat may still decide on more time
 * after an outage.
 */
const isWaiting = async (ctx: Context<Actor>, cycle: { id: string; closesAt: Date }): Promise<boolean> =>
  (await draftsHoldBack(ctx, cycle.id)) ||
  (await filesHoldBack(ctx, cycle.id)) ||
  isUndecided(cycle.closesAt, await interruptionsOf(ctx, cycle), ctx.now);
