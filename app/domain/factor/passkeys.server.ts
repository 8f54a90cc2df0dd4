import { and, eq, isNull, lt, type SQL } from "drizzle-orm";
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
export async function askForPasskey(outer: Context, keys: Passkeys): Promise<object> {
  const asked = await transact(outer, async (ctx) => {
    const { id: accountId, email } = ctx.actor;
    const challenge = await issueToken(ctx, { purpose: "passkey-challenge", email, accountId });
    const known = (await ownFactors(ctx)).passkeys.map(({ credentialId }) => credentialId);
    return { result: { challenge, known }, event: [] };
  });
  return keys.registration({ ...asked, account: outer.actor });
}

/** Takes a new passkey; false when it does not hold. Ends every session. */
export async function addPasskey(
  outer: Context,
  { name, passkey }: { name: string; passkey: PasskeyAnswer },
  keys: Passkeys,
): Promise<boolean> {
  const facts = await keys.registered(passkey.response, passkey.challenge);
  return transact(outer, async (ctx) => {
    const spent = await spendChallenge(ctx, passkey.challenge, ctx.actor.id);
    if (!spent || !facts) return { result: false, event: [] };
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
export async function askToSignIn(outer: Context<Actor>, keys: Passkeys): Promise<object> {
  const challenge = await transact(outer, async (ctx) => ({
    result: await issueToken(ctx, { purpose: "passkey-challenge", email: "" }),
    event: [],
  }));
  return keys.request(challenge);
}

/** Signs in with a passkey alone: it has checked its user, so it is both factors. Null when it does not hold. */
export async function signInWithPasskey(
  outer: Context<Actor>,
  answer: PasskeyAnswer,
  keys: Passkeys,
): Promise<Holder | null> {
  const found = await check(outer, answer, keys);
  return transact(outer, async (ctx) => {
    const { holder, refused } = await spend(ctx, answer.challenge, found);
    return holder
      ? { result: holder, event: aboutAccount(holder.accountId, "account.signed-in", { by: "passkey" }) }
      : { result: null, event: refused };
  });
}

/** Whether a passkey of one's own was used just now: as good as one's password. */
export async function isOwnPasskey(outer: Context, answer: PasskeyAnswer, keys: Passkeys): Promise<boolean> {
  const found = await check(outer, answer, keys);
  return transact(outer, async (ctx) => {
    const { holder, refused } = await spend(ctx, answer.challenge, found);
    return { result: holder?.accountId === ctx.actor.id, event: refused };
  });
}

type Holder = { accountId: string; email: string };
type Checked = { passkeyId: string; accountId: string; signed: { counter: number } | null };

/** Whether a passkey that is known has signed the challenge. Before anything is held: a signature takes its time. */
async function check(
  { db }: Context<Actor>,
  { id, challenge, response }: PasskeyAnswer,
  keys: Passkeys,
): Promise<Checked | null> {
  const [known] = await db
    .select({
      passkeyId: passkeys.id,
      accountId: passkeys.accountId,
      credentialId: passkeys.credentialId,
      publicKey: passkeys.publicKey,
      counter: passkeys.counter,
      transports: passkeys.transports,
    })
    .from(passkeys)
    .where(eq(passkeys.credentialId, id));
  if (!known) return null;
  const { passkeyId, accountId, ...key } = known;
  return { passkeyId, accountId, signed: await keys.signed(response, challenge, key) };
}

/**
 * Whose passkey answered; null when it does not hold. Meanwhile it may be gone or its account shut, and another answer
 * may have counted as far: as by a copy of it.
 */
async function spend(
  ctx: Context<Actor>,
  challenge: string,
  found: Checked | null,
): Promise<{ holder: Holder | null; refused: AuditEvent[] }> {
  if (!(await spendChallenge(ctx, challenge, null)) || !found) return { holder: null, refused: [] };
  const { passkeyId, accountId, signed } = found;
  const [account] = await ctx.db
    .select({ email: accounts.email })
    .from(accounts)
    .where(and(eq(accounts.id, accountId), isNull(accounts.disabledAt)));
  if (!account) return { holder: null, refused: [] };
  const used =
    signed &&
    (await ctx.db
      .update(passkeys)
      .set({ counter: signed.counter, usedAt: ctx.now })
      .where(and(eq(passkeys.id, passkeyId), goesOn(signed.counter)))
      .returning({ id: passkeys.id }));
  return used?.length
    ? { holder: { accountId, email: account.email }, refused: [] }
    : { holder: null, refused: [aboutAccount(accountId, "factor.refused", { factor: "passkey" })] };
}

/** A counter grows with each use, but for passkeys that have none and always say 0. */
const goesOn = (counter: number): SQL => (counter > 0 ? lt(passkeys.counter, counter) : eq(passkeys.counter, 0));

/** A challenge counts once, and only for whom it was made. */
async function spendChallenge(ctx: Context<Actor>, challenge: string, accountId: string | null): Promise<boolean> {
  try {
    return (await spendToken(ctx, challenge, "passkey-challenge")).accountId === accountId;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
