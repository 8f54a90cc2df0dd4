import { randomBytes } from "node:crypto";
import { and, eq, isNotNull, sql } from "drizzle-orm";
import { assignments } from "#db/schema/assignment.ts";
import { entries } from "#db/schema/entry.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria } from "#db/schema/rubric.ts";
import { among, recomputeRound } from "../assignment/totals.server.ts";
import { type AuditEvent, sha256 } from "../audit/rules.ts";
import { appendKept, appendStatement, keep } from "../commitment/commands.server.ts";
import { commitmentOf } from "../commitment/queries.server.ts";
import type { Context } from "../context.ts";
import { isInRound } from "../round/queries.server.ts";
import type { Mark } from "../rubric/rules.ts";
import { ASSIGNED, ASSIGNING, commitStanding } from "./assigned.server.ts";
import { stateRules } from "./commands.server.ts";
import { isSeeded, kindOfRules } from "./lots.ts";
import { sealedHashes, statementAt } from "./queries.server.ts";
import { DIVIDED, disclosureOf, openable, setRoot } from "./rules.ts";
import { sealEntries } from "./seal.server.ts";
import { openedSeeds, portalSeed, scrutineersIn } from "./seeds.server.ts";

/** A random name in the log: nothing joins what stands under two of them. */
export const newSlot = (): string => randomBytes(16).toString("hex");

/** Of a statement whose hash the log shows before everybody may read it, and whose words somebody could guess. */
export const newSalt = (): string => randomBytes(32).toString("hex");

type Criteria = readonly { id: string }[];
type Handed = {
  roundId: string;
  entryId: string;
  reviewId: string;
  assignmentId: string;
  criteria: Criteria;
  scores: readonly { criterionId: string; value: Mark | null }[];
  comment: string;
};

/**
 * Commits to a review as it stands, submitted or revised, on `criteria` of the whole rubric. Inside the transaction of
 * the review, after its totals. The commitment reaches the log at the freeze, among all others: its place would tell
 * when it was made. Called while the assignment is held: the moments of a review's events follow the order in which
 * they took effect, or the one that was frozen would not be the last where a save took longer on its way than one sent
 * after it.
 */
export async function commitReview(
  ctx: Context,
  { roundId, entryId, reviewId, assignmentId, criteria: asked, scores: given, comment }: Handed,
): Promise<void> {
  const marks = asked.map(({ id }) => given.find(({ criterionId }) => criterionId === id)?.value);
  const values = marks.map((mark) => (typeof mark === "number" ? mark : null));
  const before: ({ at: Date } | null)[] = [
    await commitmentOf(ctx, "score-event", reviewId),
    await commitmentOf(ctx, "assignment", assignmentId),
  ];
  // The freeze commits to an older assignment as of when it was made.
  if (!before[1]) before.push(...(await assignedAt(ctx, assignmentId)));
  const now = new Date(Math.max(ctx.now.getTime(), ...before.map((each) => (each ? each.at.getTime() + 1 : 0))));
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

/**
 * Commits to the frozen scores: every review event since the beginning, among them who was given what and who no more,
 * then the set that counts, under salts and slots that nothing joins to them. The ranking is counted anew over the
 * same set.
 */
export async function freezeScores(ctx: Context, roundId: string, cycleId: string): Promise<AuditEvent[]> {
  const standing = await commitStanding(ctx, roundId);
  await recomputeRound(ctx, roundId, standing);
  const events = [...(await stateRules(ctx, roundId)), ...(await sealEntries(ctx, cycleId))];
  const about = { roundId, cycleId };
  await appendKept(ctx, ["score-event", ...ASSIGNED], about);
  const rules = (await statementAt(ctx, "rules", { roundId }))!;
  const seal = (await statementAt(ctx, "seal", { cycleId }))!;
  const hashes = await sealedHashes(ctx, seal.index);
  const counting = (await countingScores(ctx, roundId, standing)).filter(({ entryId }) => hashes.has(entryId));
  const judged = await ctx.db.select({ id: entries.id }).from(entries).where(isInRound(roundId));
  // By entry and by which criteria were read: where they are divided, a mark is told by what its giver did not read.
  const alike = new Map<string, number>();
  for (const { entryId, scores: marks } of counting) {
    const kind = [
      entryId,
      ...(kindOfRules(rules.statement) === DIVIDED ? marks.map((mark) => mark !== null) : []),
    ].join();
    alike.set(kind, (alike.get(kind) ?? 0) + 1);
  }
  const { disclosure, withheld } = disclosureOf(rules.statement["disclosure"] as 0 | 1 | 2, {
    entries: judged.length,
    reviews: [...alike.values()],
  });
  const records = openable(roundId, counting, disclosure, {
    hashOf: (entryId) => hashes.get(entryId)!,
    draw: newSlot,
  });
  const kept = await keep(
    ctx,
    "review",
    records.map((record, at) => ({ subjectId: counting[at]!.reviewId, roundId, record })),
  );
  await appendStatement(
    ctx,
    {
      type: "freeze",
      ...(await openedWith(ctx, roundId, isSeeded(rules.statement))),
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

/** The version of the freeze, the keys that it names, the seed that it opens and those that were opened before. */
async function openedWith(ctx: Context, roundId: string, seeded: boolean) {
  const scrutineers = await statedKeys(ctx, roundId);
  if (seeded) {
    const opened = (await openedSeeds(ctx, roundId)).map(({ index }) => index).sort((a, b) => a - b);
    return { v: ASSIGNING + 3, scrutineers, seed: await portalSeed(ctx, roundId, "ranking"), opened };
  }
  return scrutineers.length > 0 ? { v: ASSIGNING + 2, scrutineers } : { v: ASSIGNING + 1 };
}

/**
 * Where the keys of a round's scrutineers stand in the log, of those who scrutinise no longer too: the freeze names
 * them, so that nobody can leave one out later, or show another.
 */
const statedKeys = async (ctx: Context, roundId: string): Promise<number[]> =>
  (await scrutineersIn(ctx, roundId)).map(({ index }) => index);

const assignedAt = ({ db }: Context, id: string) =>
  db.select({ at: assignments.at }).from(assignments).where(eq(assignments.id, id));

function countingScores({ db }: Context, roundId: string, standing: readonly string[]) {
  const values = sql<(number | null)[]>`(
    select json_agg(s.value order by c.position, c.id)
    from ${rounds} r
    join ${criteria} c on c.rubric_id = r.rubric_id
    left join ${scores} s on s.criterion_id = c.id and s.review_id = ${reviews.id}
    where r.id = ${roundId}
  )`;
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
        among(standing),
        isInRound(roundId),
      ),
    );
}
