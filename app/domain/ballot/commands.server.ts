import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { ballotCandidates, ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { selections } from "#db/schema/shortlist.ts";
import { type AuditEvent, roundStream } from "../audit/rules.ts";
import { hiddenEntries } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import { Invalid, NotFound, Refused, Stale } from "../errors.ts";
import { oweAll } from "../notification/commands.server.ts";
import { lotOf } from "../proof/lots.ts";
import { commitPaper, stateBallot, stateCount } from "../proof/votes.server.ts";
import { sealedIn } from "../proof/queries.server.ts";
import { wholeRanking } from "../ranking/queries.server.ts";
import { lockRound } from "../round/queries.server.ts";
import { transact } from "../transact.server.ts";
import { authorise } from "../verdict.ts";
import type { BallotRules } from "./input.ts";
import { canCount, canOpenBallot, canVote } from "./policy.ts";
import { ballotFacts, ballotIn, electorateOf, votingIn } from "./queries.server.ts";
import { ballotReminders, countedLetters, openingLetters } from "./letters.server.ts";
import { candidatesOf, hashesIn, mayVoteOn, papersIn } from "./papers.server.ts";
import { pagesOn } from "./pairs.ts";
import { askedBy, ballotState, count, fewestToMark, modelOf, mostCandidates } from "./rules.ts";

/**
 * Opens a ballot: from here on its rule, its candidates and its voters stand, and the rule is in the public log. Voters
 * are the panel, but for those whom conflicts keep from every candidate; each gets a letter. 409 before the freeze,
 * once there was a ballot, and where nobody could vote on some candidate. Invalid (`first`) with more candidates than
 * the method is counted on.
 */
export function openBallot(
  outer: Context,
  roundId: string,
  { method, seats, first, closesAt }: BallotRules,
  publicUrl: string,
): Promise<void> {
  return transact(outer, async (ctx) => {
    const { frozen } = await lockRound(ctx, roundId, "update");
    const facts = await ballotFacts(ctx, { roundId, frozen });
    authorise(canOpenBallot(ctx.actor, facts, { seesAll: (await hiddenEntries(ctx, roundId)).size === 0 }));
    const hashes = await standingIn(ctx, roundId, first);
    if (hashes.size > mostCandidates(method)) throw new Invalid({ first: "too-many-for-model" });
    const rule = { method, seats, closesAt, openedAt: ctx.now, openedBy: ctx.actor.id };
    await ctx.db
      .insert(ballots)
      .values({ roundId, ...rule })
      .onConflictDoUpdate({ target: ballots.roundId, set: rule });
    await ctx.db.delete(ballotVoters).where(eq(ballotVoters.roundId, roundId));
    await ctx.db.delete(ballotCandidates).where(eq(ballotCandidates.roundId, roundId));
    if (hashes.size > 0)
      await ctx.db.insert(ballotCandidates).values([...hashes].map(([entryId, hash]) => ({ roundId, entryId, hash })));
    const voters = await register(ctx, { roundId, method });
    if (hashes.size < 2 || [...hashes.keys()].some((id) => !voters.some(({ may }) => may.includes(id))))
      throw new Refused("ballot-nobody", "not-now");
    await ctx.db.insert(ballotVoters).values(voters.map(({ accountId }) => ({ roundId, accountId })));
    await oweAll(ctx, await openingLetters(ctx, roundId, publicUrl));
    await stateBallot(ctx, roundId, { method, seats, closesAt, hashes, model: modelOf(method) });
    return {
      result: undefined,
      event: event("ballot.opened", roundId, {
        method,
        seats,
        candidates: hashes.size,
        voters: voters.length,
        closesAt: closesAt.toISOString(),
      }),
    };
  });
}

/** What stands for election, by its sealed commitment: all of the ranking or its first, as far as it was sealed. */
async function standingIn(ctx: Context, roundId: string, first: number | null): Promise<Map<string, string>> {
  const sealed = await sealedIn(ctx, roundId);
  const standing = (await wholeRanking(ctx, roundId)).filter(
    ({ entryId, rank }) => sealed.has(entryId) && (first === null || (rank !== null && rank <= first)),
  );
  return new Map(standing.map(({ entryId }) => [entryId, sealed.get(entryId)!]));
}

/** Who may vote on what. */
async function register(ctx: Context, { roundId, method }: { roundId: string; method: BallotRules["method"] }) {
  const electorate = (await electorateOf(ctx, roundId)).map(({ accountId }) => accountId);
  const mayVote = await candidatesOf(ctx, electorate, { roundId, method });
  return electorate
    .map((accountId) => ({ accountId, may: mayVote(accountId) }))
    .filter(({ may }) => may.length >= fewestToMark(method));
}

/**
 * Hands in the actor's own paper, or another in its place: whole, or the part of it that is `about` some marks, beside
 * which what was given before stands. What a conflict keeps from them is left out, and so is what was not `shown` to
 * them: silence about it says nothing. Committed to, for the voter's receipt, which is of the paper that came last: one
 * that was begun earlier and took longer on its way gives way with 409, or a voter could hold a signed receipt for a
 * vote that does not count. 404 for who does not vote, 409 once it is over.
 */
export function cast(
  outer: Context,
  roundId: string,
  {
    shown,
    marks,
    about,
  }: { shown: readonly string[]; marks: Readonly<Record<string, number>>; about?: readonly string[] | undefined },
): Promise<void> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "share");
    const ballot = await ballotIn(ctx, roundId);
    if (!ballot) throw new NotFound();
    const may = await mayVoteOn(ctx, ctx.actor.id, { roundId, method: ballot.method });
    authorise(
      canVote({
        state: ballotState(ballot, ctx.now),
        voter: (await votingIn(ctx, roundId)) !== null,
        kept: may.length < fewestToMark(ballot.method),
      }),
    );
    // A page of pairs shows some of the paper only, and silence about a pair says nothing.
    const offered = about ? may : may.filter((id) => shown.includes(id));
    if (offered.length === 0) throw new Stale("nothing that was shown may be voted on");
    const paper = {
      marks: Object.fromEntries(
        Object.entries(marks).filter(([of]) => of.split(">").every((id) => offered.includes(id))),
      ),
      offered,
      castAt: ctx.now,
    };
    const [stands] = await ctx.db
      .insert(ballotPapers)
      .values({ roundId, accountId: ctx.actor.id, ...paper })
      .onConflictDoUpdate({
        target: [ballotPapers.roundId, ballotPapers.accountId],
        ...(about ? { set: beside(about, offered) } : { set: paper, setWhere: lt(ballotPapers.castAt, ctx.now) }),
      })
      .returning({ marks: ballotPapers.marks, at: ballotPapers.castAt });
    if (!stands) throw new Refused("ballot-later", "not-now");
    await commitPaper({ ...ctx, now: stands.at }, roundId, {
      asked: askedBy(ballot.method),
      paper: { may: offered, marks: stands.marks },
      hashes: await hashesIn(ctx, roundId),
    });
    return { result: undefined, event: event("ballot.cast", roundId, {}) };
  });
}

/** What becomes of a paper by new marks about some: others stand, and it is later than what it was, however it came. */
const beside = (about: readonly string[], offered: string[]) => ({
  marks: sql`(${ballotPapers.marks} - ${sql.param(`{${about.join(",")}}`)}::text[]) || excluded.marks`,
  offered,
  castAt: sql`greatest(${ballotPapers.castAt} + interval '1 millisecond', excluded.cast_at)`,
});

/**
 * Closes a ballot and counts it. Votes go under commitments whose root the public log gets. Whoever voted gets a letter
 * with where their receipt is. Choices made by hand before about what stood for election give way: the count is what is
 * departed from. 409 while somebody may still vote, or nobody has.
 */
export function countBallot(outer: Context, roundId: string, publicUrl: string): Promise<void> {
  return transact(outer, async (ctx) => {
    const { frozen } = await lockRound(ctx, roundId, "update");
    const facts = await ballotFacts(ctx, { roundId, frozen });
    authorise(canCount(ctx.actor, facts));
    const { method, seats } = (await ballotIn(ctx, roundId))!;
    const hashes = await hashesIn(ctx, roundId);
    const papers = await papersIn(ctx, { roundId, method });
    await oweAll(ctx, await countedLetters(ctx, roundId, publicUrl));
    const { root, draw } = await stateCount(ctx, roundId, {
      asked: askedBy(method),
      papers,
      voters: facts.voters,
      hashes,
      pages: pagesOn(method, hashes.size),
    });
    const outcome = count(method, {
      candidates: [...hashes.keys()],
      papers,
      seats,
      lot: (id) => lotOf(draw, hashes.get(id)!),
    });
    await ctx.db
      .update(ballots)
      .set({ countedAt: ctx.now, countedBy: ctx.actor.id, outcome })
      .where(eq(ballots.roundId, roundId));
    await ctx.db
      .delete(selections)
      .where(and(eq(selections.roundId, roundId), inArray(selections.entryId, [...hashes.keys()])));
    return { result: undefined, event: event("ballot.counted", roundId, { papers: papers.length, root }) };
  });
}

/**
 * Reminds those who have not voted, as the register shows them. Gives how many letters went out; 409 where nobody can
 * vote any more, or nobody is left to remind.
 */
export function remindVoters(outer: Context, roundId: string, publicUrl: string): Promise<number> {
  return transact(outer, async (ctx) => {
    await lockRound(ctx, roundId, "update");
    const { letters, reminding } = await ballotReminders(ctx, roundId, publicUrl);
    authorise(reminding);
    await oweAll(ctx, letters);
    return {
      result: letters.length,
      event: {
        type: "reminder.sent",
        stream: roundStream(roundId),
        subjectId: roundId,
        details: { letters: letters.length },
      },
    };
  });
}

const event = (type: AuditEvent["type"], roundId: string, details: NonNullable<AuditEvent["details"]>): AuditEvent => ({
  type,
  stream: roundStream(roundId),
  subjectId: roundId,
  details,
});
