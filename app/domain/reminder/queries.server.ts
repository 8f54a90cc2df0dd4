import { and, asc, eq, gt, inArray, isNotNull, isNull, like, lte, ne, notExists, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cityMembers } from "#db/schema/city.ts";
import { inConflictWith } from "#db/schema/conflict.ts";
import { cycles, sentReminders } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { missingReviews, reviewerProgress } from "../assignment/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import type { Owed } from "../notification/commands.server.ts";
import { canSetUpRound } from "../round/policy.ts";
import type { Round } from "../round/queries.server.ts";
import { isAnyDraftOf, isDraftOf } from "../screening/queries.server.ts";
import { authorise } from "../verdict.ts";
import { REMINDER_PAUSE, reminderMoments, reminderOf, type ReminderPlan } from "./rules.ts";

/** The letters that would go out now, and how many people are left out because they were reminded within a day. */
export type Reminders = { letters: Owed[]; resting: number };

type Call = { id: string; name: Localised; closesAt: Date; timeZone: string };

/**
 * To everybody who can work on a draft of the call: one letter a person, however many drafts. Without teams the reader
 * is in conflict with.
 */
export async function draftReminders(ctx: Context, cycle: Call, publicUrl: string): Promise<Reminders> {
  authorise(canSetUpCycle(ctx.actor));
  return remindersAbout(ctx, isDraftOf(ctx, cycle.id), cycle, publicUrl);
}

/** As `draftReminders`, of every draft: for the portal, which has no conflicts. */
export const allDraftReminders = (ctx: Context<Actor>, cycle: Call, publicUrl: string): Promise<Reminders> =>
  remindersAbout(ctx, isAnyDraftOf(cycle.id), cycle, publicUrl);

/** Calls that are open, for the portal. */
export function openCalls({ db, now }: Context<Actor>) {
  return db
    .select({ id: cycles.id, opensAt: cycles.opensAt, closesAt: cycles.closesAt, reminderDays: cycles.reminderDays })
    .from(cycles)
    .where(
      and(
        isNotNull(cycles.publishedAt),
        eq(cycles.archived, false),
        lte(cycles.opensAt, now),
        gt(cycles.closesAt, now),
      ),
    );
}

/**
 * When the portal reminds of drafts of a call by itself, and what became of it. For whoever may read the cycle: not how
 * many letters went out where that would tell of an entry they are in conflict with.
 */
export async function reminderSchedule({ db, actor }: Context, cycle: ReminderPlan & { id: string }) {
  const letters = sql<
    number | null
  >`case when not exists (${inConflictWith(actor.id)}) then ${sentReminders.letters} end`;
  const sent = await db
    .select({ days: sentReminders.days, at: sentReminders.at, letters })
    .from(sentReminders)
    .where(and(eq(sentReminders.cycleId, cycle.id), eq(sentReminders.closesAt, cycle.closesAt)));
  return reminderMoments(cycle).map((planned) => ({
    ...planned,
    sent: sent.find(({ days }) => days === planned.days) ?? null,
  }));
}

async function remindersAbout(ctx: Context<Actor>, which: SQL, cycle: Call, publicUrl: string): Promise<Reminders> {
  const people = await ctx.db
    .select({
      id: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      codes: sql<string[]>`json_agg(${entries.code} order by ${entries.code})`,
    })
    .from(entries)
    .innerJoin(cityMembers, eq(cityMembers.cityId, entries.cityId))
    .innerJoin(accounts, eq(accounts.id, cityMembers.accountId))
    .where(and(which, ne(cityMembers.role, "viewer"), isNull(accounts.disabledAt)))
    .groupBy(accounts.id)
    .orderBy(asc(accounts.email));
  return rested(ctx, reminderOf("drafts", cycle.id), people, (person) => {
    const locale = localeOr(person.locale);
    const deadline = {
      deadline: formatMoment(cycle.closesAt, locale, cycle.timeZone),
      deadlineUtc: formatMoment(cycle.closesAt, locale, "UTC"),
    };
    return {
      kind: "reminder-drafts",
      params: {
        cycle: say(cycle.name, locale),
        codes: person.codes.join(textsOf(locale).ui.comma),
        ...deadline,
        link: `${publicUrl}/entries`,
      },
    };
  });
}

/**
 * To every reviewer of the round whose reviews are not all in, as far as the reader may know. The letters tell how many
 * are missing: as many as the reader may know of, in a preview, or the number of `told`, which is each reviewer's own.
 */
export async function reviewReminders(
  ctx: Context,
  round: Pick<Round, "id" | "name" | "closesAt" | "cycle">,
  publicUrl: string,
  told?: ReadonlyMap<string, number>,
): Promise<Reminders> {
  authorise(canSetUpRound(ctx.actor, round.id));
  const missing = new Map(
    (await reviewerProgress(ctx, round.id)).flatMap(({ accountId, assigned, submitted }) =>
      assigned > submitted && (told?.has(accountId) ?? true) ? [[accountId, assigned - submitted] as const] : [],
    ),
  );
  return remindersOf(ctx, { ...round, timeZone: round.cycle.timeZone }, missing, publicUrl, told);
}

/** Rounds that take scores, for the portal. */
export function scoringRounds({ db, now }: Context<Actor>) {
  const frozen = db.select({ one: sql`1` }).from(freezes).where(eq(freezes.roundId, rounds.id));
  return db
    .select({
      id: rounds.id,
      name: rounds.name,
      opensAt: rounds.opensAt,
      closesAt: rounds.closesAt,
      timeZone: cycles.timeZone,
    })
    .from(rounds)
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .where(and(eq(cycles.archived, false), lte(rounds.opensAt, now), gt(rounds.closesAt, now), notExists(frozen)));
}

/**
 * As `reviewReminders`, of every review that is missing, to whoever has had one for a day: for the portal, which has no
 * conflicts.
 */
export async function allReviewReminders(ctx: Context<Actor>, round: Judged, publicUrl: string): Promise<Reminders> {
  return remindersOf(
    ctx,
    round,
    await missingReviews(ctx, round.id, new Date(ctx.now.getTime() - REMINDER_PAUSE)),
    publicUrl,
  );
}

type Judged = { id: string; name: Localised; closesAt: Date; timeZone: string };

async function remindersOf(
  ctx: Context<Actor>,
  round: Judged,
  missing: ReadonlyMap<string, number>,
  publicUrl: string,
  told: ReadonlyMap<string, number> = missing,
): Promise<Reminders> {
  const people =
    missing.size === 0
      ? []
      : await ctx.db
          .select({ id: accounts.id, email: accounts.email, locale: accounts.locale })
          .from(accounts)
          .where(and(inArray(accounts.id, [...missing.keys()]), isNull(accounts.disabledAt)))
          .orderBy(asc(accounts.email));
  return rested(ctx, reminderOf("reviews", round.id), people, (person) => {
    const locale = localeOr(person.locale);
    const deadline = {
      deadline: formatMoment(round.closesAt, locale, round.timeZone),
      deadlineUtc: formatMoment(round.closesAt, locale, "UTC"),
    };
    return {
      kind: "reminder-reviews",
      params: {
        round: say(round.name, locale),
        missing: formatNumber(told.get(person.id)!, locale),
        ...deadline,
        link: `${publicUrl}/judging/rounds/${round.id}`,
      },
    };
  });
}

type Addressee = { id: string; email: string; locale: string };

/** Letters to those who have not had one about the same within a day. */
export async function rested<P extends Addressee>(
  ctx: Context<Actor>,
  about: string,
  people: P[],
  letter: (person: P) => Pick<Owed, "kind" | "params">,
): Promise<Reminders> {
  const recent = await ctx.db
    .selectDistinct({ id: notifications.accountId })
    .from(notifications)
    .where(
      and(
        like(notifications.dedupe, `${about}:%`),
        gt(notifications.createdAt, new Date(ctx.now.getTime() - REMINDER_PAUSE)),
      ),
    );
  const due = people.filter(({ id }) => !recent.some((each) => each.id === id));
  const letters = due.map(
    (person) =>
      ({
        dedupe: `${about}:${person.id}:${ctx.now.toISOString()}`,
        accountId: person.id,
        email: person.email,
        locale: localeOr(person.locale),
        ...letter(person),
      }) as Owed,
  );
  return { letters, resting: people.length - due.length };
}
