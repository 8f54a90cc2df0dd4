import { randomBytes } from "node:crypto";
import { and, eq, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import { accounts, oneTimeTokens } from "#db/schema/account.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { getLink, isOpenInvitation, type Link, tokenId } from "./queries.server.ts";
import { isStep, LINK_LIFETIME, STEPS, type TokenPurpose } from "./rules.ts";

/**
 * Makes a one-time link's token. Called inside the `transact` whose event says what it is for; only a hash of it is
 * stored. Open links to the same address for the same thing stop working; steps of one browser leave those of another
 * alone.
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

/**
 * Ends an open invitation inside the `transact` of the command that revokes it: its link leads nowhere, not even for
 * somebody whose request came in before. 404 for one that does not stand in that place.
 */
export async function endInvitation(
  ctx: Context,
  id: string,
  purpose: "join-team" | "join-panel",
  place: { cityId: string } | { roundId: string },
): Promise<Pick<Link, "email" | "accountId" | "grants">> {
  const [ended] = await ctx.db
    .update(oneTimeTokens)
    .set({ expiresAt: sql`${oneTimeTokens.createdAt}` })
    .where(and(isOpenInvitation(ctx, purpose, place), eq(oneTimeTokens.id, id)))
    .returning({ email: oneTimeTokens.email, accountId: oneTimeTokens.accountId, grants: oneTimeTokens.grants });
  if (!ended) throw new NotFound();
  return ended;
}

/**
 * Ends all that is open of an account, mailed links and steps, inside the `transact` of the decision; what was used
 * stays on record.
 */
export async function endLinks({ db }: Context<Actor>, accountId: string): Promise<void> {
  await db.delete(oneTimeTokens).where(and(eq(oneTimeTokens.accountId, accountId), isNull(oneTimeTokens.usedAt)));
}

/**
 * Uses a token up, inside the `transact` of what it allows. Of two at once only one succeeds. An invitation proves the
 * address it was sent to. 404 when it does not hold, or was sent to somebody else.
 */
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
  const steps = and(inArray(oneTimeTokens.purpose, STEPS), lt(oneTimeTokens.expiresAt, now));
  await db
    .delete(oneTimeTokens)
    .where(or(steps, lt(oneTimeTokens.expiresAt, new Date(now.getTime() - 30 * 86_400_000))));
}

/** The address of an account is proven, unless it has another one by now. Answers whether this is its first proof. */
export async function markConfirmed({ db, now }: Context<Actor>, accountId: string, email: string): Promise<boolean> {
  const proven = await db
    .update(accounts)
    .set({ emailConfirmedAt: now })
    .where(and(eq(accounts.id, accountId), eq(accounts.email, email), isNull(accounts.emailConfirmedAt)))
    .returning({ id: accounts.id });
  return proven.length > 0;
}
