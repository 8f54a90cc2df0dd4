import { and, desc, eq, gt, gte, isNull, lt, notExists, notInArray, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities } from "#db/schema/city.ts";
import { cycles, extensions } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { interruptions } from "#db/schema/service.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";
import { mayExtend } from "./policy.ts";
import { BEFORE_THE_BELL, type Interruption } from "./rules.ts";

/**
 * An entry that may need more time: whose it is, until when it is open, and nothing of what it says, for it may be a
 * draft. For the secretariat; 404 for entries of one's own city or in conflict.
 */
export async function getExtendable(ctx: Context, entryId: string) {
  const entry = await findExtendable(ctx, entryId);
  if (!entry) throw new NotFound();
  return entry;
}

/** The same, or undefined. */
export async function findExtendable(ctx: Context, entryId: string) {
  authorise(mayExtend(ctx.actor));
  const ownCities = ctx.actor.teams.map(({ cityId }) => cityId);
  const [entry] = await ctx.db
    .select({
      id: entries.id,
      code: entries.code,
      cityId: entries.cityId,
      cityName: cities.name,
      country: cities.country,
      closesAt: entries.closesAt,
      cycle: {
        id: cycles.id,
        name: cycles.name,
        closesAt: cycles.closesAt,
        timeZone: cycles.timeZone,
        graceSeconds: cycles.graceSeconds,
      },
      withdrawn: sql<boolean>`exists (select 1 from withdrawals w where w.entry_id = ${entries.id})`,
      screened: sql<boolean>`exists (select 1 from screenings s where s.entry_id = ${entries.id})`,
      hasRound: sql<boolean>`exists (select 1 from rounds r where r.cycle_id = ${entries.cycleId})`,
      frozen: sql<boolean>`exists (select 1 from freezes f join rounds r on r.id = f.round_id where r.cycle_id = ${entries.cycleId})`,
    })
    .from(entries)
    .innerJoin(cities, eq(cities.id, entries.cityId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .where(
      and(eq(entries.id, entryId), noConflict(ctx, { entryId: entries.id }), notInArray(entries.cityId, ownCities)),
    );
  return entry;
}

/** An entry as `getExtendable`, with every extension it was given, the newest first. */
export async function getExtensions(ctx: Context, entryId: string) {
  const entry = await getExtendable(ctx, entryId);
  const changes = await ctx.db
    .select({
      id: extensions.id,
      from: extensions.oldClosesAt,
      to: extensions.newClosesAt,
      reason: extensions.reason,
      by: accounts.name,
    })
    .from(extensions)
    .innerJoin(accounts, eq(accounts.id, extensions.by))
    .where(eq(extensions.entryId, entryId))
    .orderBy(desc(extensions.at), desc(extensions.id));
  return { entry, changes };
}

/** Times without the portal in the two hours before a call's bell, as far as nobody has moved the bell since. */
export function interruptionsOf(
  { db }: Pick<Context<Actor>, "db">,
  cycle: { id: string; closesAt: Date },
): Promise<Interruption[]> {
  const answered = db
    .select({ one: sql`1` })
    .from(extensions)
    .where(and(eq(extensions.cycleId, cycle.id), isNull(extensions.entryId), gte(extensions.at, interruptions.to)));
  return db
    .select({ from: interruptions.from, to: interruptions.to })
    .from(interruptions)
    .where(
      and(
        lt(interruptions.from, cycle.closesAt),
        gt(interruptions.to, new Date(cycle.closesAt.getTime() - BEFORE_THE_BELL)),
        notExists(answered),
      ),
    )
    .orderBy(interruptions.from);
}
