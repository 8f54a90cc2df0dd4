import { and, asc, eq, gte, isNull, like, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { entries } from "#db/schema/entry.ts";
import { meetingDates } from "#db/schema/meeting.ts";
import { notifications } from "#db/schema/notification.ts";
import { formatDayAndMoment, formatLength } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { canonical, sha256 } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { type Owed, oweAll, withdraw } from "../notification/commands.server.ts";
import { seenOf } from "../notification/rules.ts";
import { getRound, isInRound, lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow, yes } from "../verdict.ts";
import { eventOf } from "./commands.server.ts";
import type { MeetingDate } from "./input.ts";
import { canFollowMeetings, canSetDate } from "./policy.ts";
import { isComing, staysFor } from "./queries.server.ts";

const DAY = 86_400_000;

/** Two letters of one date never are under one name: a change counts its sequence on. */
const lettersOf = (dateId: string) => `meeting-date:${dateId}`;

/** When the panel of a round is called to meet, until the day after, and whether the actor may call it. */
export async function datesOf(ctx: Context, roundId: string) {
  authorise(canFollowMeetings(ctx.actor, roundId));
  const { id, name, frozenAt, cycle } = await getRound(ctx, roundId);
  const found = await ctx.db
    .select()
    .from(meetingDates)
    .where(and(eq(meetingDates.roundId, roundId), gte(meetingDates.startsAt, new Date(ctx.now.getTime() - DAY))))
    .orderBy(asc(meetingDates.startsAt), asc(meetingDates.id));
  return {
    round: { id, name, timeZone: cycle.timeZone },
    frozen: frozenAt !== null,
    dates: found.map((date) => ({
      id: date.id,
      startsAt: date.startsAt,
      minutes: date.minutes,
      place: date.place,
      agenda: date.agenda,
      cancelled: date.cancelledAt !== null,
      changing: canSetDate(ctx.actor, { roundId, standing: date, now: ctx.now }),
    })),
    setting: canSetDate(ctx.actor, { roundId, standing: null, now: ctx.now }),
  };
}

/** A date to which a panel was called, for those who call it. 404 for others. */
export async function dateOf(ctx: Context, dateId: string) {
  const standing = await dateIn(ctx, dateId);
  if (!standing) throw new NotFound();
  authorise(canSetDate(ctx.actor, { roundId: standing.roundId, standing: null, now: ctx.now }));
  const { id, name, cycle } = await getRound(ctx, standing.roundId);
  return {
    date: standing,
    round: { id, name, timeZone: cycle.timeZone },
    changing: canSetDate(ctx.actor, { roundId: id, standing, now: ctx.now }),
  };
}

/**
 * The letters that would go out for a date as it is written, and what stands for exactly these: to the panel and the
 * secretariat, in each reader's language, without those who have been told just this. They say the same to everybody.
 */
export async function lettersForDate(ctx: Context, given: Given, publicUrl: string) {
  const standing = await dateIn(ctx, given.id);
  if (standing && standing.roundId !== given.roundId) throw new NotFound();
  authorise(canSetDate(ctx.actor, { roundId: given.roundId, standing, now: ctx.now }));
  await refuseNames(ctx, given);
  const changed = standing !== null && !isSame(standing, given.date);
  const sequence = (standing?.sequence ?? 0) + (changed ? 1 : 0);
  const { told, current } = await toldOf(ctx, given.id, sequence);
  const people = await readers(ctx, isComing(given.roundId));
  const asked = people.filter(({ accountId }) => !current.has(accountId));
  const write = await writer(ctx, { ...given, sequence }, publicUrl);
  const letters = asked.map((person) =>
    write(person, told.has(person.accountId) ? "meeting-changed" : "meeting-called"),
  );
  return {
    letters,
    changed,
    sequence,
    standing,
    seen: seenOf(letters),
    telling: letters.length === 0 ? notNow("nobody-to-tell") : yes,
  };
}
type Given = { id: string; roundId: string; date: MeetingDate };

/**
 * Calls the panel to a meeting, or changes when, where and for what it was called, and owes the letters that were
 * previewed. The same again changes nothing. 409 once it has begun; "recipients-changed" where the letters are not
 * those that were `seen`, "names-an-entry" where they would name one.
 */
export function setDate(outer: Context, given: Given & { seen: string }, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetDate(ctx.actor, { roundId: given.roundId, standing: null, now: ctx.now }));
    await lockRound(ctx, given.roundId, "update");
    const before = await dateIn(ctx, given.id);
    // First, so that none of them is on its way when it is asked who was told.
    if (before && !isSame(before, given.date)) await withdraw(ctx, lettersOf(given.id));
    const { letters, seen, changed, sequence, standing } = await lettersForDate(ctx, given, publicUrl);
    if (letters.length === 0 && !changed) return { result: undefined, event: [] };
    if (seen !== given.seen) throw new Invalid({ date: "recipients-changed" });
    const values = { ...given.date, sequence };
    await (standing
      ? ctx.db.update(meetingDates).set(values).where(eq(meetingDates.id, given.id))
      : ctx.db
          .insert(meetingDates)
          .values({ ...values, id: given.id, roundId: given.roundId, setAt: ctx.now, setBy: ctx.actor.id }));
    await oweAll(ctx, letters);
    const { startsAt, minutes } = given.date;
    const textSha256 = sha256(canonical({ place: given.date.place, agenda: given.date.agenda }));
    const details = { startsAt: startsAt.toISOString(), minutes, sequence, letters: letters.length, textSha256 };
    const type = changed ? "meeting.date-changed" : "meeting.date-set";
    return { result: undefined, event: eventOf(given, type, given.id, details) };
  });
}

/** The letters that would tell everybody who was called that the meeting is cancelled. */
export async function lettersOfCancellation(ctx: Context, dateId: string, publicUrl: string) {
  const { date, round, changing } = await dateOf(ctx, dateId);
  const { told } = await toldOf(ctx, dateId, date.sequence);
  const people = (await readers(ctx)).filter(({ accountId }) => told.has(accountId));
  const about = { id: dateId, roundId: date.roundId, date, sequence: date.sequence + 1 };
  const write = await writer(ctx, about, publicUrl);
  const letters = people.map((person) => write(person, "meeting-cancelled"));
  return { letters, round, date, cancelling: changing };
}

/** Cancels a meeting and tells everybody who was called; said twice it is done once. 409 once it has begun. */
export function cancelDate(outer: Context, dateId: string, publicUrl: string): Promise<string> {
  return transact(outer, async (ctx) => {
    const known = await dateIn(ctx, dateId);
    if (!known) throw new NotFound();
    authorise(canSetDate(ctx.actor, { roundId: known.roundId, standing: null, now: ctx.now }));
    await lockRound(ctx, known.roundId, "update");
    if ((await dateIn(ctx, dateId))?.cancelledAt) return { result: known.roundId, event: [] };
    await withdraw(ctx, lettersOf(dateId));
    const { letters, date, cancelling } = await lettersOfCancellation(ctx, dateId, publicUrl);
    authorise(cancelling);
    const cancelled = { cancelledAt: ctx.now, sequence: date.sequence + 1 };
    await ctx.db.update(meetingDates).set(cancelled).where(eq(meetingDates.id, dateId));
    await oweAll(ctx, letters);
    const details = { letters: letters.length };
    return { result: date.roundId, event: eventOf(date, "meeting.date-cancelled", dateId, details) };
  });
}

async function dateIn({ db }: Pick<Context, "db">, dateId: string) {
  const [found] = await db.select().from(meetingDates).where(eq(meetingDates.id, dateId));
  return found ?? null;
}

const isSame = (one: MeetingDate, other: MeetingDate): boolean =>
  one.startsAt.getTime() === other.startsAt.getTime() &&
  one.minutes === other.minutes &&
  one.place === other.place &&
  one.agenda === other.agenda;

/**
 * The letters about a date by whom they are for: whoever has one that is out, or on its way, was `told` of the date;
 * `current` of them know it under a number of its changes.
 */
async function toldOf({ db }: Context, dateId: string, sequence: number) {
  const letters = await db
    .select({ accountId: notifications.accountId, dedupe: notifications.dedupe, attempts: notifications.attempts })
    .from(notifications)
    .where(like(notifications.dedupe, `${lettersOf(dateId)}:%`));
  const of = (some: typeof letters) => new Set(some.flatMap(({ accountId }) => accountId ?? []));
  return {
    told: of(letters.filter(({ attempts }) => attempts > 0)),
    current: of(letters.filter(({ dedupe }) => dedupe.startsWith(`${lettersOf(dateId)}:${sequence}:`))),
  };
}

/** Titles of fewer bytes are words of their own: they are looked for as a whole line. Two Chinese letters are six. */
const SHORT = 6;
/** SQL: a text however it is spaced, whichever forms of letters it takes. */
const plain = (text: unknown) => sql`regexp_replace(lower(normalize(${text}::text, NFKC)), '\\s+', ' ', 'g')`;

/**
 * Everybody called reads the same, whoever a conflict keeps from an entry too: so no entry is named, by its code or
 * title. What the actor must not see is not looked for: a refusal would tell of it.
 */
async function refuseNames(ctx: Context, { roundId, date }: Given): Promise<void> {
  const texts = (["place", "agenda"] as const).map((field) => ({ field, text: date[field] }));
  const lines = texts.flatMap(({ field, text }) => {
    const own = text.split("\n").map((line) => line.trim());
    return [...new Set(own)].filter((line) => line !== "").map((line) => ({ field, line }));
  });
  // Each text is made plain once, however many there are of the others.
  const [named] = await ctx.db.execute<{ field: string }>(sql`
    with texts as materialized (
      select field, ${plain(sql`text`)} as text
      from jsonb_to_recordset(${JSON.stringify(texts)}::text::jsonb) as t(field text, text text)
    ), lines as materialized (
      select field, ${plain(sql`line`)} as line
      from jsonb_to_recordset(${JSON.stringify(lines)}::text::jsonb) as l(field text, line text)
    ), names as materialized (
      select ${plain(entries.code)} as code, ${plain(entries.title)} as title, octet_length(${entries.title}) as bytes
      from ${entries}
      where ${isInRound(roundId)} and ${staysFor(sql`${ctx.actor.id}`, roundId, entries.id)}
    )
    select t.field
    from texts t join names n on position(n.code in t.text) > 0
      or (n.bytes >= ${SHORT} and position(n.title in t.text) > 0)
      or (n.bytes > 0 and (t.field, n.title) in (select field, line from lines))
    order by t.field desc
    limit 1
  `);
  if (named) throw new Invalid({ [named.field]: "names-an-entry" });
}

const readers = async ({ db }: Context, which = sql`true`) =>
  db
    .select({ accountId: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(accounts)
    .where(and(isNull(accounts.disabledAt), which))
    .orderBy(asc(accounts.email));

async function writer(ctx: Context, { id, roundId, date, sequence }: Given & { sequence: number }, publicUrl: string) {
  const { name, cycle } = await getRound(ctx, roundId);
  const { startsAt, minutes, place, agenda } = date;
  return (
    { accountId, email, locale: given }: Awaited<ReturnType<typeof readers>>[number],
    kind: "meeting-called" | "meeting-changed" | "meeting-cancelled",
  ): Owed => {
    const locale = localeOr(given);
    const params = {
      round: say(name, locale),
      cycle: say(cycle.name, locale),
      starts: formatDayAndMoment(startsAt, locale, cycle.timeZone),
      startsUtc: formatDayAndMoment(startsAt, locale, "UTC"),
      length: formatLength(minutes, locale),
      // Whoever is no longer of the panel learns that it does not meet, and nothing new.
      ...(kind === "meeting-cancelled" ? { place: "", agenda: "" } : { place, agenda }),
      link: `${publicUrl}/rounds/${roundId}/meetings`,
      uid: `${id}@${new URL(publicUrl).hostname}`,
      sequence: String(sequence),
      from: startsAt.toISOString(),
      to: new Date(startsAt.getTime() + minutes * 60_000).toISOString(),
      stamp: ctx.now.toISOString(),
    };
    return { dedupe: `${lettersOf(id)}:${sequence}:${accountId}`, accountId, email, locale, kind, params };
  };
}
