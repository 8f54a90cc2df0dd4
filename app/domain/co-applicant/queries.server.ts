import { and, asc, desc, eq, gte, isNull, or, type SQL, sql, type SQLWrapper } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts } from "#db/schema/account.ts";
import { cities, cityMembers, cityNames } from "#db/schema/city.ts";
import { coApplicants } from "#db/schema/co-applicant.ts";
import { endedTies } from "#db/schema/conflict.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { asker } from "../asker.server.ts";
import type { Context } from "../context.ts";
import type { NamedCity } from "../entry/rules.ts";
import { canReadDraft, type EntryFacts } from "../entry/policy.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";
import { canReadInvitation, canRemove } from "./policy.ts";
import { coApplicantState, type EverAccepted } from "./rules.ts";

/** Whether whoever the invitation was mailed to is in the team of the city, with an address that is proven. */
const isVouchedFor = sql<boolean>`exists (
  select 1
  from city_members m
  join accounts a on a.id = m.account_id
  where m.city_id = ${sql`${coApplicants.cityId}`}
    and a.email = ${sql`${coApplicants.email}`}
    and a.email_confirmed_at is not null
)`;

/** Whether the last sealed version names the city, under whatever name; null while nothing was sent. */
const isNamed = sql<boolean | null>`(
  select ${sql`${coApplicants.cityId}`} = any(s.together)
  from ${submissions} s
  where s.entry_id = ${sql`${coApplicants.entryId}`}
  order by s.number desc
  limit 1
)`;

/**
 * The cities that a draft has asked, but those that were taken off or left, in the order they were asked, each with
 * whether it may be taken off. For the team whose entry it is; NotFound for all others.
 */
export async function coApplicantsOf(ctx: Context, draft: EntryFacts & { id: string }) {
  authorise(canReadDraft(ctx.actor, draft));
  const rows = await ctx.db
    .select({
      id: coApplicants.id,
      cityName: cities.name,
      country: cities.country,
      email: coApplicants.email,
      accepted: coApplicants.accepted,
      endedAt: coApplicants.endedAt,
      invitedAt: coApplicants.invitedAt,
      isNamed,
    })
    .from(coApplicants)
    .innerJoin(cities, eq(cities.id, coApplicants.cityId))
    .where(and(eq(coApplicants.entryId, draft.id), isNull(coApplicants.endedAt)))
    .orderBy(asc(coApplicants.invitedAt), asc(coApplicants.id));
  return rows.map(({ accepted, endedAt, ...row }) => {
    const state = coApplicantState({ accepted, endedAt });
    return { ...row, state, removal: canRemove(ctx.actor, { entry: draft, state }, ctx.now) };
  });
}

/**
 * Every city that accepted to enter together with an entry, from when to when, sealed or not: what may stand in the way
 * of whoever judges. What is named to anybody else, on pages, in papers and in the ranking, are the cities of the last
 * sealed version.
 */
export const everAccepted = (entryId: SQLWrapper) => sql<EverAccepted[]>`coalesce((
  select json_agg(json_build_object(
    'cityName', o.name, 'country', o.country, 'acceptedAt', j.answered_at, 'endedAt', j.ended_at
  ) order by o.name, o.id, j.invited_at)
  from ${coApplicants} j
  join ${cities} o on o.id = j.city_id
  where j.entry_id = ${entryId} and j.accepted
), '[]'::json)`;

/**
 * What the cities of an entry, whose it is and who ever accepted to enter with it, were called before, and their
 * countries then.
 */
export const earlierNames = (entryId: SQLWrapper) => sql<NamedCity[]>`coalesce((
  select json_agg(distinct jsonb_build_object('cityName', n.name, 'country', n.country))
  from ${cityNames} n
  where n.city_id = (select e.city_id from ${entries} e where e.id = ${entryId})
    or n.city_id in (select j.city_id from ${coApplicants} j where j.entry_id = ${entryId} and j.accepted)
), '[]'::json)`;

/** The cities that the last sealed version of an entry names beside the one whose entry it is. */
export const namedTogether = (entryId: SQLWrapper) => sql<NamedCity[]>`coalesce(case
  when exists (select 1 from ${coApplicants} j where j.entry_id = ${entryId} and j.accepted) then (
    select s.snapshot::json -> 'coApplicants'
    from ${submissions} s
    where s.entry_id = ${entryId}
    order by s.number desc
    limit 1
  )
end, '[]'::json)`;

/**
 * The cities of every entry, whose it is, and who takes part with it, once each; with `past` also who did and left, as
 * often as they did. For subqueries.
 */
export const applicants = ({ db }: Pick<Context, "db">, { past = false } = {}) =>
  db
    .select({ entryId: entries.id, cityId: entries.cityId })
    .from(entries)
    .unionAll(
      db
        .select({ entryId: coApplicants.entryId, cityId: coApplicants.cityId })
        .from(coApplicants)
        .where(and(eq(coApplicants.accepted, true), past ? undefined : isNull(coApplicants.endedAt))),
    )
    .as("applicants");

/** Who is told what becomes of an entry: everybody in the teams of its cities, once each. For subqueries. */
export function toldOf(ctx: Pick<Context, "db">) {
  const of = applicants(ctx);
  return ctx.db
    .selectDistinct({ entryId: of.entryId, accountId: cityMembers.accountId })
    .from(of)
    .innerJoin(cityMembers, eq(cityMembers.cityId, of.cityId))
    .as("told");
}

/**
 * Everybody who was in the team of an entry's city at some time since a moment, or is: of every city that takes or took
 * part in it. For subqueries.
 */
export function toldSince(ctx: Pick<Context, "db">, since: Date | SQL) {
  const of = applicants(ctx, { past: true });
  const leavers = ctx.db
    .select({ entryId: of.entryId, accountId: endedTies.accountId })
    .from(of)
    .innerJoin(
      endedTies,
      and(eq(endedTies.kind, "team"), eq(endedTies.value, sql`${of.cityId}::text`), gte(endedTies.endedAt, since)),
    );
  return ctx.db
    .select({ entryId: of.entryId, accountId: cityMembers.accountId })
    .from(of)
    .innerJoin(cityMembers, eq(cityMembers.cityId, of.cityId))
    .union(leavers)
    .as("told");
}

const leads = alias(cities, "leads");

/**
 * All that decides about one invitation, and what its page tells. For commands, which decide under their lock; pages
 * ask `getInvitation`.
 */
export async function invitationFacts({ db }: Pick<Context, "db">, id: string) {
  const [row] = await db
    .select({
      id: coApplicants.id,
      entryId: entries.id,
      cityId: coApplicants.cityId,
      email: coApplicants.email,
      accepted: coApplicants.accepted,
      endedAt: coApplicants.endedAt,
      isVouchedFor,
      isNamed,
      city: { name: cities.name, country: cities.country },
      lead: { id: leads.id, name: leads.name, country: leads.country },
      invitedBy: accounts.name,
      code: entries.code,
      title: entries.title,
      closesAt: entries.closesAt,
      withdrawnAt: withdrawals.at,
      cycle: { name: cycles.name, opensAt: cycles.opensAt, closesAt: cycles.closesAt, timeZone: cycles.timeZone },
    })
    .from(coApplicants)
    .innerJoin(entries, eq(entries.id, coApplicants.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(cities, eq(cities.id, coApplicants.cityId))
    .innerJoin(leads, eq(leads.id, entries.cityId))
    .innerJoin(accounts, eq(accounts.id, coApplicants.invitedBy))
    .leftJoin(withdrawals, eq(withdrawals.entryId, entries.id))
    .where(eq(coApplicants.id, id));
  if (!row) throw new NotFound();
  const { accepted, endedAt, closesAt, withdrawnAt, cycle, ...told } = row;
  return {
    ...told,
    cycle,
    state: coApplicantState({ accepted, endedAt }),
    entry: { cityId: row.lead.id, closesAt, withdrawnAt, cycle },
  };
}

/**
 * An invitation for whoever may know of it beside the team that sent it; NotFound for all others, and once it has
 * ended.
 */
export async function getInvitation(ctx: Context, id: string) {
  const invitation = await invitationFacts(ctx, id);
  authorise(canReadInvitation(ctx.actor, invitation));
  return invitation;
}

/**
 * The entries of others that cities of one's teams are asked to enter together or do, and what was asked of oneself by
 * mail. The last asked first, a hundred at most.
 */
export async function jointEntries(ctx: Context) {
  const ofTeam = asker(ctx).isOfTeam(coApplicants.cityId);
  const isOwn = ctx.actor.emailConfirmed ? eq(coApplicants.email, ctx.actor.email) : sql`false`;
  const rows = await ctx.db
    .select({
      id: coApplicants.id,
      entryId: entries.id,
      code: entries.code,
      title: entries.title,
      accepted: coApplicants.accepted,
      endedAt: coApplicants.endedAt,
      cityName: cities.name,
      leadName: leads.name,
      cycleName: cycles.name,
    })
    .from(coApplicants)
    .innerJoin(entries, eq(entries.id, coApplicants.entryId))
    .innerJoin(cycles, eq(cycles.id, entries.cycleId))
    .innerJoin(cities, eq(cities.id, coApplicants.cityId))
    .innerJoin(leads, eq(leads.id, entries.cityId))
    .where(
      and(
        isNull(coApplicants.endedAt),
        sql`${coApplicants.accepted} is not false`,
        or(and(ofTeam, or(coApplicants.accepted, isVouchedFor)), and(isOwn, isNull(coApplicants.accepted))),
      ),
    )
    .orderBy(desc(coApplicants.invitedAt), asc(coApplicants.id))
    .limit(100);
  return rows.map(({ accepted, endedAt, ...row }) => ({ ...row, state: coApplicantState({ accepted, endedAt }) }));
}

/**
 * A city that the team whose entry it is may take off now; NotFound for one of another entry and for everybody else.
 */
export async function getRemovable(ctx: Context, entryId: string, id: string) {
  const invitation = await invitationFacts(ctx, id);
  if (invitation.entryId !== entryId) throw new NotFound();
  authorise(canRemove(ctx.actor, invitation, ctx.now));
  return invitation;
}
