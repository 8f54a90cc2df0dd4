import { randomBytes } from "node:crypto";
import { and, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
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
import { type AuditEvent, type EventType, type Json, SYSTEM_STREAM } from "../audit/rules.ts";
import { type Actor, ANONYMOUS, type Context, type Person, PORTAL, type StaffRole } from "../context.ts";
import { NotFound } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canDisable, canEnable, canKeepProfile, canOpenAccounts } from "./policy.ts";
import {
  findByEmail,
  getLink,
  getPerson,
  hasAdministrator,
  hasFactor,
  isOpenInvitation,
  type Link,
  sessionKey,
  tokenId,
} from "./queries.server.ts";
import {
  isAskedAsScrutineer,
  isComplete,
  isStep,
  LINK_LIFETIME,
  linkTo,
  type Passwords,
  recordOf,
  type ReviewerProfile,
  takenOut,
  type TokenPurpose,
} from "./rules.ts";

type NewAccount = { email: string; name: string; locale: string; passwordHash: string };

/**
 * Opens an account, unconfirmed, and mails the link that confirms it. An address that already has an account gets a letter saying so instead;
 * the answer is the same, so that nobody learns who has one.
 */
export function registerAccount(outer: Context<Actor>, given: NewAccount, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const id = await insertAccount(ctx, given, null);
    if (id) {
      await oweConfirmation(ctx, { id, ...given }, publicUrl);
      return { result: undefined, event: about(id, "account.registered") };
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

/**
 * Whose address and password these are, or null. With a second factor nobody is signed in yet: `step` is what the browser brings along with it.
 * Takes the same time for an unknown address. Throws `code: "BUSY"` when too many sign in at once.
 */
export async function signIn(
  outer: Context<Actor>,
  { email, password }: { email: string; password: string },
  passwords: Passwords,
): Promise<{ accountId: string; step: string | null } | null> {
  const found = await findByEmail(outer, email);
  const right = await passwords.verify(found?.passwordHash ?? null, password);
  if (!found || !right || found.disabledAt) return null;
  return transact<Person, { accountId: string; step: string | null }>(
    { ...outer, actor: personOf(found) },
    async (ctx) => {
      if (!(await hasFactor(ctx, found.id)))
        return { result: { accountId: found.id, step: null }, event: about(found.id, "account.signed-in") };
      const step = await issueToken(ctx, { purpose: "sign-in-step", email, accountId: found.id });
      return {
        result: { accountId: found.id, step },
        event: about(found.id, "token.issued", { purpose: "sign-in-step" }),
      };
    },
  );
}

/** Becomes somebody of the demonstration without a password. Only the demo's own routes call this. */
export async function signInAs(outer: Context<Actor>, email: string): Promise<{ accountId: string }> {
  const found = await findByEmail(outer, email);
  if (!found) throw new NotFound();
  return transact({ ...outer, actor: personOf(found) }, async () => ({
    result: { accountId: found.id },
    event: about(found.id, "account.signed-in", { demo: true }),
  }));
}

export function signOut(outer: Context): Promise<void> {
  return transact(outer, async ({ actor }) => ({ result: undefined, event: about(actor.id, "account.signed-out") }));
}

/** Ends every session of one's own, this one too. */
export function signOutElsewhere(outer: Context): Promise<void> {
  return transact(outer, async (ctx) => {
    await endSessions(ctx, ctx.actor.id);
    return { result: undefined, event: about(ctx.actor.id, "account.signed-out", { everywhere: true }) };
  });
}

/** Ends one session of one's own, known by the key `ownSessions` gives it. 404 when there is none. */
export function endSession(outer: Context, key: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const ended = await ctx.db
      .delete(sessions)
      .where(and(eq(sessions.userId, ctx.actor.id), eq(sessionKey, key)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw new NotFound();
    return { result: undefined, event: about(ctx.actor.id, "account.signed-out", { elsewhere: true }) };
  });
}

/** Changes one's name and language. */
export function updateAccount(outer: Context, { name, locale }: { name: string; locale: string }): Promise<void> {
  return transact(outer, async (ctx) => {
    await ctx.db.update(accounts).set({ name, locale }).where(eq(accounts.id, ctx.actor.id));
    return { result: undefined, event: about(ctx.actor.id, "account.updated") };
  });
}

/** Sets a new password and ends every session of the person. False when the current password is not right. */
export async function changePassword(
  outer: Context,
  { currentPassword, password }: { currentPassword: string; password: string },
  passwords: Passwords,
): Promise<boolean> {
  const own = await findByEmail(outer, outer.actor.email);
  if (!(await passwords.verify(own?.passwordHash ?? null, currentPassword))) return false;
  const passwordHash = await passwords.hash(password);
  return transact(outer, async (ctx) => {
    await setPassword(ctx, ctx.actor.id, passwordHash);
    return { result: true, event: about(ctx.actor.id, "account.password-changed") };
  });
}

/** Mails a link for a new password, if the address has an account. The answer does not tell. */
export function requestPasswordReset(outer: Context<Actor>, email: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const holder = await findByEmail(ctx, email);
    if (!holder || holder.disabledAt) return { result: undefined, event: [] };
    const token = await issueToken(ctx, { purpose: "reset-password", email, accountId: holder.id });
    await owe(ctx, {
      ...letterTo(ctx, holder, "reset-password"),
      kind: "reset-password",
      params: { name: holder.name, link: linkTo(publicUrl, "reset-password", token) },
    });
    return { result: undefined, event: about(holder.id, "token.issued", { purpose: "reset-password" }) };
  });
}

/** Uses a reset link up: new password, address proven, every session ended. 404 when the link does not hold. */
export function resetPassword(outer: Context<Actor>, token: string, passwordHash: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { accountId, email } = await spendToken(ctx, token, "reset-password");
    await setPassword(ctx, accountId!, passwordHash);
    await markConfirmed(ctx, accountId!, email);
    return { result: undefined, event: about(accountId!, "account.password-changed", { by: "link" }) };
  });
}

/**
 * Writes a reviewer's profile: one's own, or the portal for its demo. Countries and organisations that are taken out are kept as ended ties.
 * Where assignments may stand, `changeProfile` of `assignment` calls it and ends what has come to stand in conflict.
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
    await ctx.db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("no key update");
    const [before] = await ctx.db
      .select({ countries: reviewerProfiles.countries, organisations: reviewerProfiles.organisations })
      .from(reviewerProfiles)
      .where(eq(reviewerProfiles.accountId, accountId));
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
    return { result: undefined, event: about(accountId, "account.profile-saved", recordOf(ended)) };
  });
}

/** Opens a confirmed account in the portal's own name and returns its id; an account that is there already stays as it is. */
export function openAccount(
  outer: Context<Actor>,
  given: NewAccount & { staff?: readonly StaffRole[] },
): Promise<string> {
  return transact(outer, async (ctx) => {
    authorise(canOpenAccounts(ctx.actor));
    const id = await insertAccount(ctx, given, ctx.now);
    if (!id) return { result: (await findByEmail(ctx, given.email))!.id, event: [] };
    const granted = await grant(ctx, id, given.staff ?? []);
    return { result: id, event: [about(id, "account.registered"), ...granted] };
  });
}

/** Opens a confirmed account for somebody who holds a mailed invitation: the link has proven the address. The invitation stays open. 404 when it does not hold. */
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
      event: about(id, "account.registered", { by: "invitation" }),
    };
  });
}

/** Shuts an account: nobody signs in with it, and every session of it ends. Its entries and reviews stay. 403 for one's own, 409 when it is shut. */
export function disableAccount(outer: Context, accountId: string, reason: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const isStill = await lockAdministrators(ctx);
    const person = await getPerson(ctx, accountId);
    authorise(canDisable(ctx.actor, person));
    if (!isStill) throw new NotFound();
    await ctx.db.update(accounts).set({ disabledAt: ctx.now }).where(eq(accounts.id, accountId));
    await ctx.db.insert(disablements).values({ accountId, reason, at: ctx.now, by: ctx.actor.id });
    await ctx.db.delete(oneTimeTokens).where(and(eq(oneTimeTokens.accountId, accountId), isNull(oneTimeTokens.usedAt)));
    await endSessions(ctx, accountId);
    await owe(ctx, {
      ...letterTo(ctx, person, "account-disabled"),
      kind: "account-disabled",
      params: { name: person.name, reason },
    });
    return { result: undefined, event: about(accountId, "account.disabled") };
  });
}

/** Opens a shut account again. 409 when it is open. */
export function enableAccount(outer: Context, accountId: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
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
    return { result: undefined, event: about(accountId, "account.enabled") };
  });
}

/** Two administrators who shut each other's account at once must not leave none: the second one waits, and is out by then. */
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

/** Uses the setup link up and returns the new administrator's id, or null when the address is taken. 404 when the link does not hold. */
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
    return { result: id, event: [about(id, "account.registered"), ...(await grant(ctx, id, ["administrator"]))] };
  });
}

/**
 * Makes a one-time link's token. Called inside the `transact` whose event says what it is for; only a hash of it is stored.
 * Open links to the same address for the same thing stop working; steps of one browser leave those of another alone.
 */
export async function issueToken(
  { db, actor, now }: Context<Actor>,
  {
    purpose,
    email,
    accountId = null,
    grants = null,
  }: {
    purpose: TokenPurpose;
    email: string;
    accountId?: string | null;
    grants?: Link["grants"];
  },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + LINK_LIFETIME[purpose]);
  const same = sql`${oneTimeTokens.grants} is not distinct from ${grants ? JSON.stringify(grants) : null}::jsonb`;
  if (!isStep(purpose))
    await db
      .delete(oneTimeTokens)
      .where(
        and(eq(oneTimeTokens.purpose, purpose), eq(oneTimeTokens.email, email), isNull(oneTimeTokens.usedAt), same),
      );
  await db
    .insert(oneTimeTokens)
    .values({ id: tokenId(token), purpose, email, accountId, grants, createdAt: now, createdBy: actor.id, expiresAt });
  return token;
}

/** Ends an open invitation inside the `transact` of the command that revokes it: its link leads nowhere, not even for somebody whose request came in before. 404 for one that does not stand in that place. */
export async function endInvitation(
  ctx: Context,
  id: string,
  purpose: "join-team" | "join-panel",
  place: { cityId: string } | { roundId: string },
): Promise<{ email: string; accountId: string | null; role: string }> {
  const [ended] = await ctx.db
    .update(oneTimeTokens)
    .set({ expiresAt: sql`${oneTimeTokens.createdAt}` })
    .where(and(isOpenInvitation(ctx, purpose, place), eq(oneTimeTokens.id, id)))
    .returning({ email: oneTimeTokens.email, accountId: oneTimeTokens.accountId, grants: oneTimeTokens.grants });
  if (!ended) throw new NotFound();
  return { email: ended.email, accountId: ended.accountId, role: ended.grants?.role ?? "" };
}

/** Uses a token up, inside the `transact` of what it allows. Of two at once only one succeeds. An invitation proves the address it was sent to. 404 when it does not hold, or was sent to somebody else. */
export async function spendToken(ctx: Context<Actor>, token: string, ...purposes: TokenPurpose[]): Promise<Link> {
  const link = await getLink(ctx, token, ...purposes);
  if (link.purpose.startsWith("join-") && ctx.actor.email !== link.email) throw new NotFound();
  const [spent] = await ctx.db
    .update(oneTimeTokens)
    .set({ usedAt: ctx.now })
    .where(and(eq(oneTimeTokens.id, link.id), isNull(oneTimeTokens.usedAt), gt(oneTimeTokens.expiresAt, ctx.now)))
    .returning({ id: oneTimeTokens.id });
  if (!spent) throw new NotFound();
  if (link.purpose.startsWith("join-") && ctx.actor.id) await markConfirmed(ctx, ctx.actor.id, link.email);
  return link;
}

/** Forgets links that ended long ago. */
export async function sweepTokens({ db, now }: Context<Actor>): Promise<void> {
  const steps = and(
    inArray(oneTimeTokens.purpose, ["sign-in-step", "passkey-challenge"]),
    lt(oneTimeTokens.expiresAt, now),
  );
  await db
    .delete(oneTimeTokens)
    .where(or(steps, lt(oneTimeTokens.expiresAt, new Date(now.getTime() - 30 * 86_400_000))));
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

/** The address of an account is proven, unless it has another one by now. */
export async function markConfirmed({ db, now }: Context<Actor>, accountId: string, email: string): Promise<void> {
  await db
    .update(accounts)
    .set({ emailConfirmedAt: now })
    .where(and(eq(accounts.id, accountId), eq(accounts.email, email), isNull(accounts.emailConfirmedAt)));
}

/** Whoever had the old password is out: every session ends in the same transaction. */
async function setPassword(ctx: Context<Actor>, accountId: string, passwordHash: string): Promise<void> {
  const { db, now } = ctx;
  const row = { passwordHash, changedAt: now };
  await db
    .insert(credentials)
    .values({ accountId, ...row })
    .onConflictDoUpdate({ target: credentials.accountId, set: row });
  await endSessions(ctx, accountId);
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
  return granted.map(({ role }) => about(accountId, "account.role-granted", { role }));
}

const about = (accountId: string, type: EventType, details: { [key: string]: Json } = {}): AuditEvent => ({
  type,
  stream: SYSTEM_STREAM,
  subjectId: accountId,
  details,
});

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
const personOf = ({ id, email, name }: { id: string; email: string; name: string }): Person => ({
  ...ANONYMOUS,
  id,
  email,
  name,
});
