import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities, cityMembers } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { waves } from "#db/schema/wave.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { say } from "#app/i18n/localised.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { reviewerProgress } from "../assignment/queries.server.ts";
import { applicants } from "../co-applicant/queries.server.ts";
import type { Context } from "../context.ts";
import { getCycle, type Cycle } from "../cycle/queries.server.ts";
import { deliveriesOf, unknownPeople } from "../decision/deliveries.server.ts";
import { NotFound } from "../errors.ts";
import type { Owed } from "../notification/commands.server.ts";
import { seenOf } from "../notification/rules.ts";
import { visibleTo } from "../result/queries.server.ts";
import { getRound } from "../round/queries.server.ts";
import { isKnownTo } from "../screening/queries.server.ts";
import { isReadable } from "../screening/rules.ts";
import { authorise } from "../verdict.ts";
import { canSendWave, canWriteToMany } from "./policy.ts";
import { type Audience, merged, type MergeValues, textFor, waveOf } from "./rules.ts";
import type { WrittenWave } from "./input.ts";

type Addressee = {
  accountId: string;
  email: string;
  name: string;
  locale: string;
  cityIds: string[];
  values: MergeValues;
};

/** SQL, for queries over `entries`: what an audience of teams is made of. Withdrawn entries are in none. */
function isIn(ctx: Context, { key }: Audience): SQL {
  const id = sql`${entries.id}`;
  const has = (table: SQL) => sql`exists (select 1 from ${table})`;
  const submitted = has(sql`submissions s where s.entry_id = ${id}`);
  const valid = has(sql`screenings v where v.entry_id = ${id} and v.outcome = 'valid'`);
  const listed = has(
    sql`results r join publications p on p.id = r.publication_id where r.entry_id = ${id} and ${visibleTo(ctx)}`,
  );
  const parts: Record<typeof key, SQL> = {
    drafts: sql`not ${submitted}`,
    entered: submitted,
    valid: sql`${submitted} and ${valid}`,
    listed,
    unlisted: sql`${submitted} and ${valid} and not ${listed}`,
    reviewers: sql`false`,
    missing: sql`false`,
  };
  return sql`${parts[key]} and not ${has(sql`withdrawals w where w.entry_id = ${id}`)}`;
}

type TeamEntry = {
  code: string;
  title: string;
  city: string;
  cityId: string;
  submitted: boolean;
  closesAt: string | null;
};

/**
 * One letter for each person of a team, however many entries it has or enters together with others, under the names of
 * their own cities; without entries the reader is in conflict with, and without titles that the reader may not read
 * yet.
 */
async function teams(ctx: Context, cycle: Cycle, audience: Audience, publicUrl: string): Promise<Addressee[]> {
  const own = sql<TeamEntry[]>`json_agg(json_build_object(
    'code', ${entries.code}, 'title', ${entries.title}, 'city', ${cities.name}, 'cityId', ${cities.id},
    'closesAt', ${entries.closesAt},
    'submitted', exists (select 1 from submissions s where s.entry_id = ${sql`${entries.id}`})
  ) order by ${entries.code})`;
  const of = applicants(ctx);
  const people = await ctx.db
    .select({ accountId: accounts.id, email: accounts.email, name: accounts.name, locale: accounts.locale, own })
    .from(entries)
    .innerJoin(of, eq(of.entryId, entries.id))
    .innerJoin(cities, eq(cities.id, of.cityId))
    .innerJoin(cityMembers, eq(cityMembers.cityId, of.cityId))
    .innerJoin(accounts, eq(accounts.id, cityMembers.accountId))
    .where(and(eq(entries.cycleId, cycle.id), isIn(ctx, audience), isKnownTo(ctx), isNull(accounts.disabledAt)))
    .groupBy(accounts.id)
    .orderBy(asc(accounts.email));
  return people.map(({ own: theirs, ...person }) => {
    const locale = localeOr(person.locale);
    const line = ({ code, title, submitted, closesAt }: TeamEntry) =>
      isReadable({ submitted, cycle, closesAt: closesAt === null ? null : new Date(closesAt) }, ctx.now)
        ? `${code} ${title}`
        : code;
    const values = {
      name: person.name,
      city: [...new Set(theirs.map(({ city }) => city))].join(textsOf(locale).ui.comma),
      entries: [...new Set(theirs.map(line))].join("\n"),
      cycle: say(cycle.name, locale),
      closes: formatMoment(cycle.closesAt, locale, cycle.timeZone),
      link: `${publicUrl}/entries`,
    };
    return { ...person, cityIds: theirs.map(({ cityId }) => cityId), values };
  });
}

/** The reviewers of a round, or those whose reviews are not all in. */
async function reviewers(
  ctx: Context,
  cycle: Cycle,
  roundId: string,
  { key }: Audience,
  publicUrl: string,
): Promise<Addressee[]> {
  const round = await getRound(ctx, roundId);
  if (round.cycleId !== cycle.id) throw new NotFound();
  const missing = new Map(
    (await reviewerProgress(ctx, roundId)).map(({ accountId, assigned, submitted }) => [
      accountId,
      assigned - submitted,
    ]),
  );
  const asked = [...missing].filter(([, count]) => key === "reviewers" || count > 0).map(([id]) => id);
  const people =
    asked.length === 0
      ? []
      : await ctx.db
          .select({ accountId: accounts.id, email: accounts.email, name: accounts.name, locale: accounts.locale })
          .from(accounts)
          .where(and(inArray(accounts.id, asked), isNull(accounts.disabledAt)))
          .orderBy(asc(accounts.email));
  return people.map((person) => {
    const locale = localeOr(person.locale);
    const values = {
      name: person.name,
      round: say(round.name, locale),
      cycle: say(cycle.name, locale),
      missing: formatNumber(missing.get(person.accountId)!, locale),
      closes: formatMoment(round.closesAt, locale, round.cycle.timeZone),
      link: `${publicUrl}/judging/rounds/${roundId}`,
    };
    return { ...person, cityIds: [], values };
  });
}

/**
 * The letters of a wave as they would go out now, in how many cities, and what stands for exactly these: nothing else
 * may be sent.
 */
export async function lettersOfWave(
  ctx: Context,
  cycleId: string,
  written: Omit<WrittenWave, "seen">,
  publicUrl: string,
) {
  authorise(canWriteToMany(ctx.actor));
  const { id, audience } = written;
  const cycle = await getCycle(ctx, cycleId);
  const published = await isResultPublic(ctx, cycleId);
  const people = audience.roundId
    ? await reviewers(ctx, cycle, audience.roundId, audience, publicUrl)
    : canSendWave(ctx.actor, audience, { published, recipients: 1 }).allowed
      ? await teams(ctx, cycle, audience, publicUrl)
      : [];
  const letters = people.map(({ accountId, email, locale, values }): Owed => {
    const { subject, body } = textFor(written, localeOr(locale));
    return {
      dedupe: `${waveOf(id)}:${accountId}`,
      accountId,
      email,
      locale: localeOr(locale),
      kind: "wave",
      params: { subject: merged(subject, values), body: merged(body, values) },
    };
  });
  const seen = seenOf(letters);
  return {
    letters,
    cities: new Set(people.flatMap(({ cityIds }) => cityIds)).size,
    seen,
    send: canSendWave(ctx.actor, audience, { published, recipients: letters.length }),
  };
}

async function isResultPublic(ctx: Context, cycleId: string): Promise<boolean> {
  const [found] = await ctx.db.execute<{ published: boolean }>(
    sql`
      select exists (
        select 1
        from publications p
        where p.cycle_id = ${cycleId}::uuid and p.round_id is not null and ${visibleTo(ctx)}
      ) as published`,
  );
  return found!.published;
}

const state = (condition: SQL) =>
  sql<number>`(select count(*)::int from ${notifications} n where starts_with(n.dedupe, 'wave:' || ${waves.id} || ':') and ${condition})`;
const columns = {
  id: waves.id,
  cycleId: waves.cycleId,
  roundId: waves.roundId,
  audience: waves.audience,
  subject: waves.subject,
  body: waves.body,
  letters: waves.letters,
  sentAt: waves.sentAt,
  by: accounts.name,
  cycle: cycles.name,
  delivered: state(sql`n.sent_at is not null`),
  failed: state(sql`n.failed_at is not null`),
};
const found = ({ db }: Pick<Context, "db">) =>
  db
    .select(columns)
    .from(waves)
    .innerJoin(accounts, eq(accounts.id, waves.sentBy))
    .innerJoin(cycles, eq(cycles.id, waves.cycleId));

/** What the secretariat has written to many people of a cycle, the latest first. */
export async function wavesOf(ctx: Context, cycleId: string) {
  authorise(canWriteToMany(ctx.actor));
  return found(ctx).where(eq(waves.cycleId, cycleId)).orderBy(desc(waves.sentAt), asc(waves.id));
}

/**
 * A wave and what became of its letters, those that failed first, 50 a page and one row too many when there are more;
 * without people of teams whose entries the reader is in conflict with, those of cities that left them and whoever left
 * a team since the wave included. 404 for an unknown one.
 */
export async function getWave(ctx: Context, waveId: string, page: number) {
  authorise(canWriteToMany(ctx.actor));
  const [wave] = await found(ctx).where(eq(waves.id, waveId));
  if (!wave) throw new NotFound();
  const except = wave.roundId ? undefined : unknownPeople(ctx, { cycleId: wave.cycleId, since: wave.sentAt });
  return { wave, log: await deliveriesOf(ctx, waveOf(waveId), page, except) };
}
