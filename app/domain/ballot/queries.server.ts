import { and, asc, count, eq, isNotNull, isNull, ne, or, type SQL, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { ballotCandidates, ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { cities } from "#db/schema/city.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { namedTogether } from "../co-applicant/queries.server.ts";
import { hiddenEntries, noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { statementAt } from "../proof/queries.server.ts";
import { named } from "../round/policy.ts";
import { getRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import { type BallotFacts, canCount, canOpenBallot, canRemindVoters, canSeeBallot } from "./policy.ts";
import { ballotState, type Counted, type Outcome } from "./rules.ts";

export type Reader = Pick<Context, "db">;

/** A round's ballot; null while there is none. Not guarded: it holds no vote. */
export async function ballotIn({ db }: Reader, roundId: string) {
  const [ballot] = await db
    .select({
      method: ballots.method,
      seats: ballots.seats,
      openedAt: ballots.openedAt,
      closesAt: ballots.closesAt,
      countedAt: ballots.countedAt,
    })
    .from(ballots)
    .where(eq(ballots.roundId, roundId));
  return ballot ?? null;
}

/** How much of a frozen round is disclosed, its votes included: no more than its rules foresaw. Not guarded. */
export async function disclosedIn(ctx: Reader, roundId: string): Promise<number> {
  return ((await statementAt(ctx, "freeze", { roundId }))?.statement["disclosure"] as number | undefined) ?? 0;
}

/**
 * Whether a voter's paper is in and says all it can: one of pairs is handed in page by page, and goes on until every
 * pair on it is answered.
 */
export const isWhole: SQL<boolean> = sql<boolean>`(
  ${ballotPapers.accountId} is not null and (
    ${ballots.method} <> 'bradley-terry'
    or 2 * (select count(*) from jsonb_object_keys(${ballotPapers.marks}) pair where ${ballotPapers.offered} ?& string_to_array(pair, '>'))
      >= jsonb_array_length(${ballotPapers.offered}) * (jsonb_array_length(${ballotPapers.offered}) - 1)
  )
)`;

/** What the policies ask of a round's ballot. Whose account was closed before they voted is not waited for. */
export async function ballotFacts(
  { db, now }: Pick<Context, "db" | "now">,
  { roundId, frozen }: { roundId: string; frozen: boolean },
): Promise<BallotFacts> {
  const [voters] = await db
    .select({
      voters: count(),
      papers: count(ballotPapers.accountId),
      whole: sql<number>`count(*) filter (where ${isWhole})`.mapWith(Number),
    })
    .from(ballotVoters)
    .innerJoin(ballots, eq(ballots.roundId, ballotVoters.roundId))
    .leftJoin(
      ballotPapers,
      and(eq(ballotPapers.roundId, ballotVoters.roundId), eq(ballotPapers.accountId, ballotVoters.accountId)),
    )
    .innerJoin(accounts, eq(accounts.id, ballotVoters.accountId))
    .where(and(eq(ballotVoters.roundId, roundId), or(isNull(accounts.disabledAt), isNotNull(ballotPapers.accountId))));
  const [proposal] = await db
    .select({ approvedAt: finalisations.approvedAt })
    .from(finalisations)
    .where(eq(finalisations.roundId, roundId))
    .orderBy(finalisations.version)
    .limit(1);
  return {
    roundId,
    frozen,
    state: ballotState(await ballotIn({ db }, roundId), now),
    ...voters!,
    decision: proposal ? (proposal.approvedAt ? "final" : "proposed") : "none",
  };
}

/**
 * What the count gave, the first place first; null while nothing is counted. Not guarded, and blind to conflicts of
 * whoever asks.
 */
export async function countedIn({ db }: Reader, roundId: string): Promise<Counted[] | null> {
  const [found] = await db
    .select({ outcome: sql<Outcome>`${ballots.outcome}` })
    .from(ballots)
    .where(and(eq(ballots.roundId, roundId), isNotNull(ballots.countedAt)));
  return found?.outcome.candidates ?? null;
}

/** What stands for election, as a list shows it, for queries that say of which round and for whom. Not guarded. */
export const candidateRows = ({ db }: Reader) =>
  db
    .select({
      entryId: entries.id,
      code: entries.code,
      title: entries.title,
      cityName: cities.name,
      country: cities.country,
      coApplicants: namedTogether(entries.id),
    })
    .from(ballotCandidates)
    .innerJoin(entries, eq(entries.id, ballotCandidates.entryId))
    .innerJoin(cities, eq(cities.id, entries.cityId));

/**
 * A round's ballot for those who decide and observers: its rule, whose paper is in and whole (never what it says), and
 * once it is counted what came of it. Entries in conflict are absent; then places and votes are too, for they would
 * tell how the absent ones stand. 404 for everybody else, 409 before the freeze.
 */
export async function ballotOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const frozen = round.frozenAt !== null;
  authorise(canSeeBallot(ctx.actor, { roundId, frozen }));
  const facts = await ballotFacts(ctx, { roundId, frozen });
  const partial = (await hiddenEntries(ctx, roundId)).size > 0;
  const register = await ctx.db
    .select({ name: accounts.name, whole: isWhole.mapWith(Boolean) })
    .from(ballotVoters)
    .innerJoin(ballots, eq(ballots.roundId, ballotVoters.roundId))
    .innerJoin(accounts, eq(accounts.id, ballotVoters.accountId))
    .leftJoin(
      ballotPapers,
      and(eq(ballotPapers.roundId, ballotVoters.roundId), eq(ballotPapers.accountId, ballotVoters.accountId)),
    )
    .where(eq(ballotVoters.roundId, roundId))
    .orderBy(asc(accounts.name), asc(accounts.id));
  const candidates = await candidateRows(ctx)
    .where(and(eq(ballotCandidates.roundId, roundId), noConflict(ctx, { roundId, entryId: entries.id })))
    .orderBy(asc(entries.code));
  const [found] = await ctx.db
    .select({ outcome: sql<Outcome | null>`${ballots.outcome}` })
    .from(ballots)
    .where(eq(ballots.roundId, roundId));
  return {
    round,
    facts,
    partial,
    register,
    disclosure: await disclosedIn(ctx, roundId),
    ballot: await ballotIn(ctx, roundId),
    outcome: partial ? null : (found?.outcome ?? null),
    candidates: candidates.map((row) => named(ctx.actor, round, row)),
    opening: canOpenBallot(ctx.actor, facts, { seesAll: !partial }),
    counting: canCount(ctx.actor, facts),
    reminding: canRemindVoters(ctx.actor, facts, facts.voters - facts.whole).allowed,
  };
}

/** Whether somebody votes in a round, and in what state its ballot is; null for who does not. */
export async function votingIn(ctx: Context, roundId: string): Promise<"open" | "closed" | null> {
  const [voter] = await ctx.db
    .select({ closesAt: ballots.closesAt, countedAt: ballots.countedAt })
    .from(ballotVoters)
    .innerJoin(ballots, eq(ballots.roundId, ballotVoters.roundId))
    .where(and(eq(ballotVoters.roundId, roundId), eq(ballotVoters.accountId, ctx.actor.id)));
  return voter ? (ballotState(voter, ctx.now) === "open" ? "open" : "closed") : null;
}

/** The panel as it is: everybody who judges or chairs, once. Not guarded: for opening a ballot. */
export const electorateOf = ({ db }: Reader, roundId: string) =>
  db
    .selectDistinct({ accountId: panelMembers.accountId })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .where(and(eq(panelMembers.roundId, roundId), ne(panelMembers.role, "scrutineer"), isNull(accounts.disabledAt)));
