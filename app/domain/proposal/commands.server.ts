import { and, eq, inArray, isNotNull, isNull, not, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { cityMembers } from "#db/schema/city.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { proposals } from "#db/schema/proposal.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { endSessions, grant } from "../account/commands.server.ts";
import { findByEmail, getPerson, isStillInOffice } from "../account/queries.server.ts";
import { aboutAccount, needsFactor, STAFF_ROLES } from "../account/rules.ts";
import { type AuditEvent, type EventType, SYSTEM_STREAM } from "../audit/rules.ts";
import { type Actor, type Context, type PanelRole, PORTAL, type StaffRole } from "../context.ts";
import { Invalid, NotFound } from "../errors.ts";
import { dropFactors } from "../factor/commands.server.ts";
import { owe, oweAll } from "../notification/commands.server.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { canBeStaff, canProposeReset } from "./policy.ts";
import { deciders, getProposal, isFirstOfAll, openProposalsAbout } from "./queries.server.ts";
import { isAboutPanel, type ProposalKind, subjectOf } from "./rules.ts";

type Person = Awaited<ReturnType<typeof getPerson>>;
type Found = Awaited<ReturnType<typeof getProposal>>;
/** Whom something is proposed for; a chair or scrutineer may have no account yet, and goes by the address. */
type Subject = {
  kind: ProposalKind;
  role?: StaffRole;
  reason: string;
  accountId: string | null;
  name: string;
  round?: { id: string; email: string };
};

/**
 * Makes these the roles of a person. What is taken away goes at once; what is given waits for a second person, whom a
 * letter asks, as soon as there is one. Whoever's rights change signs in again. Answers what waits.
 */
export function changeRoles(
  outer: Context,
  accountId: string,
  { roles, reason }: { roles: readonly StaffRole[]; reason: string },
  publicUrl: string,
): Promise<StaffRole[]> {
  return transact(outer, async (ctx) => {
    await lockAccount(ctx, accountId);
    const person = await getPerson(ctx, accountId);
    authorise(person.change);
    const more = roles.filter((role) => !person.roles.includes(role));
    authorise(canBeStaff(more, await partsOf(ctx, accountId)));
    const standing = (await openProposalsAbout(ctx, accountId)).filter(({ inOffice }) => inOffice);
    const waiting = standing.map(({ role }) => role);
    const added = more.filter((role) => !waiting.includes(role));
    const [atOnce, proposed] = (await isFirstOfAll(ctx)) ? [added, []] : [[], added];
    if (proposed.length > 0 && !reason) throw new Invalid({ reason: "reason-needed" });
    const given = await give(ctx, accountId, atOnce, publicUrl);
    const events = [...(await revoke(ctx, person, roles)), ...given];
    if (events.length > 0) await endSessions(ctx, accountId);
    for (const role of proposed)
      events.push(...(await propose(ctx, { kind: "role", role, reason, accountId, name: person.name }, publicUrl)));
    return { result: proposed, event: events };
  });
}

/** Whether somebody is in a team, and their parts in panels whose list is not final. */
async function partsOf({ db }: Context, accountId: string): Promise<{ inTeam: boolean; panels: PanelRole[] }> {
  const [team] = await db
    .select({ id: cityMembers.cityId })
    .from(cityMembers)
    .where(eq(cityMembers.accountId, accountId))
    .limit(1);
  const panels = await db
    .select({ role: panelMembers.role })
    .from(panelMembers)
    .leftJoin(finalisations, and(eq(finalisations.roundId, panelMembers.roundId), isNotNull(finalisations.approvedAt)))
    .where(and(eq(panelMembers.accountId, accountId), isNull(finalisations.roundId)));
  return { inTeam: team !== undefined, panels: panels.map(({ role }) => role) };
}

async function revoke(
  { db }: Context,
  { id, roles: held }: Person,
  roles: readonly StaffRole[],
): Promise<AuditEvent[]> {
  const revoked = STAFF_ROLES.filter((role) => held.includes(role) && !roles.includes(role));
  if (revoked.length > 0)
    await db.delete(roleGrants).where(and(eq(roleGrants.accountId, id), inArray(roleGrants.role, revoked)));
  return revoked.map((role) => aboutAccount(id, "account.role-revoked", { role }));
}

/**
 * Ends a lost second factor: at once for people whose rights do not need one, by two persons for everybody else. True
 * when it has happened, false when it waits. 409 when it waits already.
 */
export function resetFactors(outer: Context, accountId: string, reason: string, publicUrl: string): Promise<boolean> {
  return transact(outer, async (ctx) => {
    await lockAccount(ctx, accountId);
    authorise(canProposeReset(ctx.actor, accountId));
    const person = await getPerson(ctx, accountId);
    if ((await openProposalsAbout(ctx, accountId)).some(({ kind, inOffice }) => kind === "factor-reset" && inOffice))
      authorise(notNow("already-proposed-right"));
    if (needsFactor(person.roles.length, person.panels))
      return {
        result: false,
        event: await propose(ctx, { kind: "factor-reset", reason, accountId, name: person.name }, publicUrl),
      };
    await ctx.db.insert(proposals).values({
      kind: "factor-reset",
      accountId,
      reason,
      at: ctx.now,
      by: ctx.actor.id,
      outcome: "at-once",
      decidedAt: ctx.now,
    });
    return { result: true, event: await endFactors(ctx, accountId, reason, publicUrl) };
  });
}

/** The second person agrees: it takes effect. Nobody confirms what they proposed themselves, or what is about them. */
export function confirmProposal(outer: Context, id: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const proposal = await decide(ctx, id, "confirmed");
    if (isAboutPanel(proposal.kind)) missing();
    const accountId = proposal.accountId ?? missing();
    await lockAccount(ctx, accountId);
    const events = [about("proposal.confirmed", proposal)];
    if (proposal.kind === "factor-reset") events.push(await endFactors(ctx, accountId, proposal.reason, publicUrl));
    if (proposal.role) {
      authorise(canBeStaff([proposal.role], await partsOf(ctx, accountId)));
      events.push(...(await give(ctx, accountId, [proposal.role], publicUrl)));
      await endSessions(ctx, accountId);
    }
    return { result: undefined, event: events };
  });
}

/** The second person does not agree: nothing takes effect. */
export function declineProposal(outer: Context, id: string): Promise<void> {
  return transact(outer, async (ctx) => ({
    result: undefined,
    event: about("proposal.declined", await decide(ctx, id, "declined")),
  }));
}

/** Whoever proposed it takes it back. */
export function withdrawProposal(outer: Context, id: string): Promise<void> {
  return transact(outer, async (ctx) => ({
    result: undefined,
    event: about("proposal.withdrawn", await decide(ctx, id, "withdrawn")),
  }));
}

/**
 * Decides inside the `transact` that carries it out. Of two decisions at once the first one counts; the other hears
 * that it came too late.
 */
export async function decide(
  ctx: Context,
  id: string,
  outcome: "confirmed" | "declined" | "withdrawn",
): Promise<Found> {
  await ctx.db.select({ id: proposals.id }).from(proposals).where(eq(proposals.id, id)).for("update");
  const proposal = await getProposal(ctx, id);
  const { confirmation, refusal, withdrawal } = proposal;
  authorise({ confirmed: confirmation, declined: refusal, withdrawn: withdrawal }[outcome]);
  await ctx.db
    .update(proposals)
    .set({ outcome, decidedAt: ctx.now, decidedBy: ctx.actor.id })
    .where(eq(proposals.id, id));
  return proposal;
}

/**
 * Writes a proposal and asks everybody who could decide it, inside the `transact` of the command that proposes. The
 * same proposal of somebody who has left office since can never be confirmed: it is declined and gives way.
 */
export async function propose(ctx: Context, subject: Subject, publicUrl: string): Promise<AuditEvent[]> {
  const { kind, role, reason, accountId, name, round } = subject;
  const lapsed = await declineLapsed(ctx, subject);
  const [made] = await ctx.db
    .insert(proposals)
    .values({ kind, role, reason, accountId, roundId: round?.id, email: round?.email, at: ctx.now, by: ctx.actor.id })
    .onConflictDoNothing()
    .returning({ id: proposals.id });
  if (!made) authorise(notNow("already-proposed-right"));
  const id = made?.id ?? missing();
  const params = {
    name,
    by: ctx.actor.name,
    about: subjectOf({ kind, role: role ?? null }),
    reason,
    link: `${publicUrl}/admin/proposals/${id}`,
  };
  await oweAll(
    ctx,
    (await deciders(ctx, accountId)).map(({ id: decider, email, locale }) => ({
      dedupe: `proposal-made:${id}:${decider}`,
      accountId: decider,
      email,
      locale,
      kind: "proposal-made",
      params,
    })),
  );
  return [...lapsed, about("proposal.made", { id, kind, role: role ?? null, accountId, roundId: round?.id ?? null })];
}

async function declineLapsed({ db, actor, now }: Context, { kind, role, accountId, round }: Subject) {
  const same = sql`(${proposals.accountId}, ${proposals.role}::text, ${proposals.roundId}, ${proposals.email})
    is not distinct from (${accountId}::uuid, ${role ?? null}::text, ${round?.id ?? null}::uuid, ${round?.email ?? null}::text)`;
  const inOffice = isStillInOffice(proposals.by, round ? "secretariat" : "administrator");
  const lapsed = await db
    .update(proposals)
    .set({ outcome: "declined", decidedAt: now, decidedBy: actor.id })
    .where(and(eq(proposals.kind, kind), isNull(proposals.outcome), same, not(inOffice)))
    .returning();
  return lapsed.map((each) => about("proposal.declined", each));
}

/** Gives these parts, and tells the person in a letter of each. */
async function give(ctx: Context, accountId: string, roles: readonly StaffRole[], publicUrl: string) {
  const { name, ...to } = await recipient(ctx, accountId);
  await oweAll(
    ctx,
    roles.map((role) => ({
      ...to,
      dedupe: `role-granted:${accountId}:${role}:${ctx.now.toISOString()}`,
      kind: "role-granted",
      params: { name, role, link: `${publicUrl}/sign-in` },
    })),
  );
  return grant(ctx, accountId, roles);
}

async function endFactors(
  ctx: Context<Actor>,
  accountId: string,
  reason: string,
  publicUrl: string,
): Promise<AuditEvent> {
  const { name, ...to } = await recipient(ctx, accountId);
  await owe(ctx, {
    ...to,
    dedupe: `factor-reset:${accountId}:${ctx.now.toISOString()}`,
    kind: "factor-reset",
    params: { name, reason, link: `${publicUrl}/sign-in` },
  });
  return dropFactors(ctx, accountId);
}

async function recipient({ db }: Pick<Context, "db">, accountId: string) {
  const [found] = await db
    .select({ accountId: accounts.id, email: accounts.email, locale: accounts.locale, name: accounts.name })
    .from(accounts)
    .where(eq(accounts.id, accountId));
  return found ?? missing();
}

/** Decisions about one person come one after another. */
async function lockAccount({ db }: Context, accountId: string): Promise<void> {
  await db.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for("update");
}

function missing(): never {
  throw new NotFound();
}

/** What the record says of a proposal. */
export const about = (
  type: EventType,
  { id, kind, role, accountId, roundId }: Pick<Found, "id" | "kind" | "role" | "accountId" | "roundId">,
): AuditEvent => ({
  type,
  stream: SYSTEM_STREAM,
  subjectId: accountId,
  details: { proposalId: id, kind, ...(role ? { role } : {}), ...(roundId ? { roundId } : {}) },
});

/**
 * Ends somebody's second factor from the machine itself, where whoever holds the shell holds everything. False when
 * nobody has the address.
 */
export function resetFactorsFromShell(db: Db, email: string, publicUrl: string, now: Date): Promise<boolean> {
  return transact({ db, actor: PORTAL, now }, async (ctx) => {
    const found = await findByEmail(ctx, email);
    if (!found) return { result: false, event: [] as AuditEvent[] };
    return { result: true, event: [await endFactors(ctx, found.id, "", publicUrl)] };
  });
}
