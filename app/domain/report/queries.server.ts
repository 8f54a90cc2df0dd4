import { eq, sql } from "drizzle-orm";
import { panelMembers } from "#db/schema/panel.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { ballotIn } from "../ballot/queries.server.ts";
import type { Context } from "../context.ts";
import { publicationOf } from "../decision/queries.server.ts";
import { panelOf } from "../panel/queries.server.ts";
import { isInRound } from "../round/queries.server.ts";
import { rubricOf } from "../rubric/queries.server.ts";
import { latestBalance, themesOf } from "../shortlist/balancing.server.ts";
import { selectionOf } from "../shortlist/queries.server.ts";
import { countedEntries } from "../statistics/queries.server.ts";
import { statisticsOf } from "../statistics/rules.ts";
import { authorise } from "../verdict.ts";
import { canReport } from "./policy.ts";

/**
 * What a panel's report tells: how it worked and what it decided. 404 for those who do not decide, 409 before the
 * freeze, 403 for whoever is in conflict with an entry of the round.
 */
export async function reportOf(ctx: Context, roundId: string) {
  const { round, lines, partial, freeze, proposal, facts, listSha256 } = await selectionOf(ctx, roundId);
  authorise(canReport(ctx.actor, facts, { seesAll: !partial }));
  const { criteria } = await rubricOf(ctx, round.rubricId);
  const { groups: _untold, ...funnel } = statisticsOf(await countedEntries(ctx, { cycleId: round.cycleId, roundId }));
  return {
    round,
    criteria,
    lines,
    freeze,
    proposal,
    listSha256,
    funnel,
    approved: facts.approved,
    panel: await panelOf(ctx, roundId),
    kept: await keptApart(ctx, roundId),
    ballot: await ballotIn(ctx, roundId),
    balance: await latestBalance(ctx, round),
    themes: await themesOf(ctx, round.cycleId),
    publication: await publicationOf(ctx, roundId),
  };
}
export type ReportSource = Awaited<ReturnType<typeof reportOf>>;

/** How often a conflict kept a member of the panel from an entry of the round. */
async function keptApart({ db }: Pick<Context, "db">, roundId: string): Promise<number> {
  const [found] = await db.execute<{ kept: number }>(sql`
    select count(distinct (${standingConflicts.entryId}, ${standingConflicts.accountId}))::int as kept
    from ${standingConflicts}
    join entries on entries.id = ${standingConflicts.entryId}
    join ${panelMembers} on ${panelMembers.roundId} = ${standingConflicts.roundId}
      and ${panelMembers.accountId} = ${standingConflicts.accountId}
      and ${panelMembers.role} <> 'scrutineer'
    where ${eq(standingConflicts.roundId, roundId)} and ${isInRound(roundId)}`);
  return found!.kept;
}
