import { and, asc, count, eq, exists, isNotNull, isNull, ne, notExists, or, sql } from "drizzle-orm";
import { accounts } from "#db/schema/account.ts";
import { ballotCandidates, ballotPapers, ballots, ballotVoters } from "#db/schema/ballot.ts";
import { commitments } from "#db/schema/commitment.ts";
import { cities } from "#db/schema/city.ts";
import { standingConflicts } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { localeOr } from "#app/i18n/locales.ts";
import { say } from "#app/i18n/localised.ts";
import { namedTogether } from "../co-applicant/queries.server.ts";
import { noConflict } from "../conflict/queries.server.ts";
import type { Context } from "../context.ts";
import type { Owed } from "../notification/commands.server.ts";
import { rested } from "../reminder/queries.server.ts";
import { reminderOf } from "../reminder/rules.ts";
import { NotFound } from "../errors.ts";
import { commitmentOf, logProof } from "../commitment/queries.server.ts";
import { type NoteKey, signNote } from "../commitment/note.ts";
import { type PaperRecord, paperReceipt } from "../commitment/rules.ts";
import { statementAt } from "../proof/queries.server.ts";
import type { Paper, VoteRecord } from "../proof/rules.ts";
import { hiddenEntries } from "../ranking/queries.server.ts";
import { named } from "../round/policy.ts";
import { getRound, isInRound } from "../round/queries.server.ts";
import { authorise } from "../verdict.ts";
import {
  type BallotFacts,
  canCount,
  canOpenBallot,
  canRemindVoters,
  canSeeBallot,
  canSeeReminders,
  canVote,
} from "./policy.ts";
import { type BallotMethod, ballotState, type Counted, fewestToMark, type Outcome } from "./rules.ts";

type Reader = Pick<Context, "db">;

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

/** How much of a frozen round is disclosed, its votes included: no more than its rules foresaw. */
async function disclosedIn(ctx: Reader, roundId: string): Promise<number> {
  return ((await statementAt(ctx, "freeze", { roundId }))?.statement["disclosure"] as number | undefined) ?? 0;
}

/** What the policies ask of a round's ballot. Whose account was closed before they voted is not waited for. */
export async function ballotFacts(
  { db, now }: Pick<Context, "db" | "now">,
  { roundId, frozen }: { roundId: string; frozen: boolean },
): Promise<BallotFacts> {
  const [voters] = await db
    .select({ voters: count(), papers: count(ballotPapers.accountId) })
    .from(ballotVoters)
    .leftJoin(
      ballotPapers,
      and(eq(ballotPapers.roundId, ballotVoters.roundId), eq(ballotPapers.accountId, ballotVoters.accountId)),
    )
    .innerJoin(accounts, eq(accounts.id, ballotVoters.accountId))
    .where(and(eq(ballotVoters.roundId, roundId), or(isNull(accounts.disabledAt), isNotNull(ballotPapers.accountId))));
  const [proposal] = await db
    .select({ approvedAt: finalisations.approvedAt })
    .from(finalisations)
    .where(eq(finalisations.roundId, roundId));
  return {
    roundId,
    frozen,
    state: ballotState(await ballotIn({ db }, roundId), now),
    ...voters!,
    decision: proposal ? (proposal.approvedAt ? "final" : "proposed") : "none",
  };
}

/** What the count gave, the first place first; null while nothing is counted. Not guarded, and blind to conflicts of whoever asks. */
export async function countedIn({ db }: Reader, roundId: string): Promise<Counted[] | null> {
  const [found] = await db
    .select({ outcome: sql<Outcome>`${ballots.outcome}` })
    .from(ballots)
    .where(and(eq(ballots.roundId, roundId), isNotNull(ballots.countedAt)));
  return found?.outcome.candidates ?? null;
}

const candidateRows = ({ db }: Reader) =>
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
 * A round's ballot for those who decide and observers: its rule, who has voted (never what), and once it is counted what came of it. Entries in
 * conflict are absent; then places and votes are too, for they would tell how the absent ones stand. 404 for everybody else, 409 before the freeze.
 */
export async function ballotOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const frozen = round.frozenAt !== null;
  authorise(canSeeBallot(ctx.actor, { roundId, frozen }));
  const facts = await ballotFacts(ctx, { roundId, frozen });
  const partial = (await hiddenEntries(ctx, roundId)).size > 0;
  const register = await ctx.db
    .select({ name: accounts.name, voted: isNotNull(ballotPapers.accountId).mapWith(Boolean) })
    .from(ballotVoters)
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
    reminding: canRemindVoters(ctx.actor, facts, facts.voters - facts.papers).allowed,
  };
}

/**
 * Which candidates a voter may vote on now. Where votes are transferable, a conflict with one keeps from all: a vote that cannot reach a candidate is unfair
 * to it. A conflict with what the round judges but nobody votes on does so too, for else a voter would learn whether their entry is among the first.
 */
export async function mayVoteOn(
  { db }: Reader,
  { roundId, accountId, method }: { roundId: string; accountId: string; method: string },
): Promise<string[]> {
  const conflict = db
    .select({ one: sql`1` })
    .from(standingConflicts)
    .innerJoin(entries, eq(entries.id, standingConflicts.entryId))
    .where(
      and(
        eq(standingConflicts.roundId, roundId),
        eq(standingConflicts.accountId, accountId),
        method === "stv" ? isInRound(roundId) : eq(standingConflicts.entryId, ballotCandidates.entryId),
      ),
    );
  const found = await db
    .select({ entryId: ballotCandidates.entryId })
    .from(ballotCandidates)
    .where(and(eq(ballotCandidates.roundId, roundId), notExists(conflict)))
    .orderBy(asc(ballotCandidates.entryId));
  return found.map(({ entryId }) => entryId);
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

/** A voter's own paper: the rule, the candidates nothing keeps them from, and what they gave. Nobody else's vote, and no count. 404 for who does not vote. */
export async function paperOf(ctx: Context, roundId: string) {
  const round = await getRound(ctx, roundId);
  const ballot = await ballotIn(ctx, roundId);
  if (!ballot || (await votingIn(ctx, roundId)) === null) throw new NotFound();
  const may = await mayVoteOn(ctx, { roundId, accountId: ctx.actor.id, method: ballot.method });
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
  const voting = canVote({ state: ballotState(ballot, ctx.now), voter: true, kept: may.length === 0 });
  return {
    round,
    ballot,
    voting,
    disclosure: await disclosedIn(ctx, roundId),
    candidates: rows.filter(({ entryId }) => may.includes(entryId)).map((row) => named(ctx.actor, round, row)),
    own: own ?? null,
  };
}

/**
 * The papers that count, each with what stood on it and its voter may still vote on: silence about an entry whose conflict was lifted since says nothing, and what a
 * later conflict is about is out. A ranking of which one entry is left says nothing either. Not guarded: for the count.
 */
export async function papersIn(
  ctx: Context,
  { roundId, method }: { roundId: string; method: BallotMethod },
): Promise<(Paper & { voter: string })[]> {
  const cast = await ctx.db
    .select({ accountId: ballotPapers.accountId, marks: ballotPapers.marks, offered: ballotPapers.offered })
    .from(ballotPapers)
    .where(eq(ballotPapers.roundId, roundId))
    .orderBy(asc(ballotPapers.accountId));
  const papers: (Paper & { voter: string })[] = [];
  for (const { accountId, marks, offered } of cast)
    papers.push({
      voter: accountId,
      marks,
      may: (await mayVoteOn(ctx, { roundId, accountId, method })).filter((id) => offered.includes(id)),
    });
  return papers.filter(({ may }) => may.length >= fewestToMark(method));
}

/** The sealed commitment of each entry that stands for election, hex. Not guarded: for votes as they are committed to. */
export async function hashesIn({ db }: Reader, roundId: string): Promise<Map<string, string>> {
  const standing = await db
    .select({ entryId: ballotCandidates.entryId, hash: ballotCandidates.hash })
    .from(ballotCandidates)
    .where(eq(ballotCandidates.roundId, roundId));
  return new Map(standing.map(({ entryId, hash }) => [entryId, hash]));
}

/**
 * A voter's own receipt for the paper they handed in last, with what each of its entries is called in it, and once it is counted where it stands in the log and among
 * the counted votes: `slots` by the entry's commitment, or "" for a ranking; none where a conflict kept it out. `named` is how many entries the receipt
 * names, `counted.entries` how many of them are in the count. 404 for anybody else, and for whoever has not voted.
 */
export async function ownVote(ctx: Context, key: NoteKey, roundId: string) {
  const { round, ballot, candidates, own } = await paperOf(ctx, roundId);
  const kept = own ? await commitmentOf(ctx, "paper", ctx.actor.id, roundId) : null;
  if (!own || !kept) throw new NotFound();
  const [record, hashes] = [kept.record as PaperRecord, await hashesIn(ctx, roundId)];
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
    text,
    at: record.at,
    named: "ranked" in record ? record.ranked.length : record.yes.length + record.no.length,
    proof: await logProof(ctx, kept.hash),
    counted: ballot.countedAt ? await countedVotes(ctx, roundId) : null,
  };
}

/** The slots of the actor's own counted votes, on how many entries they are, and whether they are among the published ones. */
async function countedVotes(ctx: Context, roundId: string) {
  const votes = await ctx.db
    .select({ record: sql<VoteRecord>`${commitments.record}` })
    .from(commitments)
    .where(and(eq(commitments.type, "vote"), eq(commitments.subjectId, ctx.actor.id), eq(commitments.roundId, roundId)))
    .orderBy(asc(commitments.hash));
  const opened = (await statementAt(ctx, "count", { roundId }))?.statement["withheld"] === "";
  return {
    opened,
    entries: votes.reduce((sum, { record }) => sum + ("ranked" in record ? record.ranked.length : 1), 0),
    slots: votes.map(({ record }) => ({ entry: "entry" in record ? record.entry : "", slot: record.slot })),
  };
}

/** Everybody who votes in a round and can be written to. Not guarded: for letters, each of which its reader alone gets. */
const votersIn = ({ db }: Reader, roundId: string) =>
  db
    .select({
      id: accounts.id,
      email: accounts.email,
      locale: accounts.locale,
      voted: isNotNull(ballotPapers.accountId).mapWith(Boolean),
    })
    .from(ballotVoters)
    .innerJoin(accounts, eq(accounts.id, ballotVoters.accountId))
    .leftJoin(
      ballotPapers,
      and(eq(ballotPapers.roundId, ballotVoters.roundId), eq(ballotPapers.accountId, ballotVoters.accountId)),
    )
    .where(and(eq(ballotVoters.roundId, roundId), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.email));

type Voter = Awaited<ReturnType<typeof votersIn>>[number];

/** A letter about a ballot in its reader's language, with until when one votes and the address of the paper. */
function letterAbout(
  { round, ballot: { closesAt } }: { round: Awaited<ReturnType<typeof getRound>>; ballot: { closesAt: Date } },
  kind: "ballot-open" | "reminder-ballot",
  publicUrl: string,
) {
  return ({ locale: given }: Voter) => {
    const locale = localeOr(given);
    const params = {
      round: say(round.name, locale),
      closes: formatMoment(closesAt, locale, round.cycle.timeZone),
      closesUtc: formatMoment(closesAt, locale, "UTC"),
      link: `${publicUrl}/judging/rounds/${round.id}/ballot`,
    };
    return { kind, params };
  };
}

/** To everybody who votes, when the ballot opens; again when it is opened anew. Not guarded: for opening it. */
export async function openingLetters(ctx: Context, roundId: string, publicUrl: string): Promise<Owed[]> {
  const ballot = (await ballotIn(ctx, roundId))!;
  const letter = letterAbout({ round: await getRound(ctx, roundId), ballot }, "ballot-open", publicUrl);
  return (await votersIn(ctx, roundId)).map((voter) => ({
    dedupe: `ballot-open:${roundId}:${ballot.openedAt.toISOString()}:${voter.id}`,
    accountId: voter.id,
    email: voter.email,
    locale: localeOr(voter.locale),
    ...letter(voter),
  }));
}

/** To everybody who voted, when the ballot is counted. Not guarded: for the count. */
export async function countedLetters(ctx: Context, roundId: string, publicUrl: string): Promise<Owed[]> {
  const { name } = await getRound(ctx, roundId);
  return (await votersIn(ctx, roundId))
    .filter(({ voted }) => voted)
    .map(({ id, email, locale: given }) => {
      const locale = localeOr(given);
      return {
        dedupe: `ballot-counted:${roundId}:${id}`,
        accountId: id,
        email,
        locale,
        kind: "ballot-counted",
        params: { round: say(name, locale), link: `${publicUrl}/judging/rounds/${roundId}/ballot/receipt` },
      };
    });
}

/**
 * The letters that would remind those who have not voted, of whoever can still vote on something, and whether they may be sent. For those who decide, who read in the
 * register who has voted; 404 for others, 409 while no ballot is open.
 */
export async function ballotReminders(ctx: Context, roundId: string, publicUrl: string) {
  const [round, ballot] = [await getRound(ctx, roundId), await ballotIn(ctx, roundId)];
  const facts = { roundId, state: ballotState(ballot, ctx.now) };
  authorise(canSeeReminders(ctx.actor, facts));
  const waiting = (await votersIn(ctx, roundId)).filter(({ voted }) => !voted);
  const able = [];
  for (const voter of waiting)
    if (
      (await mayVoteOn(ctx, { roundId, accountId: voter.id, method: ballot!.method })).length >=
      fewestToMark(ballot!.method)
    )
      able.push(voter);
  const { letters, resting } = await rested(
    ctx,
    reminderOf("ballot", roundId),
    able,
    letterAbout({ round, ballot: ballot! }, "reminder-ballot", publicUrl),
  );
  return { round, letters, resting, reminding: canRemindVoters(ctx.actor, facts, letters.length) };
}

/** The panel as it is: everybody who judges or chairs, once. Not guarded: for opening a ballot. */
export const electorateOf = ({ db }: Reader, roundId: string) =>
  db
    .selectDistinct({ accountId: panelMembers.accountId })
    .from(panelMembers)
    .innerJoin(accounts, eq(accounts.id, panelMembers.accountId))
    .where(and(eq(panelMembers.roundId, roundId), ne(panelMembers.role, "scrutineer"), isNull(accounts.disabledAt)));
