import { and, eq, exists, inArray, isNull, ne, notExists, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { cityMembers } from "#db/schema/city.ts";
import { type CheckPoint, cycles, extensions, levels, type Theme } from "#db/schema/cycle.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { rounds } from "#db/schema/round.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { DEFAULT_LOCALE, isLocale } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Invalid } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canMoveDeadline, canSetUpCycle, mayMoveDeadline } from "./policy.ts";
import { lockCycle } from "./queries.server.ts";
import { isTimeZone } from "./rules.ts";

export type NewCycle = {
  programmeId: string;
  slug: string;
  number: number;
  year: number;
  name: Localised;
  call: Localised;
  prize?: Localised | null;
  codePrefix: string;
  themes: Theme[];
  checklist?: CheckPoint[];
  /** Best first. */
  levels: { key: string; name: Localised }[];
  opensAt: Date;
  closesAt: Date;
  resultsExpectedAt?: Date | null;
  timeZone: string;
  archived?: boolean;
};

/** Opens an edition of a programme with its levels. Throws Invalid for dates in the wrong order, an unknown zone or an address in use. */
export function createCycle(outer: Context<Actor>, { levels: given, ...cycle }: NewCycle) {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    if (!isTimeZone(cycle.timeZone)) throw new Invalid({ timeZone: "not-a-zone" });
    if (cycle.opensAt >= cycle.closesAt) throw new Invalid({ closesAt: "wrong-order" });
    const [created] = await ctx.db.insert(cycles).values({ ...cycle, createdAt: ctx.now }).onConflictDoNothing({ target: cycles.slug }).returning();
    if (!created) throw new Invalid({ slug: "slug-taken" });
    if (given.length > 0) await ctx.db.insert(levels).values(given.map((level, index) => ({ ...level, cycleId: created.id, position: index + 1 })));
    return { result: created, event: { type: "cycle.created", stream: SYSTEM_STREAM, subjectId: created.id, details: { slug: created.slug } } };
  });
}

/**
 * Moves the closing moment for everybody, earlier or later, and tells the teams. The old moment stays on record.
 * Waits for saves and submissions in flight: each of them is judged by the moment that held when it took its lock.
 */
export function moveDeadline(outer: Context, cycleId: string, { closesAt, reason }: { closesAt: Date; reason: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayMoveDeadline(ctx.actor, cycleId));
    const cycle = await lockCycle(ctx, cycleId, "update");
    authorise(canMoveDeadline(ctx.actor, { ...cycle, assigned: await hasAssignments(ctx, cycleId) }));
    if (closesAt <= ctx.now) throw new Invalid({ date: "in-the-past" });
    if (closesAt <= cycle.opensAt) throw new Invalid({ date: "wrong-order" });
    const [moved] = await ctx.db.insert(extensions)
      .values({ cycleId, oldClosesAt: cycle.closesAt, newClosesAt: closesAt, reason, at: ctx.now, by: ctx.actor.id }).returning();
    await ctx.db.update(cycles).set({ closesAt }).where(eq(cycles.id, cycleId));
    await tellTeams(ctx, { ...cycle, closesAt }, moved!);
    const details = { from: cycle.closesAt.toISOString(), to: closesAt.toISOString() };
    return { result: undefined, event: { type: "cycle.deadline-moved", stream: SYSTEM_STREAM, subjectId: cycleId, details } };
  });
}

async function hasAssignments({ db }: Context, cycleId: string): Promise<boolean> {
  const ended = db.select({ one: sql`1` }).from(recusals).where(eq(recusals.assignmentId, assignments.id));
  const [found] = await db.select({ id: assignments.id }).from(assignments).innerJoin(rounds, eq(rounds.id, assignments.roundId))
    .where(and(eq(rounds.cycleId, cycleId), notExists(ended))).limit(1);
  return found !== undefined;
}

/** Everybody who can work on an entry that was not withdrawn, sent or not: a sent entry may be changed until the bell too. */
async function tellTeams(ctx: Context, cycle: { id: string; name: Localised; closesAt: Date; timeZone: string }, moved: { id: string; reason: string }) {
  const withdrawn = ctx.db.select({ one: sql`1` }).from(withdrawals).where(eq(withdrawals.entryId, entries.id));
  const enters = ctx.db.select({ one: sql`1` }).from(entries).where(and(eq(entries.cityId, cityMembers.cityId), eq(entries.cycleId, cycle.id), notExists(withdrawn)));
  const members = ctx.db.select({ id: cityMembers.accountId }).from(cityMembers).where(and(ne(cityMembers.role, "viewer"), exists(enters)));
  const people = await ctx.db.select({ id: accounts.id, email: accounts.email, locale: accounts.locale }).from(accounts)
    .where(and(inArray(accounts.id, members), isNull(accounts.disabledAt)));
  for (const person of people) {
    const locale = isLocale(person.locale) ? person.locale : DEFAULT_LOCALE;
    const params = {
      cycle: say(cycle.name, locale), newDeadline: formatMoment(cycle.closesAt, locale, cycle.timeZone), newDeadlineUtc: formatMoment(cycle.closesAt, locale, "UTC"),
      reason: moved.reason,
    };
    await owe(ctx, { dedupe: `deadline-moved:${moved.id}:${person.id}`, accountId: person.id, email: person.email, locale, kind: "deadline-moved", params });
  }
}
