import { and, asc, eq, gt, isNull, sql } from "drizzle-orm";
import { accounts, oneTimeTokens, reviewerProfiles } from "#db/schema/account.ts";
import { panelMembers } from "#db/schema/panel.ts";
import type { Context, PanelRole } from "../context.ts";
import { canFollowRound } from "../round/policy.ts";
import { authorise } from "../verdict.ts";

/** The panel of a round, one row per person, by name. For those who follow the round: the secretariat, observers and its chair. */
export async function panelOf(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  return ctx.db
    .select({
      accountId: accounts.id, name: accounts.name, email: accounts.email,
      roles: sql<PanelRole[]>`json_agg(${panelMembers.role} order by ${panelMembers.role})`,
      joinedAt: sql<Date>`min(${panelMembers.joinedAt})`.mapWith(panelMembers.joinedAt),
      finishedAt: sql<Date | null>`max(${panelMembers.finishedAt})`.mapWith(panelMembers.finishedAt),
      title: reviewerProfiles.title, countries: reviewerProfiles.countries, organisations: reviewerProfiles.organisations,
      themes: reviewerProfiles.themes, capacity: reviewerProfiles.capacity, profileComplete: reviewerProfiles.complete,
    })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, accounts.id))
    .where(eq(panelMembers.roundId, roundId))
    .groupBy(accounts.id, reviewerProfiles.accountId)
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
}
export type PanelMember = Awaited<ReturnType<typeof panelOf>>[number];

/** Invitations that nobody has taken up and that still hold, newest first. */
export async function openInvitations(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  return ctx.db
    .select({ email: oneTimeTokens.email, role: sql<PanelRole>`${oneTimeTokens.grants}->>'role'`, createdAt: oneTimeTokens.createdAt, expiresAt: oneTimeTokens.expiresAt })
    .from(oneTimeTokens)
    .where(and(eq(oneTimeTokens.purpose, "join-panel"), sql`${oneTimeTokens.grants}->>'roundId' = ${roundId}`, isNull(oneTimeTokens.usedAt), gt(oneTimeTokens.expiresAt, ctx.now)))
    .orderBy(sql`${oneTimeTokens.createdAt} desc`);
}
