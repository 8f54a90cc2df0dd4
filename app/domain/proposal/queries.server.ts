import { and, desc, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { accounts, roleGrants } from "#db/schema/account.ts";
import { auditEvents } from "#db/schema/audit.ts";
import { proposals } from "#db/schema/proposal.ts";
import { rounds } from "#db/schema/round.ts";
import { canSeePeople } from "../account/policy.ts";
import { isStillInOffice } from "../account/queries.server.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { authorise } from "../verdict.ts";
import { canConfirm, canDecline, canWithdraw } from "./policy.ts";

const SHOWN = 100;
const [whom, proposer, decider] = [alias(accounts, "whom"), alias(accounts, "proposer"), alias(accounts, "decider")];

function proposalsWhere({ db, actor }: Context, where?: ReturnType<typeof eq>) {
  authorise(canSeePeople(actor));
  return db
    .select({
      id: proposals.id,
      kind: proposals.kind,
      role: proposals.role,
      accountId: proposals.accountId,
      name: whom.name,
      email: sql<string | null>`coalesce(${whom.email}, ${proposals.email})`,
      roundId: proposals.roundId,
      round: rounds.name,
      reason: proposals.reason,
      at: proposals.at,
      by: proposals.by,
      byName: proposer.name,
      inOffice: sql<boolean>`case
        when ${proposals.roundId} is null then ${isStillInOffice(proposals.by, "administrator")}
        else ${isStillInOffice(proposals.by, "secretariat")}
      end`,
      outcome: proposals.outcome,
      decidedAt: proposals.decidedAt,
      decidedByName: decider.name,
    })
    .from(proposals)
    .innerJoin(proposer, eq(proposer.id, proposals.by))
    .leftJoin(whom, eq(whom.id, proposals.accountId))
    .leftJoin(decider, eq(decider.id, proposals.decidedBy))
    .leftJoin(rounds, eq(rounds.id, proposals.roundId))
    .where(where)
    .orderBy(sql`${proposals.outcome} is not null`, desc(proposals.at), proposals.id)
    .limit(SHOWN);
}

/** What waits for a second person, then what was decided last. */
export const allProposals = (ctx: Context) => proposalsWhere(ctx);

/** What waits for a second person about somebody. */
export const openProposalsAbout = (ctx: Context, accountId: string) =>
  proposalsWhere(ctx, and(eq(proposals.accountId, accountId), isNull(proposals.outcome))!);

/** One proposal, and what the reader may do about it. */
export async function getProposal(ctx: Context, id: string) {
  const [found] = await proposalsWhere(ctx, eq(proposals.id, id));
  if (!found) throw new NotFound();
  return {
    ...found,
    confirmation: canConfirm(ctx.actor, found),
    refusal: canDecline(ctx.actor, found),
    withdrawal: canWithdraw(ctx.actor, found),
  };
}

/** Who could confirm something about this person besides the one who asks. */
export function deciders({ db, actor }: Context, accountId: string | null) {
  const holders = db
    .select({ id: roleGrants.accountId })
    .from(roleGrants)
    .where(inArray(roleGrants.role, ["secretariat", "administrator"]));
  return db
    .select({ id: accounts.id, email: accounts.email, locale: accounts.locale })
    .from(accounts)
    .where(
      and(
        inArray(accounts.id, holders),
        ne(accounts.id, actor.id),
        accountId === null ? undefined : ne(accounts.id, accountId),
        isNull(accounts.disabledAt),
      ),
    )
    .orderBy(accounts.id);
}

/**
 * While the portal is being set up there is no second person: nobody but the first administrator has ever had such
 * rights.
 */
export async function isFirstOfAll({ db, actor }: Context): Promise<boolean> {
  const role = sql`convert_from(${auditEvents.payload}, 'UTF8')::jsonb->'details'->>'role'`;
  const [other] = await db
    .select({ seq: auditEvents.seq })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.type, "account.role-granted"),
        ne(auditEvents.subjectId, actor.id),
        sql`${role} in ('secretariat', 'administrator')`,
      ),
    )
    .limit(1);
  const [holder] = await db
    .select({ id: roleGrants.accountId })
    .from(roleGrants)
    .where(and(inArray(roleGrants.role, ["secretariat", "administrator"]), ne(roleGrants.accountId, actor.id)))
    .limit(1);
  return !other && !holder;
}
