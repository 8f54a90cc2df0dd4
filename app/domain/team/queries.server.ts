import { and, asc, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { accounts, oneTimeTokens } from "#db/schema/account.ts";
import { cities, cityMembers, joinRequests } from "#db/schema/city.ts";
import { type Locale, localeOr } from "#app/i18n/locales.ts";
import { getCity } from "../city/queries.server.ts";
import type { Actor, Context, TeamRole } from "../context.ts";
import { isOpenInvitation } from "../link/queries.server.ts";

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

export type Correspondent = { accountId: string; email: string; locale: Locale };

/**
 * Who of a team is written to about its entries, each in their own language: everybody who can work on them, and with
 * `viewers` everybody. For letters.
 */
export async function correspondents(
  { db }: Context<Actor>,
  cityId: string,
  { viewers = false } = {},
): Promise<Correspondent[]> {
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
  return members.map((member) => ({ ...member, locale: localeOr(member.locale) }));
}

/** Whether somebody is in a team. */
export async function isMember({ db }: Context, cityId: string, accountId: string): Promise<boolean> {
  const [member] = await db
    .select({ id: cityMembers.accountId })
    .from(cityMembers)
    .where(and(eq(cityMembers.cityId, cityId), eq(cityMembers.accountId, accountId)));
  return member !== undefined;
}
