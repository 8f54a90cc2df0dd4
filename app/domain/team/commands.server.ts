import { and, eq } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { cities, cityMembers, joinRequests } from "#db/schema/city.ts";
import { endedTies } from "#db/schema/conflict.ts";
import { heldRoles } from "../account/queries.server.ts";
import type { AuditEvent } from "../audit/rules.ts";
import { canSetUpTeams } from "../city/policy.ts";
import { getCity, invitedCity, ownersOf } from "../city/queries.server.ts";
import { aboutCity } from "../city/rules.ts";
import { type Actor, type Context, type TeamRole, teamRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { endInvitation, issueToken, spendToken } from "../link/commands.server.ts";
import { linkTo } from "../link/rules.ts";
import { type Owed, owe, oweAll } from "../notification/commands.server.ts";
import type { LetterParams } from "../notification/rules.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canBeMember, canChangeMember, canHandOver, canInvite, canRunTeam } from "./policy.ts";
import { isMember } from "./queries.server.ts";
import { teamGrant } from "./rules.ts";

type Invited = { cityId: string; email: string; role: TeamRole };

/**
 * Mails an invitation to a team. The same answer whether or not the address has an account; 409 for who is in the team
 * already, which its members see anyway. Where the secretariat invites, the owners of the team are told.
 */
export function inviteToTeam(outer: Context, invited: Invited, locale: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => ({
    result: undefined,
    event: await sendInvitation(ctx, invited, locale, publicUrl),
  }));
}

async function sendInvitation(
  ctx: Context,
  { cityId, email, role }: Invited,
  locale: string,
  publicUrl: string,
): Promise<AuditEvent> {
  const city = await getCity(ctx, cityId);
  authorise(canRunTeam(ctx.actor, cityId));
  const [holder] = await ctx.db
    .select({ id: accounts.id, locale: accounts.locale })
    .from(accounts)
    .where(eq(accounts.email, email));
  const member = holder !== undefined && (await isMember(ctx, cityId, holder.id));
  authorise(canInvite(ctx.actor, cityId, { email, member }));
  const token = await issueToken(ctx, { purpose: "join-team", email, grants: { cityId, role } });
  await owe(ctx, {
    dedupe: `join-team:${cityId}:${email}:${ctx.now.toISOString()}`,
    accountId: holder?.id ?? null,
    email,
    locale: holder?.locale ?? locale,
    kind: "join-team",
    params: { city: city.name, inviter: ctx.actor.name, link: linkTo(publicUrl, "join-team", token) },
  });
  await tellOwners(ctx, city, { whom: email, step: "invited" }, publicUrl);
  return aboutCity(cityId, "city.invited", { role });
}

/** Ends an invitation that nobody has taken up; its link leads nowhere from now on. 404 for one that does not stand. */
export function revokeInvitation(outer: Context, cityId: string, invitationId: string): Promise<Invited> {
  return transact(outer, async (ctx) => {
    await getCity(ctx, cityId);
    authorise(canRunTeam(ctx.actor, cityId));
    const { email, grants } = await endInvitation(ctx, invitationId, "join-team", { cityId });
    const { role } = teamGrant(grants);
    return {
      result: { cityId, email, role },
      event: aboutCity(cityId, "city.invitation-revoked", { role }),
    };
  });
}

/** Sends an invitation that stands again, under a new link; the old one leads nowhere any more. */
export function resendInvitation(
  outer: Context,
  cityId: string,
  invitationId: string,
  locale: string,
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const invited = await revokeInvitation(ctx, cityId, invitationId);
    return { result: undefined, event: await sendInvitation(ctx, invited, locale, publicUrl) };
  });
}

/**
 * Uses an invitation up and takes the person it was sent to into the team. 404 when it does not hold or was sent to
 * another address.
 */
export function joinTeam(outer: Context, token: string): Promise<string> {
  return transact(outer, async (ctx) => {
    const { grants } = await spendToken(ctx, token, "join-team");
    const { cityId, role } = teamGrant(grants);
    await invitedCity(ctx, cityId);
    return { result: cityId, event: await admit(ctx, cityId, ctx.actor.id, role) };
  });
}

/** Puts somebody into a team without asking. Only the portal itself, for its demo. */
export function addMember(
  outer: Context<Actor>,
  { cityId, accountId, role }: { cityId: string; accountId: string; role: TeamRole },
): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpTeams(ctx.actor));
    return { result: undefined, event: await admit(ctx, cityId, accountId, role) };
  });
}

/** Lets somebody who asked into the team with a role, or not ("none"). 404 when nobody of that id asks. */
export function answerRequest(
  outer: Context,
  { cityId, accountId, role }: { cityId: string; accountId: string; role: TeamRole | "none" },
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const city = await getCity(ctx, cityId);
    authorise(canRunTeam(ctx.actor, cityId));
    const [asked] = await ctx.db
      .delete(joinRequests)
      .where(and(eq(joinRequests.cityId, cityId), eq(joinRequests.accountId, accountId)))
      .returning();
    const [person] = await ctx.db
      .select({ name: accounts.name, email: accounts.email, locale: accounts.locale })
      .from(accounts)
      .where(eq(accounts.id, accountId));
    if (!asked || !person) throw new NotFound();
    const letter = {
      dedupe: `join-answer:${cityId}:${accountId}:${ctx.now.toISOString()}`,
      accountId,
      email: person.email,
      locale: person.locale,
    };
    if (role === "none") {
      await owe(ctx, { ...letter, kind: "join-declined", params: { city: city.name, name: person.name } });
      return { result: undefined, event: aboutCity(cityId, "city.join-declined", { accountId }) };
    }
    await owe(ctx, {
      ...letter,
      kind: "team-joined",
      params: { city: city.name, name: person.name, link: `${publicUrl}/cities/${cityId}` },
    });
    await tellOwners(ctx, city, { whom: person.name, step: "admitted" }, publicUrl);
    return { result: undefined, event: await admit(ctx, cityId, accountId, role) };
  });
}

/** Where the office acts for a team, a letter tells each of its owners who can still sign in. */
async function tellOwners(
  ctx: Context,
  city: { id: string; name: string },
  about: { whom: string; step: LetterParams["office-in-team"]["step"] },
  publicUrl: string,
): Promise<void> {
  if (teamRole(ctx.actor, city.id) === "owner") return;
  const letters = (await ownersOf(ctx, city.id)).map(
    ({ id, name, email, locale }): Owed => ({
      dedupe: `office-in-team:${city.id}:${about.step}:${about.whom}:${ctx.now.toISOString()}:${id}`,
      accountId: id,
      email,
      locale,
      kind: "office-in-team",
      params: { city: city.name, name, by: ctx.actor.name, ...about, link: `${publicUrl}/cities/${city.id}` },
    }),
  );
  await oweAll(ctx, letters);
}

/**
 * Gives a member another role, or takes somebody out ("none"). 409 when the team would be left without an owner. Where
 * the secretariat does it, the owners there were are told.
 */
export function changeMember(
  outer: Context,
  { cityId, accountId, role }: { cityId: string; accountId: string; role: TeamRole | "none" },
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const city = await getCity(ctx, cityId);
    const members = await lockTeam(ctx, cityId);
    const member = members.find((each) => each.accountId === accountId);
    if (!member) throw new NotFound();
    authorise(
      canChangeMember(
        ctx.actor,
        cityId,
        { ...member, owners: members.filter((each) => each.role === "owner").length },
        role,
      ),
    );
    const [person] = await ctx.db.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, accountId));
    const leaves = ctx.actor.id === accountId;
    if (!leaves && member.role !== role)
      await tellOwners(ctx, city, { whom: person!.name, step: role === "none" ? "removed" : "changed" }, publicUrl);
    return { result: undefined, event: await place(ctx, cityId, accountId, role) };
  });
}

/**
 * Makes a member an owner and, where an owner hands over, lets them go on in another part or leave, all in one step:
 * the team is never without an owner. The secretariat steps in the same way, without a part of its own, and the owners
 * there were are told. The new owner gets a letter.
 */
export function handOver(
  outer: Context,
  { cityId, accountId, stay }: { cityId: string; accountId: string; stay: TeamRole | "none" },
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const city = await getCity(ctx, cityId);
    const members = await lockTeam(ctx, cityId);
    authorise(canHandOver(ctx.actor, cityId, accountId));
    const [successor, own] = [accountId, ctx.actor.id].map((id) => members.find((each) => each.accountId === id));
    const [person] = await ctx.db
      .select({ email: accounts.email, locale: accounts.locale, name: accounts.name })
      .from(accounts)
      .where(eq(accounts.id, accountId));
    if (!successor || !person) throw new NotFound();
    await tellOwners(ctx, city, { whom: person.name, step: "owner" }, publicUrl);
    const events = successor.role === "owner" ? [] : [await place(ctx, cityId, accountId, "owner")];
    if (own && own.role !== stay) events.push(await place(ctx, cityId, own.accountId, stay));
    const { email, locale, name } = person;
    await owe(ctx, {
      dedupe: `handed-over:${cityId}:${accountId}:${ctx.now.toISOString()}`,
      accountId,
      email,
      locale,
      kind: "team-handed-over",
      params: { city: city.name, name, by: ctx.actor.name, link: `${publicUrl}/cities/${cityId}` },
    });
    return { result: undefined, event: events };
  });
}

/**
 * Who is in a team, held until the transaction ends: two owners who take each other out at the same moment must not
 * both succeed.
 */
async function lockTeam({ db }: Context, cityId: string) {
  await db.select({ id: cities.id }).from(cities).where(eq(cities.id, cityId)).for("update");
  return db
    .select({ accountId: cityMembers.accountId, role: cityMembers.role })
    .from(cityMembers)
    .where(eq(cityMembers.cityId, cityId));
}

async function place(
  { db, now }: Context,
  cityId: string,
  accountId: string,
  role: TeamRole | "none",
): Promise<AuditEvent> {
  const one = and(eq(cityMembers.cityId, cityId), eq(cityMembers.accountId, accountId));
  if (role === "none") {
    await db.delete(cityMembers).where(one);
    // Whoever leaves still knows what they know: in the calls that are open now the conflict stays.
    await db.insert(endedTies).values({ accountId, kind: "team", value: cityId, endedAt: now }).onConflictDoNothing();
  } else await db.update(cityMembers).set({ role }).where(one);
  return aboutCity(cityId, role === "none" ? "city.member-removed" : "city.role-changed", { accountId, role });
}

async function admit(ctx: Context<Actor>, cityId: string, accountId: string, role: TeamRole): Promise<AuditEvent[]> {
  authorise(canBeMember({ staff: await heldRoles(ctx, accountId) }));
  const { db, now } = ctx;
  const joined = await db
    .insert(cityMembers)
    .values({ cityId, accountId, role, joinedAt: now })
    .onConflictDoNothing()
    .returning();
  await db.delete(joinRequests).where(and(eq(joinRequests.cityId, cityId), eq(joinRequests.accountId, accountId)));
  return joined.length > 0 ? [aboutCity(cityId, "city.member-joined", { accountId, role })] : [];
}
