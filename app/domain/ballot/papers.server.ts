import { and, asc, count, eq, exists, lt, notExists, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { ballotCandidates, ballotPapers, ballotVoters } from "#db/schema/ballot.ts";
import { commitments } from "#db/schema/commitment.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import type { Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import { commitmentOf, logProof } from "../commitment/queries.server.ts";
import { type NoteKey, signNote } from "../commitment/note.ts";
import { type PaperRecord, paperReceipt } from "../commitment/rules.ts";
import { statementAt } from "../proof/queries.server.ts";
import { comparisons, type Paper, type VoteRecord } from "../proof/rules.ts";
import { named } from "../round/policy.ts";
import { getRound, isInRound } from "../round/queries.server.ts";
import { type Pair, pagesOf, turnsOf } from "./pairs.ts";
import { canVote } from "./policy.ts";
import { ballotIn, candidateRows, disclosedIn, type Reader, votingIn } from "./queries.server.ts";
import { askedBy, type BallotMethod, ballotState, fewestToMark } from "./rules.ts";

type Ballot = { roundId: string; method: BallotMethod };

/**
 * Which candidates each of these voters may vote on now. Where votes are transferable, a conflict with one keeps from
 * all: a vote that cannot reach a candidate is unfair to it. A conflict with what the round judges but nobody votes on
 * does so too, for else a voter would learn whether their entry is among the first.
 */
export async function candidatesOf(
  { db }: Reader,
  voters: readonly string[],
  { roundId, method }: Ballot,
): Promise<(accountId: string) => string[]> {
  const conflict = db
    .select({ one: sql`1` })
    .from(standingConflicts)
    .innerJoin(entries, eq(entries.id, standingConflicts.entryId))
    .where(
      and(
        eq(standingConflicts.roundId, roundId),
        eq(standingConflicts.accountId, accounts.id),
        method === "stv" ? isInRound(roundId) : eq(standingConflicts.entryId, ballotCandidates.entryId),
      ),
    );
  const found = await db
    .select({
      accountId: accounts.id,
      may: sql<string[]>`json_agg(${ballotCandidates.entryId} order by ${ballotCandidates.entryId})`,
    })
    .from(ballotCandidates)
    .innerJoin(accounts, sql`${accounts.id} = any(${`{${voters.join(",")}}`}::uuid[])`)
    .where(and(eq(ballotCandidates.roundId, roundId), notExists(conflict)))
    .groupBy(accounts.id);
  const byVoter = new Map(found.map(({ accountId, may }) => [accountId, may]));
  return (accountId) => byVoter.get(accountId) ?? [];
}

/** `candidatesOf` one voter. */
export const mayVoteOn = async (ctx: Reader, accountId: string, ballot: Ballot): Promise<string[]> =>
  (await candidatesOf(ctx, [accountId], ballot))(accountId);

/**
 * A voter's own paper: the rule, the candidates nothing keeps them from, and what they gave. Nobody else's vote, and no
 * count. 404 for who does not vote.
 */
export async function paperOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const ballot = await ballotIn(ctx, roundId);
  if (!ballot || (await votingIn(ctx, roundId)) === null) throw new NotFound();
  const may = await mayVoteOn(ctx, ctx.actor.id, { roundId, method: ballot.method });
  const rows = await candidateRows(ctx).where(eq(ballotCandidates.roundId, roundId)).orderBy(asc(entries.code));
  const committedTo = ctx.db
    .select({ one: sql`1` })
    .from(commitments)
    .where(
      and(
        eq(commitments.type, "paper"),
        eq(commitments.subjectId, ballotPapers.accountId),
        eq(commitments.roundId, ballotPapers.roundId),
      ),
    );
  const [own] = await ctx.db
    .select({
      marks: ballotPapers.marks,
      offered: ballotPapers.offered,
      castAt: ballotPapers.castAt,
      committed: exists(committedTo).mapWith(Boolean),
    })
    .from(ballotPapers)
    .where(and(eq(ballotPapers.roundId, roundId), eq(ballotPapers.accountId, ctx.actor.id)));
  const voting = canVote({
    state: ballotState(ballot, ctx.now),
    voter: true,
    kept: may.length < fewestToMark(ballot.method),
  });
  return {
    round,
    ballot,
    voting,
    disclosure: await disclosedIn(ctx, roundId),
    candidates: rows.filter(({ entryId }) => may.includes(entryId)).map((row) => named(ctx.actor, round, row)),
    pages: askedBy(ballot.method) === "pairs" ? await ownPages(ctx, roundId, ballot.openedAt, may) : [],
    given: own ? comparisons({ may, marks: own.marks }) : [],
    own: own ?? null,
  };
}

/** In what order the pairs of a paper stand on it: each voter's is another, and stays what it is. */
async function ownPages({ db, actor }: Context, roundId: string, openedAt: Date, may: string[]): Promise<Pair[][]> {
  const [before] = await db
    .select({ voters: count() })
    .from(ballotVoters)
    .where(and(eq(ballotVoters.roundId, roundId), lt(ballotVoters.accountId, actor.id)));
  return pagesOf(turnsOf(may, { seed: `${roundId}\n${openedAt.toISOString()}`, number: before!.voters }));
}

/**
 * The papers that count, each with what stood on it and its voter may still vote on: silence about an entry whose
 * conflict was lifted since says nothing, and what a later conflict is about is out. A ranking of which one entry is
 * left says nothing either. Not guarded: for the count.
 */
export async function papersIn(ctx: Context, ballot: Ballot): Promise<(Paper & { voter: string })[]> {
  const cast = await ctx.db
    .select({ accountId: ballotPapers.accountId, marks: ballotPapers.marks, offered: ballotPapers.offered })
    .from(ballotPapers)
    .where(eq(ballotPapers.roundId, ballot.roundId))
    .orderBy(asc(ballotPapers.accountId));
  const voters = cast.map(({ accountId }) => accountId);
  const mayVote = await candidatesOf(ctx, voters, ballot);
  return cast
    .map(({ accountId, marks, offered }) => ({
      voter: accountId,
      marks,
      may: mayVote(accountId).filter((id) => offered.includes(id)),
    }))
    .filter(({ may }) => may.length >= fewestToMark(ballot.method));
}

/**
 * The sealed commitment of each entry that stands for election, hex. Not guarded: for votes as they are committed to.
 */
export async function hashesIn({ db }: Reader, roundId: string): Promise<Map<string, string>> {
  const standing = await db
    .select({ entryId: ballotCandidates.entryId, hash: ballotCandidates.hash })
    .from(ballotCandidates)
    .where(eq(ballotCandidates.roundId, roundId));
  return new Map(standing.map(({ entryId, hash }) => [entryId, hash]));
}

/**
 * A voter's own receipt for the paper they handed in last, with what each of its entries is called in it, and once it
 * is counted where it stands in the log. `named` is how many entries, or pairs, the receipt names, `counted.entries`
 * how many of them are in the count: none where a conflict kept the paper out. 404 for anybody else, and for whoever
 * has not voted.
 */
export async function ownVote(ctx: Context, key: NoteKey, roundId: string) {
  const { round, ballot, candidates, given, own } = await paperOf(ctx, roundId);
  const kept = own ? await commitmentOf(ctx, "paper", ctx.actor.id, roundId) : null;
  if (!own || !kept) throw new NotFound();
  const record = kept.record as PaperRecord;
  const hashes = await hashesIn(ctx, roundId);
  const marks = candidates.flatMap((each) =>
    own.offered.includes(each.entryId)
      ? [{ ...each, hash: hashes.get(each.entryId)!, mark: own.marks[each.entryId] }]
      : [],
  );
  const text = signNote(paperReceipt({ record, commitment: kept.hash, salt: kept.salt }), key);
  return {
    round,
    method: ballot.method,
    marks,
    given,
    text,
    at: record.at,
    named: namesIn(record),
    proof: await logProof(ctx, kept.hash),
    counted: ballot.countedAt ? await countedVotes(ctx, roundId, askedBy(ballot.method) === "ranking") : null,
  };
}

const namesIn = (record: PaperRecord): number =>
  "ranked" in record
    ? record.ranked.length
    : "pairs" in record
      ? record.pairs.length
      : record.yes.length + record.no.length;

/**
 * On how many entries, or pairs, the actor's own counted votes are, and whether they are among the published ones. Not
 * under which slots: beside the published votes that would show a buyer which paper was the last.
 */
async function countedVotes(ctx: Context, roundId: string, ranking: boolean) {
  const votes = await ctx.db
    .select({ record: sql<VoteRecord>`${commitments.record}` })
    .from(commitments)
    .where(
      and(eq(commitments.type, "vote"), eq(commitments.subjectId, ctx.actor.id), eq(commitments.roundId, roundId)),
    );
  const opened = (await statementAt(ctx, "count", { roundId }))?.statement["withheld"] === "";
  return {
    opened,
    entries: votes.reduce((sum, { record }) => sum + (ranking && "ranked" in record ? record.ranked.length : 1), 0),
  };
}
