import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities, cityMembers } from "#db/schema/city.ts";
import { type Actor, type Context, isStaff, PORTAL } from "../context.ts";
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
  // Spelt out: drizzle leaves table names away where there is no join, and inside a subquery "id" would be another
  // table's.
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
