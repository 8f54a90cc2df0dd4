import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { commitments } from "#db/schema/commitment.ts";
import { type BallotMethod, ballotPapers } from "#db/schema/ballot.ts";
import type { Disclosure } from "#db/schema/round.ts";
import { appendCommitments, appendStatement, keep } from "../commitment/commands.server.ts";
import type { Context } from "../context.ts";
import { isSeeded } from "./lots.ts";
import { aboutOf, statementAt } from "./queries.server.ts";
import {
  type Asked,
  comparisons,
  decoysAmong,
  type Paper,
  preferences,
  setRoot,
  votesOf,
  withheldVotes,
} from "./rules.ts";
import { newSalt, newSlot } from "./scores.server.ts";
import { drawIn, portalSeed } from "./seeds.server.ts";

type Rule = {
  method: BallotMethod;
  seats: number | null;
  closesAt: Date;
  hashes: ReadonlyMap<string, string>;
  /** What a count by a model rests on besides the votes. */
  model: { variance: number; ties: string[] } | null;
};

/**
 * States by which rule a panel votes on what, before anybody does; `hashes` are the sealed commitments of what stands
 * for election. That is a short list, whose hash the log shows before the result is public: so it has a salt.
 */
export async function stateBallot(
  ctx: Context,
  roundId: string,
  { method, seats, closesAt, hashes, model }: Rule,
): Promise<void> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  if (!freeze) return;
  const candidates = freeze.statement["disclosure"] === 0 ? [] : [...hashes.values()].sort();
  await appendStatement(
    ctx,
    {
      type: "ballot",
      ...(model ? { v: 4, ...model } : { v: 3 }),
      round: roundId,
      freeze: freeze.index,
      method,
      seats,
      standing: hashes.size,
      candidates,
      closesAt: closesAt.toISOString(),
      salt: newSalt(),
    },
    aboutOf(roundId, freeze),
  );
}

/**
 * Commits to a paper as it was handed in. Inside the transaction of the vote. The commitment reaches the log at the
 * count, among all others: its place would tell when it was made.
 */
export async function commitPaper(
  ctx: Context,
  roundId: string,
  { asked, paper, hashes }: { asked: Asked; paper: Paper; hashes: ReadonlyMap<string, string> },
): Promise<void> {
  const marked = (mark: number) =>
    paper.may
      .filter((id) => paper.marks[id] === mark)
      .map((id) => hashes.get(id)!)
      .sort();
  const hashOf = (id: string) => hashes.get(id)!;
  const marks = {
    ranking: () => ({ ranked: preferences(paper).map(hashOf) }),
    pairs: () => ({ pairs: comparisons(paper).map((pair) => pair.map(hashOf).join(">")) }),
    marks: () => ({ yes: marked(1), no: marked(0) }),
  }[asked]();
  await keep(ctx, "paper", [
    {
      subjectId: ctx.actor.id,
      roundId,
      record: { round: roundId, voter: ctx.actor.id, at: ctx.now.toISOString(), ...marks },
    },
  ]);
}

type Counting = {
  asked: Asked;
  papers: readonly (Paper & { voter: string })[];
  voters: number;
  hashes: ReadonlyMap<string, string>;
  /** In how many parts each paper was handed in. */
  pages: number;
};

/**
 * Commits to the votes that count and states how many there are, how many papers conflicts kept out, whole or in part,
 * and whether votes will be opened; before it, every paper ever handed in enters the log. Opens the seed of its lots,
 * where the rules commit to one. Answers the votes' root and what lots are drawn from, hex: where there is no seed, the
 * root.
 */
export async function stateCount(
  ctx: Context,
  roundId: string,
  { asked, papers, voters, hashes, pages }: Counting,
): Promise<{ root: string; draw: string }> {
  const rules = (await statementAt(ctx, "rules", { roundId }))!;
  const freeze = (await statementAt(ctx, "freeze", { roundId }))!;
  const ballot = (await statementAt(ctx, "ballot", { roundId }))!;
  const handedIn = await ctx.db
    .select({ hash: commitments.hash })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, "paper")));
  const decoys = Array.from({ length: decoysAmong(voters, handedIn.length, pages) }, () => randomBytes(32));
  await appendCommitments(ctx, "paper", [...handedIn.map(({ hash }) => hash), ...decoys], aboutOf(roundId, ballot));
  const kept = await keep(
    ctx,
    "vote",
    papers.flatMap((paper) =>
      votesOf(roundId, asked, paper, { hashes, draw: newSlot }).map((record) => ({
        subjectId: paper.voter,
        roundId,
        record,
      })),
    ),
  );
  const withheld = withheldVotes({
    disclosure: freeze.statement["disclosure"] as Disclosure,
    asked,
    papers,
    candidates: [...hashes.keys()],
  });
  const root = setRoot(kept.map(({ hash }) => hash));
  const seed = isSeeded(rules.statement) ? await portalSeed(ctx, roundId, "ballot") : null;
  await appendStatement(
    ctx,
    {
      type: "count",
      ...(seed ? { v: 3, seed } : { v: 2 }),
      round: roundId,
      ballot: ballot.index,
      papers: papers.length,
      keptOut: await keptOut(ctx, roundId, papers),
      votes: kept.length,
      root,
      withheld,
    },
    aboutOf(roundId, ballot),
  );
  return { root, draw: seed ? await drawIn(ctx, roundId, seed, "vote") : root };
}

/**
 * Of how many papers handed in less counts than stood on them, for a conflict that came later: all that is told of it,
 * so that their voters' receipts cry no fraud.
 */
async function keptOut({ db }: Context, roundId: string, papers: Counting["papers"]): Promise<number> {
  const handedIn = await db
    .select({ voter: ballotPapers.accountId, offered: ballotPapers.offered })
    .from(ballotPapers)
    .where(eq(ballotPapers.roundId, roundId));
  const counted = new Map(papers.map(({ voter, may }) => [voter, may.length]));
  return handedIn.filter(({ voter, offered }) => (counted.get(voter) ?? 0) < offered.length).length;
}
