import { and, eq, isNull } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { getLink } from "../link/queries.server.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";

/**
 * The account that a confirming link is about: enough for whoever got the letter to say whether it is theirs. 404 when
 * the link does not hold, or the address was proven in another way.
 */
export async function getUnconfirmed(
  ctx: Context<Actor>,
  token: string,
): Promise<{ accountId: string; email: string; name: string; openedAt: Date }> {
  const { accountId, email } = await getLink(ctx, token, "confirm-email");
  const [found] = await ctx.db
    .select({ accountId: accounts.id, email: accounts.email, name: accounts.name, openedAt: accounts.createdAt })
    .from(accounts)
    .where(
      and(
        eq(accounts.id, accountId ?? ""),
        eq(accounts.email, email),
        isNull(accounts.emailConfirmedAt),
        isNull(accounts.disabledAt),
      ),
    );
  if (!found) throw new NotFound();
  return found;
}

/** The address that a link of the actor's own account would give it. 404 for everybody else's. */
export async function getOwnChange(ctx: Context, token: string): Promise<{ email: string }> {
  const { accountId, email } = await getLink(ctx, token, "change-email");
  if (accountId !== ctx.actor.id) throw new NotFound();
  return { email };
}
