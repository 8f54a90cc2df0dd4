import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import {
  accounts,
  credentials,
  disablements,
  oneTimeTokens,
  reviewerProfiles,
  roleGrants,
  sessions,
} from "#db/schema/account.ts";
import { endedTies } from "#db/schema/conflict.ts";
import { type AuditEvent, SYSTEM_STREAM } from "../audit/rules.ts";
import { type Actor, ANONYMOUS, type Context, type Person, PORTAL, type StaffRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { endLinks, issueToken, spendToken } from "../link/commands.server.ts";
import { getLink } from "../link/queries.server.ts";
import { linkTo } from "../link/rules.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canDisable, canEnable, canKeepProfile, canOpenAccounts } from "./policy.ts";
import { findByEmail, getPerson, hasAdministrator, holdAccount } from "./queries.server.ts";
import {
  aboutAccount,
  isAskedAsScrutineer,
  isComplete,
  recordOfTies,
  type ReviewerProfile,
  takenOut,
} from "./rules.ts";

type NewAccount = { email: string; name: string; locale: string; passwordHash: string };

/**
 * Opens an account, unconfirmed, and mails the link that confirms it. An address that already has an account gets a
 * letter saying so instead; the answer is the same, so that nobody learns who has one.
 */
export function registerAccount(outer: Context<Actor>, given: NewAccount, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const id = await insertAccount(ctx, given, null);
    if (id) {
      await oweConfirmation(ctx, { id, ...given }, publicUrl);
      return { result: undefined, event: aboutAccount(id, "account.registered") };
    }
    const holder = await findByEmail(ctx, given.email);
    if (holder)
      await owe(ctx, {
        ...letterTo(ctx, holder, "account-exists"),
        kind: "account-exists",
        params: { name: holder.name, link: `${publicUrl}/reset` },
      });
    return { result: undefined, event: [] };
  });
}

/** Mails the link that confirms an address, inside the `transact` that says so. */
export async function oweConfirmation(
  ctx: Context<Actor>,
  holder: { id: string; email: string; name: string; locale: string },
  publicUrl: string,
): Promise<void> {
  const token = await issueToken(ctx, { purpose: "confirm-email", email: holder.email, accountId: holder.id });
  await owe(ctx, {
    ...letterTo(ctx, holder, "confirm-email"),
    kind: "confirm-email",
    params: { name: holder.name, link: linkTo(publicUrl, "confirm-email", token) },
  });
}

/** Changes one's name and language. */
export function updateAccount(outer: Context, { name, locale }: { name: string; locale: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    await ctx.db.update(accounts).set({ name, locale }).where(eq(accounts.id, ctx.actor.id));
    return { result: undefined, event: aboutAccount(ctx.actor.id, "account.updated") };
  });
}

/**
 * Writes a reviewer's profile: one's own, or the portal for its demo. Countries, cities and organisations that are
 * taken out are kept as ended ties. Where assignments may stand, `changeProfile` of `assignment` calls it and ends what
 * has come to stand in conflict.
 */
export function saveReviewerProfile(
  outer: Context<Actor>,
  profile: ReviewerProfile,
  accountId = outer.actor.id ?? "",
): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canKeepProfile(ctx.actor, accountId));
    const row = { ...profile, complete: isComplete(profile, isAskedAsScrutineer(ctx.actor)), updatedAt: ctx.now };
    // Two saves at once follow each other: the second sees what the first one left to take out.
    await holdAccount(ctx, accountId);
    const [before] = await ctx.db.select().from(reviewerProfiles).where(eq(reviewerProfiles.accountId, accountId));
    const ended = takenOut(before, profile);
    if (ended.length > 0)
      await ctx.db
        .insert(endedTies)
        .values(ended.map((tie) => ({ ...tie, accountId, endedAt: ctx.now })))
        .onConflictDoNothing();
    await ctx.db
      .insert(reviewerProfiles)
      .values({ accountId, ...row })
      .onConflictDoUpdate({ target: reviewerProfiles.accountId, set: row });
    return { result: undefined, event: aboutAccount(accountId, "account.profile-saved", recordOfTies(ended)) };
  });
}

/**
 * Opens a confirmed account in the portal's own name and returns its id; an account that is there already stays as it
 * is.
 */
export function openAccount(
  outer: Context<Actor>,
  given: NewAccount & { staff?: readonly StaffRole[] },
): Promise<string> {
  return transact(outer, async (ctx) => {
    authorise(canOpenAccounts(ctx.actor));
    const id = await insertAccount(ctx, given, ctx.now);
    if (!id) return { result: (await findByEmail(ctx, given.email))!.id, event: [] };
    const granted = await grant(ctx, id, given.staff ?? []);
    return { result: id, event: [aboutAccount(id, "account.registered"), ...granted] };
  });
}

/**
 * Opens a confirmed account for somebody who holds a mailed invitation: the link has proven the address. The invitation
 * stays open. 404 when it does not hold.
 */
export function openInvitedAccount(
  outer: Context<Actor>,
  token: string,
  given: Omit<NewAccount, "email">,
): Promise<Person> {
  return transact(outer, async (ctx) => {
    const { email } = await getLink(ctx, token, "join-team", "join-panel");
    const id = await insertAccount(ctx, { ...given, email }, ctx.now);
    if (!id) throw new NotFound();
    return {
      result: personOf({ id, email, name: given.name }),
      event: aboutAccount(id, "account.registered", { by: "invitation" }),
    };
  });
}

/**
 * Shuts an account: nobody signs in with it, and every session of it ends. Its entries and reviews stay. 403 for one's
 * own, 409 when it is shut.
 */
export function disableAccount(outer: Context, accountId: string, reason: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const isStill = await lockAdministrators(ctx);
    const person = await getPerson(ctx, accountId);
    authorise(canDisable(ctx.actor, person));
    if (!isStill) throw new NotFound();
    await ctx.db.update(accounts).set({ disabledAt: ctx.now }).where(eq(accounts.id, accountId));
    await ctx.db.insert(disablements).values({ accountId, reason, at: ctx.now, by: ctx.actor.id });
    await endLinks(ctx, accountId);
    await endSessions(ctx, accountId);
    await owe(ctx, {
      ...letterTo(ctx, person, "account-disabled"),
      kind: "account-disabled",
      params: { name: person.name, reason },
    });
    return { result: undefined, event: aboutAccount(accountId, "account.disabled") };
  });
}

/** Opens a shut account again. 409 when it is open. */
export function enableAccount(outer: Context, accountId: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await holdAccount(ctx, accountId);
    const person = await getPerson(ctx, accountId);
    authorise(canEnable(ctx.actor, person));
    await ctx.db.update(accounts).set({ disabledAt: null }).where(eq(accounts.id, accountId));
    await ctx.db
      .update(disablements)
      .set({ endedAt: ctx.now, endedBy: ctx.actor.id })
      .where(and(eq(disablements.accountId, accountId), isNull(disablements.endedAt)));
    await owe(ctx, {
      ...letterTo(ctx, person, "account-enabled"),
      kind: "account-enabled",
      params: { name: person.name, link: `${publicUrl}/sign-in` },
    });
    return { result: undefined, event: aboutAccount(accountId, "account.enabled") };
  });
}

/**
 * Whether the actor is still an administrator. Two who shut each other's account at once must not leave none: the
 * second one waits, and is out by then.
 */
async function lockAdministrators({ db, actor }: Context): Promise<boolean> {
  const held = await db
    .select({ id: roleGrants.accountId, disabledAt: accounts.disabledAt })
    .from(roleGrants)
    .innerJoin(accounts, eq(accounts.id, roleGrants.accountId))
    .where(eq(roleGrants.role, "administrator"))
    .orderBy(roleGrants.accountId)
    .for("update");
  return held.some(({ id, disabledAt }) => id === actor.id && !disabledAt);
}

/** The link that makes the first administrator, or null when there is one. Earlier links stop working. */
export function firstAdministratorLink(db: Db, publicUrl: string, now: Date): Promise<string | null> {
  return transact({ db, actor: PORTAL, now }, async (ctx) => {
    if (await hasAdministrator(ctx)) return { result: null, event: [] };
    const token = await issueToken(ctx, { purpose: "first-administrator", email: "" });
    return {
      result: linkTo(publicUrl, "first-administrator", token),
      event: {
        type: "token.issued" as const,
        stream: SYSTEM_STREAM,
        subjectId: null,
        details: { purpose: "first-administrator" },
      },
    };
  });
}

/**
 * Uses the setup link up and returns the new administrator's id, or null when the address is taken. 404 when the link
 * does not hold.
 */
export function createFirstAdministrator(
  outer: Context<Actor>,
  token: string,
  given: NewAccount,
): Promise<string | null> {
  return transact(outer, async (ctx) => {
    const id = await insertAccount(ctx, given, ctx.now);
    if (!id) return { result: null, event: [] };
    await spendToken(ctx, token, "first-administrator");
    if (await hasAdministrator(ctx)) throw new NotFound();
    return {
      result: id,
      event: [aboutAccount(id, "account.registered"), ...(await grant(ctx, id, ["administrator"]))],
    };
  });
}

/** Returns the new account's id, or null when the address has one. */
async function insertAccount(
  { db, now }: Context<Actor>,
  { email, name, locale, passwordHash }: NewAccount,
  emailConfirmedAt: Date | null,
): Promise<string | null> {
  const [opened] = await db
    .insert(accounts)
    .values({ email, name, locale, emailConfirmedAt, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: accounts.id });
  if (opened) await db.insert(credentials).values({ accountId: opened.id, passwordHash, changedAt: now });
  return opened?.id ?? null;
}

/** Ends every session of somebody, and every sign-in that is half done. */
export async function endSessions({ db }: Context<Actor>, accountId: string): Promise<void> {
  await db
    .delete(oneTimeTokens)
    .where(and(eq(oneTimeTokens.accountId, accountId), eq(oneTimeTokens.purpose, "sign-in-step")));
  await db.delete(sessions).where(eq(sessions.userId, accountId));
}

/** Gives roles inside the `transact` of the decision; those already held change nothing. */
export async function grant(
  { db, actor, now }: Context<Actor>,
  accountId: string,
  roles: readonly StaffRole[],
): Promise<AuditEvent[]> {
  if (roles.length === 0) return [];
  const rows = roles.map((role) => ({ accountId, role, grantedAt: now, grantedBy: actor.id }));
  const granted = await db.insert(roleGrants).values(rows).onConflictDoNothing().returning({ role: roleGrants.role });
  return granted.map(({ role }) => aboutAccount(accountId, "account.role-granted", { role }));
}

/** To whom a letter goes, in whose language, and what makes it one letter and no more. */
export const letterTo = (
  { now }: Context<Actor>,
  holder: { id: string; email: string; locale: string },
  kind: string,
) => ({
  dedupe: `${kind}:${holder.id}:${now.toISOString()}`,
  accountId: holder.id,
  email: holder.email,
  locale: holder.locale,
});

/** Somebody who has just proven who they are; rights are read with the next request. */
export const personOf = ({ id, email, name }: { id: string; email: string; name: string }): Person => ({
  ...ANONYMOUS,
  id,
  email,
  name,
});
