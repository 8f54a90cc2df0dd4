import { and, asc, desc, eq, inArray, isNull, ne, type SQL, sql } from "drizzle-orm";
import { accounts, oneTimeTokens } from "#db/schema/account.ts";
import { cities, cityMembers, joinRequests } from "#db/schema/city.ts";
import { DEFAULT_LOCALE, isLocale, type Locale } from "#app/i18n/locales.ts";
import { isOpenInvitation } from "../link/queries.server.ts";
import { type Actor, type Context, isStaff, PORTAL, type TeamRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { searchNameOf } from "./rules.ts";

/** Whose team one may see: one's own cities; the secretariat and observers see all. */
function visibleTo({ actor }: Context<Actor>): SQL | undefined {
  if (actor === PORTAL || isStaff(actor, "secretariat", "observer")) return undefined;
  const own = actor.teams.map(({ cityId }) => cityId);
  return own.length > 0 ? inArray(cities.id, own) : sql`false`;
}

/** A city whose team one may see, else 404. */
export async function getCity(ctx: Context<Actor>, cityId: string) {
  const [city] = await ctx.db
    .select({
      id: cities.id,
      name: cities.name,
      country: cities.country,
      region: cities.region,
      population: cities.population,
    })
    .from(cities)
    .where(and(visibleTo(ctx), eq(cities.id, cityId)));
  if (!city) throw new NotFound();
  return city;
}

/** The cities in whose teams one is, with one's part in each, by name. */
export function myCities({ db, actor }: Context) {
  return db
    .select({ id: cities.id, name: cities.name, country: cities.country, role: cityMembers.role })
    .from(cityMembers)
    .innerJoin(cities, eq(cities.id, cityMembers.cityId))
    .where(eq(cityMembers.accountId, actor.id))
    .orderBy(sql`${cities.name} collate "names"`, asc(cities.id));
}

/** Where one has asked to be let in and waits for an answer. */
export function myRequests({ db, actor }: Context) {
  return db
    .select({ cityId: cities.id, name: cities.name, country: cities.country, requestedAt: joinRequests.requestedAt })
    .from(joinRequests)
    .innerJoin(cities, eq(cities.id, joinRequests.cityId))
    .where(eq(joinRequests.accountId, actor.id))
    .orderBy(desc(joinRequests.requestedAt));
}

/** The people of a team, owners first. */
export async function teamOf(ctx: Context, cityId: string) {
  await getCity(ctx, cityId);
  return ctx.db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      email: accounts.email,
      role: cityMembers.role,
      joinedAt: cityMembers.joinedAt,
    })
    .from(cityMembers)
    .innerJoin(accounts, eq(accounts.id, cityMembers.accountId))
    .where(eq(cityMembers.cityId, cityId))
    .orderBy(cityMembers.role, sql`${accounts.name} collate "names"`, asc(accounts.id));
}

/** Who asks to be let in. */
export async function requestsOf(ctx: Context, cityId: string) {
  await getCity(ctx, cityId);
  return ctx.db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      email: accounts.email,
      message: joinRequests.message,
      requestedAt: joinRequests.requestedAt,
    })
    .from(joinRequests)
    .innerJoin(accounts, eq(accounts.id, joinRequests.accountId))
    .where(eq(joinRequests.cityId, cityId))
    .orderBy(asc(joinRequests.requestedAt));
}

/** Invitations that were mailed and still hold. */
export async function invitationsOf(ctx: Context, cityId: string) {
  await getCity(ctx, cityId);
  return ctx.db
    .select({
      id: oneTimeTokens.id,
      email: oneTimeTokens.email,
      role: sql<TeamRole>`${oneTimeTokens.grants}->>'role'`,
      createdAt: oneTimeTokens.createdAt,
      expiresAt: oneTimeTokens.expiresAt,
    })
    .from(oneTimeTokens)
    .where(isOpenInvitation(ctx, "join-team", { cityId }))
    .orderBy(desc(oneTimeTokens.createdAt));
}

/** The name of a city that somebody is invited to; the invitation is what lets them know it. */
export async function invitedCity(
  { db }: Context<Actor>,
  cityId: string,
): Promise<{ id: string; name: string; country: string }> {
  const [city] = await db
    .select({ id: cities.id, name: cities.name, country: cities.country })
    .from(cities)
    .where(eq(cities.id, cityId));
  if (!city) throw new NotFound();
  return city;
}

/** A city by its name and country, however it is spelt, with what decides whether it has a team. For commands. */
export async function findCity({ db, actor }: Context<Actor>, { name, country }: { name: string; country: string }) {
  // Spelt out: drizzle leaves table names away where there is no join, and inside a subquery "id" would be another table's.
  const members = sql<number>`(select count(*)::int from city_members m where m.city_id = cities.id)`;
  const [found] = await db
    .select({
      id: cities.id,
      name: cities.name,
      members,
      entries: sql<number>`(select count(*)::int from entries e where e.city_id = cities.id)`,
      isMember: sql<boolean>`exists (select 1 from city_members m where m.city_id = cities.id and m.account_id = ${actor.id})`,
    })
    .from(cities)
    .where(and(eq(cities.country, country), eq(cities.searchName, searchNameOf(name))))
    .orderBy(desc(members), asc(cities.createdAt), asc(cities.id))
    .limit(1);
  return found;
}

/** Who answers for a team. For letters. */
export function ownersOf({ db }: Context<Actor>, cityId: string) {
  return db
    .select({ id: accounts.id, email: accounts.email, name: accounts.name, locale: accounts.locale })
    .from(cityMembers)
    .innerJoin(accounts, eq(accounts.id, cityMembers.accountId))
    .where(and(eq(cityMembers.cityId, cityId), eq(cityMembers.role, "owner"), isNull(accounts.disabledAt)));
}

/** Who of a team is written to about its entries, each in their own language: everybody who can work on them, and with `viewers` everybody. For letters. */
export async function correspondents(
  { db }: Context<Actor>,
  cityId: string,
  { viewers = false } = {},
): Promise<{ accountId: string; email: string; locale: Locale }[]> {
  const members = await db
    .select({ accountId: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(cityMembers)
    .innerJoin(accounts, eq(accounts.id, cityMembers.accountId))
    .where(
      and(
        eq(cityMembers.cityId, cityId),
        viewers ? undefined : ne(cityMembers.role, "viewer"),
        isNull(accounts.disabledAt),
      ),
    );
  return members.map((member) => ({ ...member, locale: isLocale(member.locale) ? member.locale : DEFAULT_LOCALE }));
}
