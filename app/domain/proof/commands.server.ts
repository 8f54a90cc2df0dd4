import { and, asc, eq, isNotNull, lt, notExists, sql } from "drizzle-orm";
import { assignments } from "#db/schema/assignment.ts";
import { commitments, logLeaves, sealedEntries } from "#db/schema/commitment.ts";
import { type BallotMethod, ballotPapers } from "#db/schema/ballot.ts";
import { cycles } from "#db/schema/cycle.ts";
import { entries, submissions, withdrawals } from "#db/schema/entry.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { type Disclosure, roundLevels, rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import { isCounting } from "../assignment/totals.server.ts";
import { type AuditEvent, roundStream, sha256, SYSTEM_STREAM } from "../audit/rules.ts";
import {
  appendCommitments,
  appendStatement,
  commitEntry,
  keep,
  lockLog,
  signLog,
} from "../commitment/commands.server.ts";
import type { NoteKey } from "../commitment/note.ts";
import { commitmentOf, isUnsigned } from "../commitment/queries.server.ts";
import { type Actor, type Context, PORTAL } from "../context.ts";
import { lockCycle } from "../cycle/queries.server.ts";
import { isInRound } from "../round/queries.server.ts";
import type { Mark } from "../rubric/rules.ts";
import { transact } from "../transact.server.ts";
import { getProof, proofBundle, sealedHashes, statementAt } from "./queries.server.ts";
import {
  decoys,
  type Decided,
  departs,
  disclosureOf,
  judgedBy,
  type FrozenScores,
  openable,
  type Paper,
  preferences,
  setRoot,
  votesOf,
  withheldVotes,
} from "./rules.ts";

type Criteria = readonly { id: string }[];
type Handed = {
  roundId: string;
  entryId: string;
  reviewId: string;
  criteria: Criteria;
  scores: readonly { criterionId: string; value: Mark | null }[];
  comment: string;
};

/**
 * Commits to a review as it stands, submitted or revised. Inside the transaction of the review, after its totals. The commitment reaches the log at the freeze, among all others: its place would tell when it was made.
 * Called while the assignment is held: the moments of a review's events follow the order in which they took effect, or the one that was frozen would not be the last where a save took longer on its way than one sent after it.
 */
export async function commitReview(
  ctx: Context,
  { roundId, entryId, reviewId, criteria: asked, scores: given, comment }: Handed,
): Promise<void> {
  const marks = asked.map(({ id }) => given.find(({ criterionId }) => criterionId === id)?.value);
  const values = marks.map((mark) => (typeof mark === "number" ? mark : null));
  const last = await commitmentOf(ctx, "score-event", reviewId);
  const now = new Date(Math.max(ctx.now.getTime(), last ? last.at.getTime() + 1 : 0));
  const record = {
    round: roundId,
    entry: entryId,
    reviewer: ctx.actor.id,
    scores: values,
    comment: sha256(comment),
    at: now.toISOString(),
  };
  await keep({ ...ctx, now }, "score-event", [{ subjectId: reviewId, roundId, record }]);
}

/** States what a round judges by, once: from then on it is in the log, and the round's places and method stay. */
export async function stateRules(ctx: Context<Actor>, roundId: string): Promise<AuditEvent[]> {
  if (await statementAt(ctx, "rules", { roundId })) return [];
  await lockLog(ctx);
  if (await statementAt(ctx, "rules", { roundId })) return [];
  const [round] = await ctx.db.select().from(rounds).where(eq(rounds.id, roundId));
  const asked = await ctx.db
    .select({
      id: criteria.id,
      name: criteria.name,
      weight: criteria.weight,
      min: criteria.min,
      max: criteria.max,
      step: criteria.step,
      notApplicable: criteria.notApplicable,
      scale: criteria.scale,
    })
    .from(criteria)
    .where(eq(criteria.rubricId, round!.rubricId))
    .orderBy(asc(criteria.position), asc(criteria.id));
  const levels = await ctx.db
    .select({ level: roundLevels.levelKey, places: roundLevels.places })
    .from(roundLevels)
    .where(eq(roundLevels.roundId, roundId))
    .orderBy(asc(roundLevels.position));
  const {
    cycleId,
    method,
    reviewsPerEntry,
    conflictRules: { country, organisation },
    disclosure,
    ties,
  } = round!;
  const index = await appendStatement(
    ctx,
    {
      type: "rules",
      ...judgedBy(
        asked.map(({ name, ...criterion }) => ({ ...criterion, name: name?.en ?? "" })),
        ties,
      ),
      round: roundId,
      cycle: cycleId,
      method,
      levels,
      reviewsPerEntry,
      conflicts: { country, organisation },
      disclosure,
    },
    { roundId, cycleId },
  );
  return [{ type: "round.rules-stated", stream: roundStream(roundId), subjectId: roundId, details: { index } }];
}

/**
 * Seals which entries a cycle has: those submitted and not withdrawn, each with its last submission. Nothing happens where the list is the one
 * sealed last; another list is sealed under the next number, for everybody to see. Version 2 of the statement says that each entry commits to its number here.
 */
async function sealEntries(ctx: Context<Actor>, cycleId: string): Promise<AuditEvent[]> {
  await lockLog(ctx);
  const standing = await standingCommitments(ctx, cycleId);
  const last = await statementAt(ctx, "seal", { cycleId });
  const sealed =
    last === null
      ? []
      : await ctx.db.select({ hash: sealedEntries.hash }).from(sealedEntries).where(eq(sealedEntries.seal, last.index));
  const written = (rows: { hash: Buffer }[]) =>
    rows
      .map(({ hash }) => hash.toString("hex"))
      .sort()
      .join();
  if (last !== null && written(sealed) === written(standing)) return [];
  const known = await ctx.db
    .select({ data: logLeaves.data })
    .from(logLeaves)
    .where(and(eq(logLeaves.cycleId, cycleId), eq(logLeaves.kind, "entry")));
  const inLog = new Set(known.map(({ data }) => data.toString("hex")));
  await appendCommitments(
    ctx,
    "entry",
    standing.map(({ hash }) => hash).filter((hash) => !inLog.has(hash.toString("hex"))),
    { cycleId },
  );
  const [cycle] = await ctx.db.select({ closesAt: cycles.closesAt }).from(cycles).where(eq(cycles.id, cycleId));
  const number = Number(last?.statement["number"] ?? 0) + 1;
  const seal = await appendStatement(
    ctx,
    {
      type: "seal",
      v: standing.every(({ numbered }) => numbered) ? 2 : 1,
      cycle: cycleId,
      number,
      entries: standing.length,
      root: setRoot(standing.map(({ hash }) => hash)),
      closesAt: cycle!.closesAt.toISOString(),
    },
    { cycleId },
  );
  if (standing.length > 0)
    await ctx.db.insert(sealedEntries).values(standing.map(({ entryId, hash }) => ({ seal, entryId, hash })));
  return [
    {
      type: "cycle.sealed",
      stream: SYSTEM_STREAM,
      subjectId: cycleId,
      details: { index: seal, number, entries: standing.length },
    },
  ];
}

/** The commitment of each entry's last submission. Made here for what came in before there were any. */
async function standingCommitments(
  ctx: Context<Actor>,
  cycleId: string,
): Promise<{ entryId: string; hash: Buffer; numbered: boolean }[]> {
  const later = sql`(select max(l.number) from ${submissions} l where l.entry_id = ${entries.id})`;
  const rows = await ctx.db
    .select({
      entryId: entries.id,
      submissionId: submissions.id,
      code: entries.code,
      title: entries.title,
      cityName: sql<string>`${submissions.snapshot}::json ->> 'cityName'`,
      country: sql<string>`${submissions.snapshot}::json ->> 'country'`,
      number: submissions.number,
      sha256: submissions.sha256,
      receivedAt: submissions.receivedAt,
      hash: commitments.hash,
      numbered: sql<boolean>`${commitments.record} ? 'number'`,
    })
    .from(entries)
    .innerJoin(submissions, and(eq(submissions.entryId, entries.id), eq(submissions.number, later)))
    .leftJoin(commitments, and(eq(commitments.subjectId, submissions.id), eq(commitments.type, "entry")))
    .where(
      and(
        eq(entries.cycleId, cycleId),
        notExists(ctx.db.select({ one: sql`1` }).from(withdrawals).where(eq(withdrawals.entryId, entries.id))),
      ),
    )
    .orderBy(asc(entries.id));
  const standing = [];
  for (const { entryId, hash, numbered, ...received } of rows)
    standing.push(
      hash
        ? { entryId, hash, numbered }
        : { entryId, hash: (await commitEntry(ctx, { ...received, entryId, cycleId })).hash, numbered: true },
    );
  return standing;
}

/** Commits to the frozen scores: every review event since the beginning, then the set that counts, under salts and slots that nothing joins to them. */
export async function freezeScores(ctx: Context, roundId: string, cycleId: string): Promise<AuditEvent[]> {
  const events = [...(await stateRules(ctx, roundId)), ...(await sealEntries(ctx, cycleId))];
  const about = { roundId, cycleId };
  const made = await ctx.db
    .select({ hash: commitments.hash })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, "score-event")));
  await appendCommitments(
    ctx,
    "score-event",
    made.map(({ hash }) => hash),
    about,
  );
  const [rules, seal] = [
    (await statementAt(ctx, "rules", { roundId }))!,
    (await statementAt(ctx, "seal", { cycleId }))!,
  ];
  const hashes = await sealedHashes(ctx, seal.index);
  const counting = (await countingScores(ctx, roundId)).filter(({ entryId }) => hashes.has(entryId));
  const judged = await ctx.db.select({ id: entries.id }).from(entries).where(isInRound(roundId));
  const perEntry = new Map<string, number>();
  for (const { entryId } of counting) perEntry.set(entryId, (perEntry.get(entryId) ?? 0) + 1);
  const { disclosure, withheld } = disclosureOf(rules.statement["disclosure"] as 0 | 1 | 2, {
    entries: judged.length,
    reviews: [...perEntry.values()],
  });
  const records = openable(roundId, counting, disclosure, (entryId) => hashes.get(entryId)!);
  const kept = await keep(
    ctx,
    "review",
    records.map((record, at) => ({ subjectId: counting[at]!.reviewId, roundId, record })),
  );
  await appendStatement(
    ctx,
    {
      type: "freeze",
      v: 1,
      round: roundId,
      rules: rules.index,
      seal: seal.index,
      reviews: kept.length,
      root: setRoot(kept.map(({ hash }) => hash)),
      disclosure,
      withheld,
    },
    about,
  );
  return events;
}

function countingScores({ db }: Context, roundId: string): Promise<(FrozenScores & { reviewId: string })[]> {
  const values = sql<
    (number | null)[]
  >`(select json_agg(s.value order by c.position, c.id) from ${scores} s join ${criteria} c on c.id = s.criterion_id where s.review_id = ${reviews.id})`;
  return db
    .select({ reviewId: reviews.id, entryId: assignments.entryId, reviewerId: assignments.reviewerId, scores: values })
    .from(assignments)
    .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .where(
      and(
        eq(assignments.roundId, roundId),
        isNotNull(reviews.submittedAt),
        isNotNull(reviews.total),
        isCounting(),
        isInRound(roundId),
      ),
    );
}

type Rule = {
  method: BallotMethod;
  seats: number | null;
  closesAt: Date;
  hashes: ReadonlyMap<string, string> /** What a count by a model rests on besides the votes. */;
  model: { variance: number; ties: string[] } | null;
};

/** States by which rule a panel votes on what, before anybody does; `hashes` are the sealed commitments of what stands for election. */
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
      ...(model ? { v: 2, ...model } : { v: 1 }),
      round: roundId,
      freeze: freeze.index,
      method,
      seats,
      standing: hashes.size,
      candidates,
      closesAt: closesAt.toISOString(),
    },
    aboutOf(roundId, freeze),
  );
}

/** Commits to a paper as it was handed in. Inside the transaction of the vote. The commitment reaches the log at the count, among all others: its place would tell when it was made. */
export async function commitPaper(
  ctx: Context,
  roundId: string,
  { ranked, paper, hashes }: { ranked: boolean; paper: Paper; hashes: ReadonlyMap<string, string> },
): Promise<void> {
  const marked = (mark: number) =>
    paper.may
      .filter((id) => paper.marks[id] === mark)
      .map((id) => hashes.get(id)!)
      .sort();
  const marks = ranked
    ? { ranked: preferences(paper).map((id) => hashes.get(id)!) }
    : { yes: marked(1), no: marked(0) };
  await keep(ctx, "paper", [
    {
      subjectId: ctx.actor.id,
      roundId,
      record: { round: roundId, voter: ctx.actor.id, at: ctx.now.toISOString(), ...marks },
    },
  ]);
}

type Counting = {
  ranked: boolean;
  papers: readonly (Paper & { voter: string })[];
  voters: number;
  hashes: ReadonlyMap<string, string>;
};

/** Commits to the votes that count and states how many there are, how many papers conflicts kept out, whole or in part, and whether votes will be opened; before it, every paper ever handed in enters the log. Answers the votes' root, hex. */
export async function stateCount(
  ctx: Context,
  roundId: string,
  { ranked, papers, voters, hashes }: Counting,
): Promise<string> {
  const [freeze, ballot] = [
    (await statementAt(ctx, "freeze", { roundId }))!,
    (await statementAt(ctx, "ballot", { roundId }))!,
  ];
  const handedIn = await ctx.db
    .select({ hash: commitments.hash })
    .from(commitments)
    .where(and(eq(commitments.roundId, roundId), eq(commitments.type, "paper")));
  await appendCommitments(
    ctx,
    "paper",
    [...handedIn.map(({ hash }) => hash), ...decoys(voters, handedIn.length)],
    aboutOf(roundId, ballot),
  );
  const kept = await keep(
    ctx,
    "vote",
    papers.flatMap((paper) =>
      votesOf(roundId, ranked, paper, hashes).map((record) => ({ subjectId: paper.voter, roundId, record })),
    ),
  );
  const withheld = withheldVotes({
    disclosure: freeze.statement["disclosure"] as Disclosure,
    ranked,
    papers,
    candidates: [...hashes.keys()],
  });
  const root = setRoot(kept.map(({ hash }) => hash));
  await appendStatement(
    ctx,
    {
      type: "count",
      v: 2,
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
  return root;
}

/** Of how many papers handed in less counts than stood on them, for a conflict that came later: all that is told of it, so that their voters' receipts cry no fraud. */
async function keptOut({ db }: Context, roundId: string, papers: Counting["papers"]): Promise<number> {
  const handedIn = await db
    .select({ voter: ballotPapers.accountId, offered: ballotPapers.offered })
    .from(ballotPapers)
    .where(eq(ballotPapers.roundId, roundId));
  const counted = new Map(papers.map(({ voter, may }) => [voter, may.length]));
  return handedIn.filter(({ voter, offered }) => (counted.get(voter) ?? 0) < offered.length).length;
}

const aboutOf = (roundId: string, { cycleId }: { cycleId: string | null }) => ({
  roundId,
  ...(cycleId ? { cycleId } : {}),
});

/** States the list that two people have approved: every entry by its commitment, and each departure from the ranking with its reason. Reasons about entries without a level stay sealed. */
export async function stateResult(ctx: Context, roundId: string, decided: readonly Decided[]): Promise<void> {
  const freeze = await statementAt(ctx, "freeze", { roundId });
  if (!freeze) return;
  const hashes = await sealedHashes(ctx, freeze.statement["seal"] as number);
  const rows = decided.flatMap((line) =>
    hashes.has(line.entryId) ? [{ ...line, entry: hashes.get(line.entryId)! }] : [],
  );
  const ordered = rows.sort(
    (a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER) || (a.entry < b.entry ? -1 : 1),
  );
  const open = freeze.statement["disclosure"] !== 0;
  const list = ordered
    .filter(({ level }) => open || level !== null)
    .map(({ entry, level, rank, reviews: count, total }) =>
      open ? { entry, level, rank, reviews: count, total } : { entry, level },
    );
  const deviations = [];
  for (const { entryId, entry, because, from, level, reason } of ordered.filter(departs)) {
    const sealed =
      level === null || reason.trim() === ""
        ? (await keep(ctx, "reason", [{ subjectId: entryId, roundId, record: { reason } }]))[0]!.hash.toString("hex")
        : null;
    deviations.push({ entry, because, from, to: level, reason: sealed ? null : reason, sealedReason: sealed });
  }
  const count = await statementAt(ctx, "count", { roundId });
  const told = count?.statement["withheld"] === "" || count?.statement["withheld"] === "conflicts";
  const elected = told
    ? ordered
        .flatMap(({ entry, place }) => (place === undefined ? [] : [{ entry, place }]))
        .sort((a, b) => (a.entry < b.entry ? -1 : 1))
    : [];
  const scores = ordered.flatMap(({ entry, adjusted }) => (adjusted === null ? [] : [{ entry, billionths: adjusted }]));
  // Committed to and not told: beside the scores they would show which reviews are of one reviewer. A scrutineer opens them.
  const adjusted =
    scores.length > 0
      ? {
          adjusted: (await keep(ctx, "adjusted", [{ roundId, record: { round: roundId, scores } }]))[0]!.hash.toString(
            "hex",
          ),
        }
      : {};
  const voted = count ? { count: count.index, elected } : {};
  await appendStatement(
    ctx,
    {
      type: "result",
      v: 1 + Number(count !== null) + 2 * Number(scores.length > 0),
      ...voted,
      ...adjusted,
      round: roundId,
      freeze: freeze.index,
      list,
      deviations,
      approvals: 2,
    },
    aboutOf(roundId, freeze),
  );
}

/** What happened to a stated result afterwards stays beside it in the log. */
export async function correctResult(
  ctx: Context,
  roundId: string,
  what: "withdrawn" | "published again" | `words corrected, sha256 ${string}`,
  reason: string,
): Promise<void> {
  const result = await statementAt(ctx, "result", { roundId });
  if (result)
    await appendStatement(
      ctx,
      { type: "correction", v: 1, round: roundId, result: result.index, what, reason },
      aboutOf(roundId, result),
    );
}

/** States the rules of rounds that have opened, and seals the lists of calls that are over, extensions and the window for files included. What the clock does, where nobody has to be asked. */
export async function keepUp({ db, now }: Pick<Context<Actor>, "db" | "now">): Promise<void> {
  const ctx: Context<typeof PORTAL> = { db, actor: PORTAL, now };
  const stated = (
    kind: string,
    column: typeof logLeaves.roundId | typeof logLeaves.cycleId,
    id: typeof rounds.id | typeof cycles.id,
  ) =>
    notExists(
      db
        .select({ one: sql`1` })
        .from(logLeaves)
        .where(and(eq(logLeaves.kind, kind), eq(column, id))),
    );
  for (const { id } of await db
    .select({ id: rounds.id })
    .from(rounds)
    .where(and(lt(rounds.opensAt, now), stated("rules", logLeaves.roundId, rounds.id)))) {
    await transact(ctx, async (inside) => {
      await inside.db.select({ id: rounds.id }).from(rounds).where(eq(rounds.id, id)).for("update");
      return { result: undefined, event: await stateRules(inside, id) };
    });
  }
  const extended = db
    .select({ one: sql`1` })
    .from(entries)
    .where(
      and(
        eq(entries.cycleId, cycles.id),
        sql`${entries.closesAt} + make_interval(secs => ${cycles.graceSeconds}) >= ${now.toISOString()}::timestamptz`,
      ),
    );
  const over = and(
    eq(cycles.archived, false),
    sql`${cycles.closesAt} + make_interval(secs => ${cycles.graceSeconds}) < ${now.toISOString()}::timestamptz`,
    notExists(extended),
  );
  for (const { id } of await db
    .select({ id: cycles.id })
    .from(cycles)
    .where(and(over, stated("seal", logLeaves.cycleId, cycles.id)))) {
    await transact(ctx, async (inside) => {
      await lockCycle(inside, id, "update");
      const [still] = await inside.db
        .select({ id: cycles.id })
        .from(cycles)
        .where(and(eq(cycles.id, id), over));
      return { result: undefined, event: still ? await sealEntries(inside, id) : [] };
    });
  }
}

/** The bundle of a published round, signed to its last statement first, should the job that signs not have come to it yet. */
export async function signedBundle(
  { db, now }: Pick<Context<Actor>, "db" | "now">,
  key: NoteKey,
  roundId: string,
): Promise<string> {
  await getProof({ db, now }, roundId);
  if (await isUnsigned({ db })) await signLog({ db, actor: PORTAL, now }, key);
  return proofBundle({ db, now }, roundId);
}
