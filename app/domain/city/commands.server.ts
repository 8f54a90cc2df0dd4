import { sql } from "drizzle-orm";
import { cities, cityMembers, joinRequests } from "#db/schema/city.ts";
import { heldRoles } from "../account/queries.server.ts";
import type { AuditEvent } from "../audit/rules.ts";
import type { Actor, Context, Person } from "../context.ts";
import { regionOf } from "../countries.ts";
import { oweAll } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canEnterCity, canSetUpTeams } from "./policy.ts";
import { findCity, ownersOf } from "./queries.server.ts";
import { aboutCity, type Arrival, arrivalAt, searchNameOf } from "./rules.ts";

export type NewCity = {
  name: string;
  country: string;
  region?: string;
  lat?: number | null;
  lon?: number | null;
  population?: number | null;
};

/**
 * Somebody names their city. A new one, or one of the archive that nobody answers for, gets this person as its owner;
 * where there is a team, its owners are asked. 409 for members, and for unproven addresses where others are concerned.
 */
export function createCity(
  outer: Context,
  given: NewCity & { message?: string },
  publicUrl: string,
): Promise<{ cityId: string; arrival: Arrival }> {
  return transact<Person, { cityId: string; arrival: Arrival }>(outer, async (ctx) => {
    const { actor, db, now } = ctx;
    await lockName(ctx, given);
    const found = await findCity(ctx, given);
    const arrival = arrivalAt(found);
    const staff = await heldRoles(ctx, actor.id);
    authorise(canEnterCity({ ...actor, staff }, { arrival, isMember: found?.isMember ?? false }));
    const cityId = found?.id ?? (await insertCity(ctx, given));
    if (arrival === "requested") {
      await request(ctx, { id: cityId, name: found?.name ?? given.name }, given.message ?? "", publicUrl);
      return { result: { cityId, arrival }, event: aboutCity(cityId, "city.join-requested") };
    }
    await db.insert(cityMembers).values({ cityId, accountId: actor.id, role: "owner", joinedAt: now });
    const joined = aboutCity(cityId, "city.member-joined", { accountId: actor.id, role: "owner" });
    return {
      result: { cityId, arrival },
      event: arrival === "created" ? [aboutCity(cityId, "city.created"), joined] : joined,
    };
  });
}

async function request(
  ctx: Context,
  city: { id: string; name: string },
  message: string,
  publicUrl: string,
): Promise<void> {
  await ctx.db
    .insert(joinRequests)
    .values({ cityId: city.id, accountId: ctx.actor.id, message, requestedAt: ctx.now })
    .onConflictDoUpdate({ target: [joinRequests.cityId, joinRequests.accountId], set: { message } });
  const day = ctx.now.toISOString().slice(0, 10);
  const params = { city: city.name, name: ctx.actor.name, link: `${publicUrl}/cities/${city.id}` };
  await oweAll(
    ctx,
    (await ownersOf(ctx, city.id)).map(({ id, email, locale }) => ({
      dedupe: `join-request:${city.id}:${ctx.actor.id}:${id}:${day}`,
      accountId: id,
      email,
      locale,
      kind: "join-request",
      params,
    })),
  );
}

/**
 * A city without a team, for the archive and the demo: found again when it is there already. Only the portal itself.
 */
export function placeCity(outer: Context<Actor>, given: NewCity): Promise<string> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpTeams(ctx.actor));
    const { cityId, event } = await foundCity(ctx, given);
    return { result: cityId, event };
  });
}

/**
 * A city by its name and country, added without a team where the portal does not know it; inside the `transact` of the
 * command that names it.
 */
export async function foundCity(ctx: Context<Actor>, given: NewCity): Promise<{ cityId: string; event: AuditEvent[] }> {
  await lockName(ctx, given);
  const found = await findCity(ctx, given);
  if (found) return { cityId: found.id, event: [] };
  const cityId = await insertCity(ctx, given);
  return { cityId, event: [aboutCity(cityId, "city.created")] };
}

/** Of two people who name the same new city at once the second finds the first's. */
async function lockName({ db }: Context<Actor>, { name, country }: NewCity): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`city:${country}:${searchNameOf(name)}`}, 0))`);
}

async function insertCity(
  { db, now }: Context<Actor>,
  { name, country, region, lat = null, lon = null, population = null }: NewCity,
): Promise<string> {
  const row = {
    name,
    searchName: searchNameOf(name),
    country,
    region: region ?? regionOf(country) ?? "",
    lat,
    lon,
    population,
    createdAt: now,
  };
  const [city] = await db.insert(cities).values(row).returning({ id: cities.id });
  return city!.id;
}
