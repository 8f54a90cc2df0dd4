import { and, eq } from "drizzle-orm";
import { credentials, sessions } from "#db/schema/account.ts";
import { endSessions, letterTo, personOf } from "../account/commands.server.ts";
import { aboutAccount } from "../account/rules.ts";
import { findByEmail, hasFactor } from "../account/queries.server.ts";
import type { Actor, Context, Person } from "../context.ts";
import { NotFound, Refused } from "../errors.ts";
import { dropFactors } from "../factor/commands.server.ts";
import { issueToken, markConfirmed, spendToken } from "../link/commands.server.ts";
import { linkTo } from "../link/rules.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { isOwnPassword, sessionKey } from "./queries.server.ts";
import type { Passwords } from "./rules.ts";

/**
 * Whose address and password these are, or null. With a second factor nobody is signed in yet: `step` is what the
 * browser brings along with it. Takes the same time for an unknown address. Throws `code: "BUSY"` when too many sign in
 * at once.
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
        return { result: { accountId: found.id, step: null }, event: aboutAccount(found.id, "account.signed-in") };
      const step = await issueToken(ctx, { purpose: "sign-in-step", email, accountId: found.id });
      return {
        result: { accountId: found.id, step },
        event: aboutAccount(found.id, "token.issued", { purpose: "sign-in-step" }),
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
    event: aboutAccount(found.id, "account.signed-in", { demo: true }),
  }));
}

/** Puts signing out on record, where anything can be put there; the session itself ends in `app/http`. */
export function signOut(outer: Context): Promise<void> {
  return transact(outer, async ({ actor }) => ({
    result: undefined,
    event: aboutAccount(actor.id, "account.signed-out"),
  })).catch(unlessRestored);
}

/** Ends every session of one's own, this one too. */
export function signOutEverywhere(outer: Context): Promise<void> {
  return transact(outer, async (ctx) => {
    await endSessions(ctx, ctx.actor.id);
    return { result: undefined, event: aboutAccount(ctx.actor.id, "account.signed-out", { everywhere: true }) };
  }).catch((error: unknown) => {
    unlessRestored(error);
    return endSessions(outer, outer.actor.id);
  });
}

/** A session that stays open is worse than an event that is missing. */
function unlessRestored(error: unknown): void {
  if (!(error instanceof Refused && error.because === "database-restored")) throw error;
}

/** Ends one session of one's own, known by the key `ownSessions` gives it. 404 when there is none. */
export function endSession(outer: Context, key: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const ended = await ctx.db
      .delete(sessions)
      .where(and(eq(sessions.userId, ctx.actor.id), eq(sessionKey, key)))
      .returning({ id: sessions.id });
    if (ended.length === 0) throw new NotFound();
    return { result: undefined, event: aboutAccount(ctx.actor.id, "account.signed-out", { elsewhere: true }) };
  });
}

/** Sets a new password and ends every session of the person. False when the current password is not right. */
export async function changePassword(
  outer: Context,
  { currentPassword, password }: { currentPassword: string; password: string },
  passwords: Passwords,
): Promise<boolean> {
  if (!(await isOwnPassword(outer, currentPassword, passwords))) return false;
  const passwordHash = await passwords.hash(password);
  return transact(outer, async (ctx) => {
    await setPassword(ctx, ctx.actor.id, passwordHash);
    return { result: true, event: aboutAccount(ctx.actor.id, "account.password-changed") };
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
    return { result: undefined, event: aboutAccount(holder.id, "token.issued", { purpose: "reset-password" }) };
  });
}

/**
 * Uses a reset link up: new password, address proven, every session ended. Second factors stay, because whoever reads
 * the mailbox must not get past them; true when there are any, which their owner should look through. But those of an
 * address that was never proven before end: a stranger may have set them. 404 when the link does not hold.
 */
export function resetPassword(outer: Context<Actor>, token: string, passwordHash: string): Promise<boolean> {
  return transact(outer, async (ctx) => {
    const { accountId, email } = await spendToken(ctx, token, "reset-password");
    await setPassword(ctx, accountId!, passwordHash);
    const changed = aboutAccount(accountId!, "account.password-changed", { by: "link" });
    const isFirstProof = await markConfirmed(ctx, accountId!, email);
    const protectedBefore = await hasFactor(ctx, accountId!);
    if (!isFirstProof) return { result: protectedBefore, event: changed };
    const dropped = await dropFactors(ctx, accountId!);
    return { result: false, event: protectedBefore ? [changed, dropped] : changed };
  });
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
