import { and, eq, isNull } from "drizzle-orm";
import { databaseCode } from "#db/fault.ts";
import { accounts, credentials, disablements, oneTimeTokens } from "#db/schema/account.ts";
import { endSessions, letterTo, oweConfirmation } from "../account/commands.server.ts";
import { endLinks, issueToken, markConfirmed, spendToken } from "../link/commands.server.ts";
import { aboutAccount } from "../account/rules.ts";
import { findByEmail } from "../account/queries.server.ts";
import type { Passwords } from "../sign-in/rules.ts";
import { linkTo } from "../link/rules.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { getUnconfirmed } from "./queries.server.ts";

const TAKEN = "23505";

/** Sends the confirming link once more. Nothing happens when the address is confirmed. */
export function resendConfirmation(outer: Context, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const holder = await findByEmail(ctx, ctx.actor.email);
    if (ctx.actor.emailConfirmed || !holder) return { result: undefined, event: [] };
    await oweConfirmation(ctx, holder, publicUrl);
    return { result: undefined, event: aboutAccount(holder.id, "token.issued", { purpose: "confirm-email" }) };
  });
}

/** Uses a confirming link up. 404 when it does not hold. */
export function confirmEmail(outer: Context<Actor>, token: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { accountId, email } = await spendToken(ctx, token, "confirm-email");
    await markConfirmed(ctx, accountId!, email);
    return { result: undefined, event: aboutAccount(accountId!, "account.email-confirmed") };
  });
}

/**
 * "This was not me", said by whoever got the confirming link: the account that somebody else opened is shut and loses
 * address, name and password, so that the address is free for its owner. Its record of events stays. 404 when the link
 * does not hold or the address was confirmed.
 */
export function disownAddress(outer: Context<Actor>, token: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { accountId } = await getUnconfirmed(ctx, token);
    await spendToken(ctx, token, "confirm-email");
    const freed = await ctx.db
      .update(accounts)
      .set({ email: `${accountId}@removed.invalid`, name: "–", disabledAt: ctx.now })
      .where(and(eq(accounts.id, accountId), isNull(accounts.emailConfirmedAt), isNull(accounts.disabledAt)))
      .returning({ id: accounts.id });
    if (freed.length === 0) throw new NotFound();
    await ctx.db
      .insert(disablements)
      .values({ accountId, reason: "opened with the address of somebody else", at: ctx.now, by: accountId });
    await ctx.db.delete(credentials).where(eq(credentials.accountId, accountId));
    await endLinks(ctx, accountId);
    await endSessions(ctx, accountId);
    return { result: undefined, event: aboutAccount(accountId, "account.disabled", { because: "address-disowned" }) };
  });
}

/**
 * Mails a link to the address somebody wants to have from now on. False when the password is not right. An address that
 * has an account gets a letter saying so instead; the answer is the same, so that nobody learns who has one.
 */
export async function requestEmailChange(
  outer: Context,
  { email, currentPassword }: { email: string; currentPassword: string },
  passwords: Passwords,
  publicUrl: string,
): Promise<boolean> {
  const own = await findByEmail(outer, outer.actor.email);
  if (!own || !(await passwords.verify(own.passwordHash, currentPassword))) return false;
  return transact(outer, async (ctx) => {
    const holder = await findByEmail(ctx, email);
    if (holder) {
      if (holder.id !== own.id)
        await owe(ctx, {
          ...letterTo(ctx, holder, "account-exists"),
          kind: "account-exists",
          params: { name: holder.name, link: `${publicUrl}/reset` },
        });
      return { result: true, event: [] };
    }
    await ctx.db
      .delete(oneTimeTokens)
      .where(
        and(
          eq(oneTimeTokens.accountId, own.id),
          eq(oneTimeTokens.purpose, "change-email"),
          isNull(oneTimeTokens.usedAt),
        ),
      );
    const token = await issueToken(ctx, { purpose: "change-email", email, accountId: own.id });
    await owe(ctx, {
      ...letterTo(ctx, { ...own, email }, "change-email"),
      kind: "change-email",
      params: { name: own.name, link: linkTo(publicUrl, "change-email", token) },
    });
    return { result: true, event: aboutAccount(own.id, "token.issued", { purpose: "change-email" }) };
  });
}

/**
 * Uses the link up, from within the account it was asked for: the new address counts and is proven, the old one is
 * told, every session ends, and links mailed to the old one stop working. 404 when the link does not hold, is
 * another's, or the address has an account by now.
 */
export async function changeEmail(outer: Context, token: string): Promise<void> {
  try {
    await transact(outer, async (ctx) => {
      const { accountId, email } = await spendToken(ctx, token, "change-email");
      const own = await findByEmail(ctx, ctx.actor.email);
      if (!own || accountId !== own.id) throw new NotFound();
      await ctx.db.update(accounts).set({ email, emailConfirmedAt: ctx.now }).where(eq(accounts.id, own.id));
      await endLinks(ctx, own.id);
      await endSessions(ctx, own.id);
      await owe(ctx, {
        ...letterTo(ctx, own, "email-changed"),
        kind: "email-changed",
        params: { name: own.name, email },
      });
      return { result: undefined, event: aboutAccount(own.id, "account.email-changed") };
    });
  } catch (error) {
    throw databaseCode(error) === TAKEN ? new NotFound() : error;
  }
}
