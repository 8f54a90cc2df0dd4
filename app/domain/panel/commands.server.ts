import { and, eq, gte, isNull, or, sql } from "drizzle-orm";
import { accounts, oneTimeTokens } from "#db/schema/account.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { roundStream } from "../audit/rules.ts";
import type { Actor, Context, PanelRole } from "../context.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canJoinPanel } from "./policy.ts";

/**
 * Makes somebody a member of a panel: the invited person, or the secretariat for them. Joining twice changes nothing.
 * 404 without an invitation, 409 once the scores are frozen.
 */
export function joinPanel(outer: Context<Actor>, { roundId, accountId, role }: { roundId: string; accountId: string; role: PanelRole }): Promise<void> {
  return transact(outer, async (ctx) => {
    const { frozen } = await lockRound(ctx, roundId, "share");
    authorise(canJoinPanel(ctx.actor, { accountId, frozen, invited: await wasInvited(ctx, { roundId, accountId, role }) }));
    const joined = await ctx.db.insert(panelMembers).values({ roundId, accountId, role, joinedAt: ctx.now }).onConflictDoNothing().returning();
    const event = { type: "panel.joined" as const, stream: roundStream(roundId), subjectId: accountId, details: { roundId, role } };
    return { result: undefined, event: joined.length > 0 ? event : [] };
  });
}

/** An invitation counts while it is open and in the very transaction that uses it up. */
async function wasInvited({ db, now }: Context<Actor>, { roundId, accountId, role }: { roundId: string; accountId: string; role: PanelRole }): Promise<boolean> {
  const [token] = await db.select({ id: oneTimeTokens.id }).from(oneTimeTokens).innerJoin(accounts, eq(accounts.email, oneTimeTokens.email))
    .where(and(eq(accounts.id, accountId), eq(oneTimeTokens.purpose, "join-panel"), gte(oneTimeTokens.expiresAt, now),
      sql`${oneTimeTokens.grants}->>'roundId' = ${roundId} and ${oneTimeTokens.grants}->>'role' = ${role}`,
      or(isNull(oneTimeTokens.usedAt), eq(oneTimeTokens.usedAt, now))))
    .limit(1);
  return token !== undefined;
}
