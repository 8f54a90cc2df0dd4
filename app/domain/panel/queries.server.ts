import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { accounts, oneTimeTokens, reviewerProfiles, roleGrants } from "#db/schema/account.ts";
import { cycles } from "#db/schema/cycle.ts";
import { assignments } from "#db/schema/assignment.ts";
import { panelCriteria, panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { reviews } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { Actor, Context, PanelRole, StaffRole } from "../context.ts";
import { isOpenInvitation } from "../link/queries.server.ts";
import { NotFound } from "../errors.ts";
import type { PanelKind } from "../proposal/rules.ts";
import { canFollowRound } from "../round/policy.ts";
import { authorise } from "../verdict.ts";

/**
 * The panel of a round, one row per person, by name. For those who follow the round: the secretariat, observers and its
 * chair.
 */
export async function panelOf(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  return ctx.db
    .select({
      accountId: accounts.id,
      name: accounts.name,
      email: accounts.email,
      shut: sql<boolean>`${accounts.disabledAt} is not null`,
      roles: sql<PanelRole[]>`json_agg(${panelMembers.role} order by ${panelMembers.role})`,
      joinedAt: sql<Date>`coalesce(
        min(${panelMembers.joinedAt}) filter (where ${panelMembers.role} = 'reviewer'),
        min(${panelMembers.joinedAt})
      )`.mapWith(panelMembers.joinedAt),
      finishedAt: sql<Date | null>`max(${panelMembers.finishedAt})`.mapWith(panelMembers.finishedAt),
      title: reviewerProfiles.title,
      countries: reviewerProfiles.countries,
      cities: reviewerProfiles.cities,
      organisations: reviewerProfiles.organisations,
      hasScored: sql<boolean>`exists (
        select 1
        from ${assignments} a
        join ${reviews} v on v.assignment_id = a.id
        where a.round_id = ${roundId} and a.reviewer_id = ${accounts.id}
      )`,
      themes: reviewerProfiles.themes,
      capacity: reviewerProfiles.capacity,
      profileComplete: reviewerProfiles.complete,
      criteria: sql<string[]>`coalesce((
        select json_agg(n.criterion_id)
        from ${panelCriteria} n
        where n.round_id = ${roundId} and n.account_id = ${accounts.id}
      ), '[]'::json)`,
    })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .leftJoin(reviewerProfiles, eq(reviewerProfiles.accountId, accounts.id))
    .where(eq(panelMembers.roundId, roundId))
    .groupBy(accounts.id, reviewerProfiles.accountId)
    .orderBy(sql`${accounts.name} collate "names"`, asc(accounts.id));
}

/** Invitations that nobody has taken up and that still hold, newest first. */
export async function openInvitations(ctx: Context, roundId: string) {
  authorise(canFollowRound(ctx.actor, roundId));
  return ctx.db
    .select({
      id: oneTimeTokens.id,
      email: oneTimeTokens.email,
      role: sql<PanelRole>`${oneTimeTokens.grants}->>'role'`,
      createdAt: oneTimeTokens.createdAt,
      expiresAt: oneTimeTokens.expiresAt,
    })
    .from(oneTimeTokens)
    .where(isOpenInvitation(ctx, "join-panel", { roundId }))
    .orderBy(sql`${oneTimeTokens.createdAt} desc`);
}

/**
 * What somebody is invited to judge or to check, for the page of the invitation: that is what lets them know of the
 * round.
 */
export async function invitedRound(
  { db }: Pick<Context<Actor>, "db">,
  roundId: string,
): Promise<{ id: string; name: Localised; cycle: Localised }> {
  const [round] = await db
    .select({ id: rounds.id, name: rounds.name, cycle: cycles.name })
    .from(rounds)
    .innerJoin(cycles, eq(cycles.id, rounds.cycleId))
    .where(eq(rounds.id, roundId));
  if (!round) throw new NotFound();
  return round;
}

/** Appointments and removals of chairs and scrutineers that wait for a second person. */
export function waitingForPanel({ db, actor }: Context, roundId: string) {
  authorise(canFollowRound(actor, roundId));
  return db
    .select({ id: proposals.id, kind: sql<PanelKind>`${proposals.kind}`, email: proposals.email, at: proposals.at })
    .from(proposals)
    .where(and(eq(proposals.roundId, roundId), isNull(proposals.outcome)))
    .orderBy(asc(proposals.at), asc(proposals.id));
}

/** A member, for those who follow the round; 404 for people who are not on it. */
export async function getMember(
  ctx: Context,
  roundId: string,
  accountId: string,
): Promise<{ name: string; email: string; roles: PanelRole[] }> {
  authorise(canFollowRound(ctx.actor, roundId));
  const [member] = await ctx.db
    .select({
      name: accounts.name,
      email: accounts.email,
      roles: sql<PanelRole[]>`json_agg(${panelMembers.role} order by ${panelMembers.role})`,
    })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .where(and(eq(panelMembers.roundId, roundId), eq(panelMembers.accountId, accountId)))
    .groupBy(accounts.id);
  if (!member) throw new NotFound();
  return member;
}

/**
 * Somebody's roles in one round, or in all of a cycle. Not guarded, like what follows: for commands, which have asked
 * who acts.
 */
export async function rolesIn({ db }: Context<Actor>, where: SQL, accountId: string): Promise<PanelRole[]> {
  const found = await db
    .select({ role: panelMembers.role })
    .from(panelMembers)
    .innerJoin(rounds, eq(rounds.id, panelMembers.roundId))
    .where(and(where, eq(panelMembers.accountId, accountId)));
  return found.map(({ role }) => role);
}

/** What somebody may do in the office, which a panel is kept apart from. */
export async function staffRolesOf({ db }: Context<Actor>, accountId: string): Promise<StaffRole[]> {
  return (await db.select({ role: roleGrants.role }).from(roleGrants).where(eq(roleGrants.accountId, accountId))).map(
    ({ role }) => role,
  );
}

/**
 * Whether somebody was asked to join: an invitation counts while it is open, and one to a part that takes two persons
 * once both agreed.
 */
export async function wasInvited(
  ctx: Context<Actor>,
  { roundId, accountId, role }: { roundId: string; accountId: string; role: PanelRole },
): Promise<boolean> {
  const [token] = await ctx.db
    .select({ id: oneTimeTokens.id })
    .from(oneTimeTokens)
    .innerJoin(accounts, eq(accounts.email, oneTimeTokens.email))
    .where(
      and(
        eq(accounts.id, accountId),
        isOpenInvitation(ctx, "join-panel", { roundId }),
        sql`${oneTimeTokens.grants}->>'role' = ${role}`,
      ),
    )
    .limit(1);
  return token !== undefined;
}

/** Whether somebody has begun to review in a round. */
export async function hasReviewed({ db }: Context, roundId: string, accountId: string): Promise<boolean> {
  const [found] = await db
    .select({ id: reviews.id })
    .from(reviews)
    .innerJoin(assignments, eq(assignments.id, reviews.assignmentId))
    .where(and(eq(assignments.roundId, roundId), eq(assignments.reviewerId, accountId)))
    .limit(1);
  return found !== undefined;
}
