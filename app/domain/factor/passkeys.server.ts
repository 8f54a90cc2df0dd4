import { and, eq, isNull } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { passkeys } from "#db/schema/factor.ts";
import { aboutAccount } from "../account/rules.ts";
import type { AuditEvent } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { issueToken, spendToken } from "../link/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { changed, lockAccount } from "./commands.server.ts";
import { canRemoveFactor } from "./policy.ts";
import { ownFactors } from "./queries.server.ts";
import type { PasskeyAnswer, Passkeys } from "./rules.ts";

/** What the browser needs to make a passkey. */
export function askForPasskey(outer: Context, keys: Passkeys): Promise<object> {
  return transact(outer, async (ctx) => {
    const challenge = await issueToken(ctx, {
      purpose: "passkey-challenge",
      email: ctx.actor.email,
      accountId: ctx.actor.id,
    });
    const known = (await ownFactors(ctx)).passkeys.map(({ credentialId }) => credentialId);
    return { result: await keys.registration({ challenge, account: ctx.actor, known }), event: [] };
  });
}

/** Takes a new passkey; false when it does not hold. Ends every session. */
export function addPasskey(
  outer: Context,
  { name, passkey }: { name: string; passkey: PasskeyAnswer },
  keys: Passkeys,
): Promise<boolean> {
  return transact(outer, async (ctx) => {
    if (!(await spendChallenge(ctx, passkey.challenge, ctx.actor.id))) return { result: false, event: [] };
    const facts = await keys.registered(passkey.response, passkey.challenge);
    if (!facts) return { result: false, event: [] };
    const [added] = await ctx.db
      .insert(passkeys)
      .values({ ...facts, accountId: ctx.actor.id, name, addedAt: ctx.now })
      .onConflictDoNothing()
      .returning({ id: passkeys.id });
    return added
      ? { result: true, event: await changed(ctx, "factor.added", { factor: "passkey" }) }
      : { result: false, event: [] };
  });
}

/** Takes away one of one's passkeys. 404 for others', refused while it is the last factor of who needs one. */
export function removePasskey(outer: Context, passkeyId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockAccount(ctx);
    const { passkeys: own, factors } = await ownFactors(ctx);
    if (!own.some(({ id }) => id === passkeyId)) throw new NotFound();
    authorise(canRemoveFactor(ctx.actor, factors));
    await ctx.db.delete(passkeys).where(eq(passkeys.id, passkeyId));
    return { result: undefined, event: await changed(ctx, "factor.removed", { factor: "passkey" }) };
  });
}

/** What the browser needs to sign in with a passkey, whosever it is. */
export function askToSignIn(outer: Context<Actor>, keys: Passkeys): Promise<object> {
  return transact(outer, async (ctx) => ({
    result: await keys.request(await issueToken(ctx, { purpose: "passkey-challenge", email: "" })),
    event: [],
  }));
}

/** Signs in with a passkey alone: it has checked its user, so it is both factors. Null when it does not hold. */
export function signInWithPasskey(
  outer: Context<Actor>,
  answer: PasskeyAnswer,
  keys: Passkeys,
): Promise<Holder | null> {
  return transact(outer, async (ctx) => {
    const { holder, refused } = await check(ctx, answer, keys);
    return holder
      ? { result: holder, event: aboutAccount(holder.accountId, "account.signed-in", { by: "passkey" }) }
      : { result: null, event: refused };
  });
}

/** Whether a passkey of one's own was used just now: as good as one's password. */
export function isOwnPasskey(outer: Context, answer: PasskeyAnswer, keys: Passkeys): Promise<boolean> {
  return transact(outer, async (ctx) => {
    const { holder, refused } = await check(ctx, answer, keys);
    return { result: holder?.accountId === ctx.actor.id, event: refused };
  });
}

type Holder = { accountId: string; email: string };

/** Whose passkey answered; null when it does not hold. */
async function check(
  ctx: Context<Actor>,
  { id, challenge, response }: PasskeyAnswer,
  keys: Passkeys,
): Promise<{ holder: Holder | null; refused: AuditEvent[] }> {
  const spent = await spendChallenge(ctx, challenge, null);
  const [known] = await ctx.db
    .select({
      id: passkeys.id,
      accountId: passkeys.accountId,
      email: accounts.email,
      credentialId: passkeys.credentialId,
      publicKey: passkeys.publicKey,
      counter: passkeys.counter,
      transports: passkeys.transports,
    })
    .from(passkeys)
    .innerJoin(accounts, eq(accounts.id, passkeys.accountId))
    .where(and(eq(passkeys.credentialId, id), isNull(accounts.disabledAt)))
    .for("update", { of: passkeys });
  if (!spent || !known) return { holder: null, refused: [] };
  const signed = await keys.signed(response, challenge, known);
  if (!signed)
    return { holder: null, refused: [aboutAccount(known.accountId, "factor.refused", { factor: "passkey" })] };
  await ctx.db.update(passkeys).set({ counter: signed.counter, usedAt: ctx.now }).where(eq(passkeys.id, known.id));
  return { holder: { accountId: known.accountId, email: known.email }, refused: [] };
}

/** A challenge counts once, and only for whom it was made. */
async function spendChallenge(ctx: Context<Actor>, challenge: string, accountId: string | null): Promise<boolean> {
  try {
    return (await spendToken(ctx, challenge, "passkey-challenge")).accountId === accountId;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
