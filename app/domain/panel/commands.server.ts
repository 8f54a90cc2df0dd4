import { and, eq, sql } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { panelCriteria, panelMembers } from "#db/schema/panel.ts";
import { rounds } from "#db/schema/round.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { endInvitation, issueToken, spendToken } from "../link/commands.server.ts";
import { findByEmail, holdAccount } from "../account/queries.server.ts";
import { getLink } from "../link/queries.server.ts";
import { linkTo } from "../link/rules.ts";
import { type AuditEvent, roundStream, SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context, PanelRole } from "../context.ts";
import { getCycle } from "../cycle/queries.server.ts";
import { Invalid, NotFound } from "../errors.ts";
import { owe } from "../notification/commands.server.ts";
import { commitRecused } from "../proof/assigned.server.ts";
import { about, decide, propose } from "../proposal/commands.server.ts";
import { ABOUT_PANEL, isAboutPanel } from "../proposal/rules.ts";
import { canSetUpRound } from "../round/policy.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import { canFollow, canInvite, canJoinPanel, canManagePanel, canRemoveMember, partForTwo } from "./policy.ts";
import { getMember, hasReviewed, rolesIn, staffRolesOf, wasInvited } from "./queries.server.ts";
import { panelGrant } from "./rules.ts";

type Invited = { email: string; role: PanelRole };

/**
 * Mails somebody a link that makes them a member, whether they have an account or not. A chair or a scrutineer waits
 * for a second person, whom a letter asks; then nothing is mailed to them yet and the answer is "proposed". 409 for
 * somebody who is a member in that role.
 */
export function inviteToPanel(
  outer: Context,
  roundId: string,
  { reason = "", ...invited }: Invited & { reason?: string },
  publicUrl: string,
): Promise<"invited" | "proposed"> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { frozen } = await lockRound(ctx, roundId, "share");
    const { holder, member } = await holderOf(ctx, roundId, invited);
    authorise(canInvite(ctx.actor, { id: roundId, frozen }, { ...invited, member }));
    const kind = partForTwo(ctx.actor, [invited.role]);
    if (!kind) return { result: "invited", event: await sendInvitation(ctx, roundId, invited, publicUrl) };
    if (!reason) throw new Invalid({ reason: "reason-needed" });
    const subject = {
      kind,
      reason,
      accountId: holder?.id ?? null,
      name: holder?.name ?? invited.email,
      round: { id: roundId, email: invited.email },
    };
    return { result: "proposed", event: await propose(ctx, subject, publicUrl) };
  });
}

/**
 * The second person agrees to a chair or a scrutineer, or to the end of one: the invitation goes out, or they leave the
 * panel. 404 for proposals about anything else.
 */
export function confirmForPanel(outer: Context, proposalId: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const proposal = await decide(ctx, proposalId, "confirmed");
    const { kind, roundId, email, accountId } = proposal;
    if (!isAboutPanel(kind) || !roundId || !email) throw new NotFound();
    const { role, ends } = ABOUT_PANEL[kind];
    const { frozen } = await lockRound(ctx, roundId, ends ? "update" : "share");
    const { member } = await holderOf(ctx, roundId, { email, role });
    const hasScored = accountId !== null && (await hasReviewed(ctx, roundId, accountId));
    authorise(canFollow(frozen, { role, ends, member, hasScored }));
    const done = ends
      ? await endMembership(ctx, roundId, accountId ?? "")
      : [await sendInvitation(ctx, roundId, { email, role }, publicUrl)];
    return { result: undefined, event: [about("proposal.confirmed", proposal), ...done] };
  });
}

/** Whose address it is, and whether they have this part in the round. */
async function holderOf(ctx: Context, roundId: string, { email, role }: Invited) {
  const holder = await findByEmail(ctx, email);
  const roles = holder ? await rolesIn(ctx, eq(rounds.id, roundId), holder.id) : [];
  return { holder, member: roles.includes(role) };
}

async function sendInvitation(
  ctx: Context,
  roundId: string,
  { email, role }: Invited,
  publicUrl: string,
): Promise<AuditEvent> {
  const { round } = await lockRound(ctx, roundId, "share");
  const { holder } = await holderOf(ctx, roundId, { email, role });
  const token = await issueToken(ctx, {
    purpose: "join-panel",
    email,
    accountId: holder?.id ?? null,
    grants: { roundId, role },
  });
  const locale = localeOr(holder?.locale);
  const params = {
    round: say(round.name, locale),
    cycle: say((await getCycle(ctx, round.cycleId)).name, locale),
    link: linkTo(publicUrl, "join-panel", token),
  };
  await owe(ctx, {
    dedupe: `panel-invitation:${roundId}:${role}:${email}:${ctx.now.toISOString()}`,
    accountId: holder?.id ?? null,
    email,
    locale,
    kind: role === "reviewer" ? "panel-invitation" : `${role}-invitation`,
    params,
  });
  return {
    type: "panel.invited",
    stream: roundStream(roundId),
    subjectId: holder?.id ?? null,
    details: { roundId, role },
  };
}

/** Ends an invitation that nobody has taken up; its link leads nowhere from now on. 404 for one that does not stand. */
export function revokeInvitation(outer: Context, roundId: string, invitationId: string): Promise<Invited> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { frozen } = await lockRound(ctx, roundId, "share");
    const { email, accountId, grants } = await endInvitation(ctx, invitationId, "join-panel", { roundId });
    const { role } = panelGrant(grants);
    authorise(canManagePanel(ctx.actor, { id: roundId, frozen }, role));
    return {
      result: { email, role },
      event: {
        type: "panel.invitation-revoked",
        stream: roundStream(roundId),
        subjectId: accountId,
        details: { roundId, role },
      },
    };
  });
}

/**
 * Sends an invitation that stands again, under a new link; the old one leads nowhere any more. What two people agreed
 * on needs no second agreement. 409 for somebody who has become a member in that role.
 */
export function resendInvitation(
  outer: Context,
  roundId: string,
  invitationId: string,
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const invited = await revokeInvitation(ctx, roundId, invitationId);
    const { frozen } = await lockRound(ctx, roundId, "share");
    const { member } = await holderOf(ctx, roundId, invited);
    authorise(canInvite(ctx.actor, { id: roundId, frozen }, { ...invited, member }));
    return { result: undefined, event: await sendInvitation(ctx, roundId, invited, publicUrl) };
  });
}

/**
 * Makes somebody a member of a panel: the invited person, or the secretariat for them. Joining twice changes nothing.
 * 404 without an invitation, 403 (`roles-apart`) for parts in an award that one person cannot both have, 409 once the
 * scores are frozen, but for a scrutineer.
 */
export function joinPanel(
  outer: Context<Actor>,
  { roundId, accountId, role }: { roundId: string; accountId: string; role: PanelRole },
): Promise<void> {
  return transact(outer, async (ctx) => {
    const {
      frozen,
      round: { cycleId },
    } = await lockRound(ctx, roundId, "share");
    await holdAccount(ctx, accountId);
    const invited = await wasInvited(ctx, { roundId, accountId, role });
    authorise(
      canJoinPanel(ctx.actor, {
        accountId,
        role,
        frozen,
        invited,
        roles: await rolesIn(ctx, eq(rounds.cycleId, cycleId), accountId),
        staff: await staffRolesOf(ctx, accountId),
      }),
    );
    const joined = await ctx.db
      .insert(panelMembers)
      .values({ roundId, accountId, role, joinedAt: ctx.now })
      .onConflictDoNothing()
      .returning();
    const event = {
      type: "panel.joined" as const,
      stream: roundStream(roundId),
      subjectId: accountId,
      details: { roundId, role },
    };
    return { result: undefined, event: joined.length > 0 ? event : [] };
  });
}

/**
 * Takes up an invitation to a panel: joins and uses it up, or neither. 404 when it does not hold or was sent to
 * somebody else.
 */
export function acceptInvitation(outer: Context, token: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { grants } = await getLink(ctx, token, "join-panel");
    await joinPanel(ctx, { ...panelGrant(grants), accountId: ctx.actor.id });
    await spendToken(ctx, token, "join-panel");
    return {
      result: undefined,
      event: { type: "token.used", stream: SYSTEM_STREAM, subjectId: ctx.actor.id, details: { purpose: "join-panel" } },
    };
  });
}

/**
 * Takes somebody who has not begun to review off a panel, in every role; their assignments end. A chair or a scrutineer
 * waits for a second person: then the answer is "proposed" and nothing has changed. 409 once they have begun.
 */
export function removeFromPanel(
  outer: Context,
  roundId: string,
  accountId: string,
  reason: string,
  publicUrl: string,
): Promise<"removed" | "proposed"> {
  return transact(outer, async (ctx) => {
    authorise(canSetUpRound(ctx.actor, roundId));
    const { frozen } = await lockRound(ctx, roundId, "update");
    const member = await getMember(ctx, roundId, accountId);
    authorise(
      canRemoveMember(
        ctx.actor,
        { id: roundId, frozen },
        { accountId, roles: member.roles, hasScored: await hasReviewed(ctx, roundId, accountId) },
      ),
    );
    const part = partForTwo(ctx.actor, member.roles);
    if (!part) return { result: "removed", event: await endMembership(ctx, roundId, accountId) };
    if (!reason) throw new Invalid({ reason: "reason-needed" });
    return {
      result: "proposed",
      event: await propose(
        ctx,
        { kind: `${part}-removal`, reason, accountId, name: member.name, round: { id: roundId, email: member.email } },
        publicUrl,
      ),
    };
  });
}

async function endMembership(ctx: Context, roundId: string, accountId: string): Promise<AuditEvent[]> {
  if ((await rolesIn(ctx, eq(rounds.id, roundId), accountId)).length === 0) throw new NotFound();
  const held = ctx.db
    .select({
      assignmentId: assignments.id,
      reason: sql`'left the panel'`.as("reason"),
      at: sql`${ctx.now.toISOString()}::timestamptz`.as("at"),
      by: sql`${ctx.actor.id}::uuid`.as("by"),
    })
    .from(assignments)
    .where(and(eq(assignments.roundId, roundId), eq(assignments.reviewerId, accountId)));
  const ended = await ctx.db
    .insert(recusals)
    .select(held)
    .onConflictDoNothing()
    .returning({ id: recusals.assignmentId });
  await commitRecused(ctx, ended, "left-panel");
  await ctx.db
    .delete(panelCriteria)
    .where(and(eq(panelCriteria.roundId, roundId), eq(panelCriteria.accountId, accountId)));
  await ctx.db
    .delete(panelMembers)
    .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.accountId, accountId)));
  const removed: AuditEvent = {
    type: "panel.removed",
    stream: roundStream(roundId),
    subjectId: accountId,
    details: { roundId },
  };
  const recused = ended.map(
    ({ id }): AuditEvent => ({
      type: "assignment.recused",
      stream: roundStream(roundId),
      subjectId: id,
      details: { because: "left-panel" },
    }),
  );
  return [removed, ...recused];
}
