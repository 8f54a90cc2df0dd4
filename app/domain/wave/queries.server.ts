import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities, cityMembers } from "#db/schema/city.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries } from "#db/schema/entry.ts";
import { notifications } from "#db/schema/notification.ts";
import { waves } from "#db/schema/wave.ts";
import { formatMoment, formatNumber } from "#app/i18n/format.ts";
import { type Localised, say } from "#app/i18n/localised.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { textsOf } from "#app/i18n/texts.ts";
import { reviewerProgress } from "../assignment/queries.server.ts";
import { applicants } from "../co-applicant/queries.server.ts";
import type { Context } from "../context.ts";
import { getCycle, type Cycle } from "../cycle/queries.server.ts";
import { deliveriesOf, unknownPeople } from "../decision/deliveries.server.ts";
import { NotFound } from "../errors.ts";
import { mayGoAgain, type Owed } from "../notification/commands.server.ts";
import { seenOf } from "../notification/rules.ts";
import { visibleTo } from "../result/queries.server.ts";
import { getRound } from "../round/queries.server.ts";
import { isKnownTo } from "../screening/queries.server.ts";
import { isReadable } from "../screening/rules.ts";
import { authorise } from "../verdict.ts";
import { canSendWave, canWriteToMany } from "./policy.ts";
import { type Audience, audienceOf, merged, type MergeValues, textFor, waveOf } from "./rules.ts";
import type { WrittenWave } from "./input.ts";

type Addressee = {
  accountId: string;
  email: string;
  name: string;
  locale: string;
  cityIds: string[];
  values: MergeValues;
};

/**
 * SQL, for queries over `entries`: what an audience of teams is made of. Withdrawn entries are in none but their own;
 * of a level is who has none that is better.
 */
function isIn(ctx: Context, { key, level }: Audience): SQL {
  const id = sql`${entries.id}`;
  const has = (table: SQL) => sql`exists (select 1 from ${table})`;
  const submitted = has(sql`submissions s where s.entry_id = ${id}`);
  const valid = has(sql`screenings v where v.entry_id = ${id} and v.outcome = 'valid'`);
  const result = sql`results r join publications p on p.id = r.publication_id where r.entry_id = ${id} and ${visibleTo(ctx)}`;
  const better = sql`
    select b.key
    from levels b
    join levels o on o.cycle_id = b.cycle_id and o.key = ${level ?? ""} and b.position < o.position
    where b.cycle_id = ${sql`${entries.cycleId}`}`;
  const listed = level
    ? sql`${has(sql`${result} and r.level_key = ${level}`)} and not ${has(sql`${result} and r.level_key in (${better})`)}`
    : has(result);
  const withdrawn = has(sql`withdrawals w where w.entry_id = ${id}`);
  const parts: Record<typeof key, SQL> = {
    drafts: sql`not ${submitted}`,
    entered: submitted,
    valid: sql`${submitted} and ${valid}`,
    listed,
    unlisted: sql`${submitted} and ${valid} and not ${listed}`,
    ineligible: has(
      sql`screenings i where i.entry_id = ${id} and i.outcome = 'ineligible' and i.confirmed_at is not null`,
    ),
    withdrawn: submitted,
    reviewers: sql`false`,
    missing: sql`false`,
  };
  return sql`${parts[key]} and ${key === "withdrawn" ? withdrawn : sql`not ${withdrawn}`}`;
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

type Wave = { cycleId: string; roundId: string | null; audience: string; sentAt: Date };

/** Whose letters of a wave whoever asks may not know of: people of teams of entries they are in conflict with. */
export const hiddenOf = (ctx: Context, { roundId, cycleId, sentAt }: Wave): SQL | undefined =>
  roundId ? undefined : unknownPeople(ctx, { cycleId, since: sentAt });

/** Whether so many letters of a wave may be sent again now. */
export const canSend = async (ctx: Context, { audience, roundId, cycleId }: Wave, recipients: number) =>
  canSendWave(ctx.actor, audienceOf(audience, roundId), { published: await isResultPublic(ctx, cycleId), recipients });

type Counts = Record<"letters" | "delivered" | "failed" | "again", number>;
/** What became of the letters of a wave, without those that `hiddenOf` leaves out. */
const counts = (ctx: Context) => sql<Counts>`(
  select json_build_object(
    'letters', count(*),
    'delivered', count(*) filter (where ${notifications.sentAt} is not null),
    'failed', count(*) filter (where ${notifications.failedAt} is not null),
    'again', count(*) filter (where ${mayGoAgain})
  )
  from ${notifications}
  where starts_with(${notifications.dedupe}, 'wave:' || ${waves.id} || ':')
    and (
      ${waves.roundId} is not null
      or ${notifications.accountId} not in ${unknownPeople(ctx, { cycleId: sql`${waves.cycleId}`, since: sql`${waves.sentAt}` })}
    )
)`;
const columns = {
  id: waves.id,
  cycleId: waves.cycleId,
  roundId: waves.roundId,
  audience: waves.audience,
  subject: waves.subject,
  body: waves.body,
  level: sql<Localised | null>`(
    select l.name
    from levels l
    where l.cycle_id = ${waves.cycleId} and ${waves.audience} = 'listed:' || l.key
  )`,
  sentAt: waves.sentAt,
  by: accounts.name,
  cycle: cycles.name,
};
async function found(ctx: Context, where: SQL) {
  const rows = await ctx.db
    .select({ ...columns, counts: counts(ctx) })
    .from(waves)
    .innerJoin(accounts, eq(accounts.id, waves.sentBy))
    .innerJoin(cycles, eq(cycles.id, waves.cycleId))
    .where(where)
    .orderBy(desc(waves.sentAt), asc(waves.id));
  return rows.map(({ counts: counted, ...row }) => ({
    ...row,
    ...counted,
    key: audienceOf(row.audience, row.roundId).key,
  }));
}

/** What the secretariat has written to many people of a cycle, the latest first. */
export async function wavesOf(ctx: Context, cycleId: string) {
  authorise(canWriteToMany(ctx.actor));
  return found(ctx, eq(waves.cycleId, cycleId));
}

/**
 * A wave and what became of its letters, those that failed first, 50 a page and one row too many when there are more;
 * without people of teams whose entries the reader is in conflict with, those of cities that left them and whoever left
 * a team since the wave included; and whether it may be sent again. 404 for an unknown one.
 */
export async function getWave(ctx: Context, waveId: string, page: number) {
  authorise(canWriteToMany(ctx.actor));
  const [wave] = await found(ctx, eq(waves.id, waveId));
  if (!wave) throw new NotFound();
  const log = await deliveriesOf(ctx, waveOf(waveId), page, hiddenOf(ctx, wave));
  return { wave, log, retry: (await canSend(ctx, wave, wave.again)).allowed };
}
