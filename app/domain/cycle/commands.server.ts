import { and, eq, exists, inArray, isNull, ne, notExists, notInArray, or, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cityMembers } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { type CheckPoint, cycles, extensions, levels, type Theme } from "#db/schema/cycle.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { roundLevels, rounds } from "#db/schema/round.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { keepLanguages, type Localised, say } from "#app/i18n/localised.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { Invalid } from "../errors.ts";
import { type Owed, oweAll } from "../notification/commands.server.ts";
import { isTimeZone } from "../programme/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import type { EnteringRules } from "./input.ts";
import { canChangeCycle, canMoveDeadline, canSetEntering, canSetUpCycle, mayMoveDeadline } from "./policy.ts";
import { cycleLocks, getCycle, holdRounds, judgedOf, lockCycle } from "./queries.server.ts";
import { changedParts, changesLocked, type CycleChange, isSudden } from "./rules.ts";

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
  earlyAt?: Date | null;
  resultsExpectedAt?: Date | null;
  timeZone: string;
  endorsement?: "off" | "optional" | "required";
  /** Nobody but staff sees it until its call is published. */
  draft?: boolean;
  graceSeconds?: number;
  reminderDays?: number[];
  autoSubmit?: boolean;
  entryLimit?: number | null;
  frameworkLimit?: number | null;
};

/**
 * Opens an edition of a programme with its levels. Throws Invalid for dates in the wrong order, an unknown zone or an
 * address in use.
 */
export function createCycle(outer: Context<Actor>, { levels: given, draft = false, ...cycle }: NewCycle) {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    if (!isTimeZone(cycle.timeZone)) throw new Invalid({ timeZone: "not-a-zone" });
    if (cycle.opensAt >= cycle.closesAt) throw new Invalid({ closesAt: "wrong-order" });
    const [created] = await ctx.db
      .insert(cycles)
      .values({ ...cycle, createdAt: ctx.now, publishedAt: draft ? null : ctx.now })
      .onConflictDoNothing({ target: cycles.slug })
      .returning();
    if (!created) throw new Invalid({ slug: "slug-taken" });
    if (given.length > 0)
      await ctx.db
        .insert(levels)
        .values(given.map((level, index) => ({ ...level, cycleId: created.id, position: index + 1 })));
    return {
      result: created,
      event: { type: "cycle.created", stream: SYSTEM_STREAM, subjectId: created.id, details: { slug: created.slug } },
    };
  });
}

/** Settles before a call opens which bytes may be late and what becomes of complete drafts at the bell. */
export function setEntering(outer: Context, cycleId: string, rules: EnteringRules): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetEntering(ctx.actor, await lockCycle(ctx, cycleId, "update"), ctx.now));
    await ctx.db.update(cycles).set(rules).where(eq(cycles.id, cycleId));
    return {
      result: undefined,
      event: { type: "cycle.entering-set", stream: SYSTEM_STREAM, subjectId: cycleId, details: rules },
    };
  });
}

/**
 * Changes texts, dates and lists of a cycle. Refuses to touch what the call's publication, its opening or its entries
 * have fixed; the closing moment of a published call moves only by `moveDeadline`, which tells the teams.
 */
export function changeCycle(outer: Context, cycleId: string, given: CycleChange): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpCycle(ctx.actor));
    await lockCycle(ctx, cycleId, "update");
    const cycle = await getCycle(ctx, cycleId);
    const { levels: wanted, ...change } = keepLanguages(given, cycle);
    authorise(
      canChangeCycle(
        ctx.actor,
        cycle,
        changesLocked(cycle, { ...change, levels: wanted }, await cycleLocks(ctx, cycle)),
      ),
    );
    if (change.opensAt >= change.closesAt) throw new Invalid({ closesDate: "wrong-order" });
    if (change.earlyAt && cycle.earlyAt?.getTime() !== change.earlyAt.getTime())
      refuseEarly(change.earlyAt, change, ctx.now);
    await ctx.db.update(cycles).set(change).where(eq(cycles.id, cycleId));
    await setLevels(ctx, cycleId, wanted);
    return {
      result: undefined,
      event: {
        type: "cycle.changed",
        stream: SYSTEM_STREAM,
        subjectId: cycleId,
        details: { changed: changedParts(cycle, { ...change, levels: wanted }) },
      },
    };
  });
}

/** An early date lies ahead and within the call: nobody can be told of one that they have missed. */
function refuseEarly(earlyAt: Date, { opensAt, closesAt }: { opensAt: Date; closesAt: Date }, now: Date): void {
  if (earlyAt <= now) throw new Invalid({ earlyDate: "in-the-past" });
  if (earlyAt <= opensAt || earlyAt >= closesAt) throw new Invalid({ earlyDate: "not-in-the-call" });
}

/** Levels keep their keys, which rounds and results refer to; one that a round awards cannot be taken away. */
async function setLevels({ db }: Context, cycleId: string, wanted: CycleChange["levels"]): Promise<void> {
  const gone =
    wanted.length === 0
      ? sql`true`
      : notInArray(
          levels.key,
          wanted.map(({ key }) => key),
        );
  const awarded = await db
    .select({ key: roundLevels.levelKey })
    .from(roundLevels)
    .innerJoin(rounds, eq(rounds.id, roundLevels.roundId))
    .where(eq(rounds.cycleId, cycleId));
  if (awarded.some(({ key }) => !wanted.some((level) => level.key === key)))
    throw new Invalid({ levels: "level-in-use" });
  await db.delete(levels).where(and(eq(levels.cycleId, cycleId), gone));
  for (const [index, { key, name }] of wanted.entries()) {
    await db
      .insert(levels)
      .values({ cycleId, key, name, position: index + 1 })
      .onConflictDoUpdate({ target: [levels.cycleId, levels.key], set: { name, position: index + 1 } });
  }
}

/**
 * Moves the closing moment for everybody, earlier or later, and tells the teams. The old moment stays on record. Waits
 * for saves and submissions in flight: each of them is judged by the moment that held when it took its lock. Waits for
 * screening, assigning and freezing too, which fix what was entered: 409 after any. What takes time away and leaves
 * little has to be `confirmed`.
 */
export function moveDeadline(
  outer: Context,
  cycleId: string,
  { closesAt, reason, confirmed = false }: { closesAt: Date; reason: string; confirmed?: boolean },
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(mayMoveDeadline(ctx.actor, cycleId));
    const cycle = await lockCycle(ctx, cycleId, "update");
    await holdRounds(ctx, cycleId);
    authorise(canMoveDeadline(ctx.actor, { ...cycle, ...(await judgedOf(ctx, cycleId)) }));
    if (closesAt <= ctx.now) throw new Invalid({ date: "in-the-past" });
    if (closesAt <= cycle.opensAt) throw new Invalid({ date: "wrong-order" });
    if (!confirmed && isSudden(closesAt, cycle, ctx.now)) throw new Invalid({ confirm: "must-accept" });
    const [moved] = await ctx.db
      .insert(extensions)
      .values({ cycleId, oldClosesAt: cycle.closesAt, newClosesAt: closesAt, reason, at: ctx.now, by: ctx.actor.id })
      .returning();
    await ctx.db.update(cycles).set({ closesAt }).where(eq(cycles.id, cycleId));
    await tellTeams(ctx, { ...cycle, closesAt }, moved!, `${publicUrl}/entries`);
    const details = { from: cycle.closesAt.toISOString(), to: closesAt.toISOString() };
    return {
      result: undefined,
      event: { type: "cycle.deadline-moved", stream: SYSTEM_STREAM, subjectId: cycleId, details },
    };
  });
}

/**
 * Everybody who can work on an entry that was not withdrawn, sent or not (a sent entry may be changed until the bell
 * too), who speaks for a city that enters together with it, or who may still answer for one.
 */
async function tellTeams(
  ctx: Context,
  cycle: { id: string; name: Localised; closesAt: Date; timeZone: string },
  moved: { id: string; reason: string },
  link: string,
) {
  const withdrawn = ctx.db.select({ one: sql`1` }).from(withdrawals).where(eq(withdrawals.entryId, entries.id));
  const live = and(eq(entries.cycleId, cycle.id), notExists(withdrawn));
  const enters = ctx.db
    .select({ one: sql`1` })
    .from(entries)
    .where(and(eq(entries.cityId, cityMembers.cityId), live));
  const invitedMember = sql`exists (select 1 from city_members m join accounts a on a.id = m.account_id
    where m.city_id = ${coApplicants.cityId} and a.email = ${coApplicants.email} and a.email_confirmed_at is not null)`;
  const joins = ctx.db
    .select({ one: sql`1` })
    .from(coApplicants)
    .innerJoin(entries, eq(entries.id, coApplicants.entryId))
    .where(
      and(
        eq(coApplicants.cityId, cityMembers.cityId),
        isNull(coApplicants.endedAt),
        or(coApplicants.accepted, and(isNull(coApplicants.accepted), invitedMember)),
        live,
      ),
    );
  const members = ctx.db
    .select({ id: cityMembers.accountId })
    .from(cityMembers)
    .where(and(ne(cityMembers.role, "viewer"), or(exists(enters), exists(joins))));
  const people = await ctx.db
    .select({ id: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(accounts)
    .where(and(inArray(accounts.id, members), isNull(accounts.disabledAt)));
  await oweAll(
    ctx,
    people.map((person): Owed => {
      const locale = localeOr(person.locale);
      const params = {
        cycle: say(cycle.name, locale),
        newDeadline: formatMoment(cycle.closesAt, locale, cycle.timeZone),
        newDeadlineUtc: formatMoment(cycle.closesAt, locale, "UTC"),
        reason: moved.reason,
        link,
      };
      return {
        dedupe: `deadline-moved:${moved.id}:${person.id}`,
        accountId: person.id,
        email: person.email,
        locale,
        kind: "deadline-moved",
        params,
      };
    }),
  );
}
