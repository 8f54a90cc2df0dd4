import { and, eq, gt, isNull, sql } from "drizzle-orm";
import { accounts, oneTimeTokens } from "#db/schema/account.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { reviews } from "#db/schema/review.ts";
import { DEFAULT_LOCALE, isLocale } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { issueToken, spendToken } from "../account/commands.server.ts";
import { findByEmail, getLink } from "../account/queries.server.ts";
import { linkTo } from "../account/rules.ts";
import { type AuditEvent, roundStream, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context, PanelRole } from "../context.ts";
import { getCycle } from "../cycle/queries.server.ts";
import { NotFound } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { canSetUpRound } from "../round/policy.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { canInvite, canJoinPanel, canRemoveMember } from "./policy.ts";

/** Mails somebody a link that makes them a member, whether they have an account or not. 409 for somebody who is one in that role. */
export function inviteToPanel(outer: Context, roundId: string, { email, role }: { email: string; role: PanelRole }, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { round, frozen } = await lockRound(ctx, roundId, "share");
    authorise(canInvite(ctx.actor, { id: roundId, frozen }, email));
    const holder = await findByEmail(ctx, email);
    if (holder && (await rolesIn(ctx, roundId, holder.id)).includes(role)) authorise(notNow("already-member"));
    const token = await issueToken(ctx, { purpose: "join-panel", email, accountId: holder?.id ?? null, grants: { roundId, role } });
    const locale = isLocale(holder?.locale) ? holder.locale : DEFAULT_LOCALE;
    const params = { round: say(round.name, locale), cycle: say((await getCycle(ctx, round.cycleId)).name, locale), link: linkTo(publicUrl, "join-panel", token) };
    await owe(ctx, { dedupe: `panel-invitation:${roundId}:${role}:${email}:${ctx.now.toISOString()}`, accountId: holder?.id ?? null, email, locale, kind: "panel-invitation", params });
    return { result: undefined, event: { type: "panel.invited", stream: roundStream(roundId), subjectId: holder?.id ?? null, details: { roundId, role } } };
  });
}

async function rolesIn({ db }: Context, roundId: string, accountId: string): Promise<PanelRole[]> {
  const found = await db.select({ role: panelMembers.role }).from(panelMembers).where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.accountId, accountId)));
  return found.map(({ role }) => role);
}

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

/** Takes up an invitation to a panel: joins and uses it up, or neither. 404 when it does not hold or was sent to somebody else. */
export function acceptInvitation(outer: Context, token: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { grants } = await getLink(ctx, token, "join-panel");
    await joinPanel(ctx, { roundId: grants?.roundId ?? "", accountId: ctx.actor.id, role: (grants?.role ?? "reviewer") as PanelRole });
    await spendToken(ctx, token, "join-panel");
    return { result: undefined, event: { type: "token.used", stream: SYSTEM_STREAM, subjectId: ctx.actor.id, details: { purpose: "join-panel" } } };
  });
}

/** An invitation counts while it is open. */
async function wasInvited({ db, now }: Context<Actor>, { roundId, accountId, role }: { roundId: string; accountId: string; role: PanelRole }): Promise<boolean> {
  const [token] = await db.select({ id: oneTimeTokens.id }).from(oneTimeTokens).innerJoin(accounts, eq(accounts.email, oneTimeTokens.email))
    .where(and(eq(accounts.id, accountId), eq(oneTimeTokens.purpose, "join-panel"), gt(oneTimeTokens.expiresAt, now),
      sql`${oneTimeTokens.grants}->>'roundId' = ${roundId} and ${oneTimeTokens.grants}->>'role' = ${role}`,
      isNull(oneTimeTokens.usedAt)))
    .limit(1);
  return token !== undefined;
}

/** Takes somebody who has not begun to review off a panel, in every role; their assignments end. 409 once they have begun. */
export function removeFromPanel(outer: Context, roundId: string, accountId: string): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { frozen } = await lockRound(ctx, roundId, "update");
    if ((await rolesIn(ctx, roundId, accountId)).length === 0) throw new NotFound();
    authorise(canRemoveMember(ctx.actor, { id: roundId, frozen }, { accountId, hasScored: await hasBegun(ctx, roundId, accountId) }));
    const held = ctx.db.select({ assignmentId: assignments.id, reason: sql`'left the panel'`.as("reason"), at: sql`${ctx.now.toISOString()}::timestamptz`.as("at"), by: sql`${ctx.actor.id}::uuid`.as("by") })
      .from(assignments).where(and(eq(assignments.roundId, roundId), eq(assignments.reviewerId, accountId)));
    const ended = await ctx.db.insert(recusals).select(held).onConflictDoNothing().returning({ id: recusals.assignmentId });
    await ctx.db.delete(panelMembers).where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.accountId, accountId)));
    const removed: AuditEvent = { type: "panel.removed", stream: roundStream(roundId), subjectId: accountId, details: { roundId } };
    const recused = ended.map(({ id }): AuditEvent => ({ type: "assignment.recused", stream: roundStream(roundId), subjectId: id, details: { because: "left-panel" } }));
    return { result: undefined, event: [removed, ...recused] };
  });
}

async function hasBegun({ db }: Context, roundId: string, accountId: string): Promise<boolean> {
  const [found] = await db.select({ id: reviews.id }).from(reviews).innerJoin(assignments, eq(assignments.id, reviews.assignmentId))
    .where(and(eq(assignments.roundId, roundId), eq(assignments.reviewerId, accountId))).limit(1);
  return found !== undefined;
}
