import { and, eq, isNotNull } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { DomainError } from "#app/domain/errors.ts";
import { submitReview } from "#app/domain/review/commands.server.ts";
import { lockScores, unlockScores } from "#app/domain/round/commands.server.ts";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { freezeRound, proposeShortlist, select } from "#app/domain/shortlist/commands.server.ts";
import type { FrozenReview } from "#app/domain/shortlist/rules.ts";
import { scoresHash } from "#app/domain/shortlist/rules.ts";
import { assignments } from "#db/schema/assignment.ts";
import { decisions } from "#db/schema/decision.ts";
import { entryTotals, reviews, scores } from "#db/schema/review.ts";
import { freezes } from "#db/schema/round.ts";
import { finalisations } from "#db/schema/shortlist.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aStaffMember } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  aReview,
  aScoredRound,
  aTask,
  contextOf,
  giveScore,
} from "#tests/support/judging.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

/** Real connections and real commits: what is raced here is the database's locks. */
const { db } = await testDatabase();

const settled = async (running: Promise<unknown>[]) =>
  (await Promise.allSettled(running)).map((outcome) => (outcome.status === "fulfilled" ? "done" : outcome.reason));

/** What stands in the tables, as the freeze would have written it. */
async function scoresNow(roundId: string): Promise<string> {
  const submitted = await db
    .select({ id: reviews.id, assignmentId: assignments.id, entryId: assignments.entryId, total: reviews.total })
    .from(reviews)
    .innerJoin(assignments, eq(assignments.id, reviews.assignmentId))
    .where(and(eq(assignments.roundId, roundId), isNotNull(reviews.submittedAt)));
  const listed: FrozenReview[] = [];
  for (const { id, assignmentId, entryId, total } of submitted) {
    const given = await db
      .select({ criterionId: scores.criterionId, value: scores.value })
      .from(scores)
      .where(eq(scores.reviewId, id));
    listed.push({
      assignmentId,
      entryId,
      total: total!,
      scores: given.map(({ criterionId, value }) => ({ criterionId, value: value! })),
    });
  }
  return scoresHash(roundId, listed);
}

describe("B94: a score against the freeze", () => {
  it("is either acknowledged and in the frozen set, or refused", async () => {
    for (let trial = 0; trial < 12; trial += 1) {
      const cycle = await aContest(db);
      const round = await aScoredRound(db, { cycle });
      const lin = await contextOf(db, await aStaffMember(db));
      const writers = await Promise.all(
        [1, 2, 3, 4].map(async () => {
          const reviewer = await aJudge(db, round);
          const { assignment } = await aReview(db, {
            round,
            entry: await aCandidate(db, { cycle }),
            reviewer,
            values: [3, 3],
          });
          return { ctx: await contextOf(db, reviewer), assignment };
        }),
      );
      const first = round.criteria[0]!.id;
      const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
      const saves = writers.map(({ ctx, assignment }, index) =>
        pause(index * 3).then(() =>
          giveScore(ctx, {
            assignmentId: assignment.id,
            criterionId: first,
            value: 5,
            reason: "Read again",
            baseVersion: 1,
          }),
        ),
      );
      const outcomes = await settled([...saves, pause(trial % 8).then(() => freezeRound(lin, round.id))]);

      expect(outcomes.pop()).toBe("done");
      for (const refused of outcomes.filter((outcome) => outcome !== "done")) {
        expect(refused).toBeInstanceOf(DomainError);
        expect(refused).toMatchObject({ because: "round-frozen" });
      }
      const [freeze] = await db
        .select({ sha: freezes.scoresSha256 })
        .from(freezes)
        .where(eq(freezes.roundId, round.id));
      expect(await scoresNow(round.id)).toBe(freeze!.sha);
      for (const [index, { assignment }] of writers.entries()) {
        const [score] = await db
          .select({ value: scores.value })
          .from(scores)
          .innerJoin(reviews, eq(reviews.id, scores.reviewId))
          .where(and(eq(reviews.assignmentId, assignment.id), eq(scores.criterionId, first)));
        expect(score!.value).toBe(outcomes[index] === "done" ? 5 : 3);
      }
    }
  });

  it("I6: a save that has begun before the freeze is waited for", async () => {
    const round = await aScoredRound(db);
    const reviewer = await aJudge(db, round);
    const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
    const { assignment } = await aReview(db, { round, entry, reviewer, values: [3, 3] });
    const [ctx, lin] = [await contextOf(db, reviewer), await contextOf(db, await aStaffMember(db))];
    const criterionId = round.criteria[0]!.id;
    const score = { assignmentId: assignment.id, criterionId, value: 5, reason: "Read again", baseVersion: 1 };
    await oneAfterTheOther(
      db,
      (tx) => giveScore({ ...ctx, db: tx }, score),
      () => freezeRound(lin, round.id),
    );
    const [freeze] = await db.select({ sha: freezes.scoresSha256 }).from(freezes).where(eq(freezes.roundId, round.id));
    expect(await scoresNow(round.id)).toBe(freeze!.sha);
  });
});

describe("a score against a lock of the scores", () => {
  it("is waited for where it has begun, and refused with its words where it comes later", async () => {
    const round = await aScoredRound(db);
    const reviewer = await aJudge(db, round);
    const entry = await aCandidate(db, { cycle: { id: round.cycleId } });
    const { assignment } = await aReview(db, { round, entry, reviewer, values: [3, 3] });
    const [ctx, lin] = [await contextOf(db, reviewer), await contextOf(db, await aStaffMember(db))];
    const [first, second] = round.criteria.map(({ id }) => id);
    const give = (criterionId: string, db: typeof ctx.db, now: Date) =>
      giveScore(
        { ...ctx, db, now },
        { assignmentId: assignment.id, criterionId, value: 5, reason: "Read again", baseVersion: 1 },
      );
    const after = new Date(lin.now.getTime() + 1);
    await oneAfterTheOther(
      db,
      (tx) => give(first!, tx, lin.now),
      () => lockScores(lin, round.id, { reason: "Two reviewers compared notes", publicUrl: PUBLIC_URL }),
    );
    await expect(give(second!, db, after)).rejects.toMatchObject({ because: "round-closed" });

    await unlockScores({ ...lin, now: after }, round.id, {
      closesAt: round.closesAt,
      reason: "Settled",
      publicUrl: PUBLIC_URL,
    });
    const late = { ...lin, now: new Date(after.getTime() + 10) };
    const outcome = await oneAfterTheOther(
      db,
      (tx) => lockScores({ ...late, db: tx }, round.id, { reason: "Again", publicUrl: PUBLIC_URL }),
      () => give(second!, db, new Date(late.now.getTime() - 1)).catch((error: unknown) => error),
    );
    expect(outcome).toBeInstanceOf(DomainError);
    expect(outcome).toMatchObject({ because: "round-closed", how: "not-now" });
    const given = await db
      .select({ criterionId: scores.criterionId, value: scores.value })
      .from(scores)
      .innerJoin(reviews, eq(reviews.id, scores.reviewId))
      .where(eq(reviews.assignmentId, assignment.id));
    expect(Object.fromEntries(given.map(({ criterionId, value }) => [criterionId, value]))).toEqual({
      [first!]: 5,
      [second!]: 3,
    });
  });
});

describe("totals", () => {
  it("are exact when all of a panel submit the same entry at once", async () => {
    const cycle = await aContest(db);
    const round = await aScoredRound(db, { cycle });
    const entry = await aCandidate(db, { cycle });
    const panel = await Promise.all(
      Array.from({ length: 7 }, async (_none, index) => {
        const reviewer = await aJudge(db, round);
        const assignment = await aTask(db, { round, entry, reviewer });
        const ctx = await contextOf(db, reviewer);
        for (const criterion of round.criteria)
          await giveScore(ctx, {
            assignmentId: assignment.id,
            criterionId: criterion.id,
            value: 1 + (index % 5),
            baseVersion: 0,
          });
        return { ctx, assignment };
      }),
    );
    expect(await settled(panel.map(({ ctx, assignment }) => submitReview(ctx, assignment.id)))).toEqual(
      panel.map(() => "done"),
    );
    const [stored] = await db
      .select({ reviews: entryTotals.reviews, total: entryTotals.total })
      .from(entryTotals)
      .where(eq(entryTotals.entryId, entry.id));
    expect(stored).toEqual({ reviews: 7, total: 100 * (1 + 2 + 3 + 4 + 5 + 1 + 2) });
  });

  it("lose nobody when a second review is handed in before the first is committed", async () => {
    const cycle = await aContest(db);
    const round = await aScoredRound(db, { cycle });
    const entry = await aCandidate(db, { cycle });
    await aReview(db, { round, entry, reviewer: await aJudge(db, round), values: [1, 1] });
    const complete = async () => {
      const reviewer = await aJudge(db, round);
      const { assignment } = await aReview(db, { round, entry, reviewer, values: [5, 5], submitted: false });
      return { ctx: await contextOf(db, reviewer), assignment };
    };
    const [first, second] = [await complete(), await complete()];
    await oneAfterTheOther(
      db,
      (tx) => submitReview({ ...first.ctx, db: tx }, first.assignment.id),
      () => submitReview(second.ctx, second.assignment.id),
    );
    const [stored] = await db
      .select({ reviews: entryTotals.reviews, total: entryTotals.total })
      .from(entryTotals)
      .where(eq(entryTotals.entryId, entry.id));
    expect(stored).toEqual({ reviews: 3, total: 100 + 500 + 500 });
  });

  it("never count a review whose author declares a conflict at the same moment", async () => {
    for (let trial = 0; trial < 8; trial += 1) {
      const cycle = await aContest(db);
      const round = await aScoredRound(db, { cycle });
      const entry = await aCandidate(db, { cycle });
      const reviewer = await aJudge(db, round);
      const { assignment } = await aReview(db, { round, entry, reviewer, values: [5, 5] });
      const ctx = await contextOf(db, reviewer);
      await settled([
        giveScore(ctx, {
          assignmentId: assignment.id,
          criterionId: round.criteria[0]!.id,
          value: 1,
          reason: "Read again",
          baseVersion: 1,
        }),
        declareConflict(ctx, { entryId: entry.id, answer: "conflict", reason: "my brother" }),
      ]);
      const [stored] = await db
        .select({ reviews: entryTotals.reviews, total: entryTotals.total })
        .from(entryTotals)
        .where(eq(entryTotals.entryId, entry.id));
      expect(stored).toEqual({ reviews: 0, total: 0 });
    }
  });

  it("the first save of one criterion from two windows is kept once", async () => {
    const round = await aScoredRound(db);
    const reviewer = await aJudge(db, round);
    const assignment = await aTask(db, {
      round,
      entry: await aCandidate(db, { cycle: { id: round.cycleId } }),
      reviewer,
    });
    const ctx = await contextOf(db, reviewer);
    const outcomes = await settled(
      [4, 2].map((value) =>
        giveScore(ctx, { assignmentId: assignment.id, criterionId: round.criteria[0]!.id, value, baseVersion: 0 }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome !== "done")).toBeInstanceOf(DomainError);
  });
});

describe("B96: two people at once", () => {
  async function aProposed() {
    const cycle = await aContest(db);
    const round = await aScoredRound(db, { cycle });
    const [reviewer, entry] = [await aJudge(db, round), await aCandidate(db, { cycle })];
    await aReview(db, { round, entry, reviewer, values: [5, 5] });
    const people = await Promise.all([aStaffMember(db), aStaffMember(db), aStaffMember(db)]);
    const [lin, chen, wu] = (await Promise.all(people.map((person) => contextOf(db, person)))) as [
      Awaited<ReturnType<typeof contextOf>>,
      Awaited<ReturnType<typeof contextOf>>,
      Awaited<ReturnType<typeof contextOf>>,
    ];
    await freezeRound(lin, round.id);
    return { round, entry, lin, chen, wu };
  }
  const ofRound = (roundId: string) =>
    db.select({ id: decisions.id }).from(decisions).where(eq(decisions.roundId, roundId));

  it("proposing twice makes one proposal", async () => {
    const { round, lin, chen } = await aProposed();
    const outcomes = await settled([proposeShortlist(lin, round.id), proposeShortlist(chen, round.id)]);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome !== "done")).toMatchObject({ because: "already-proposed" });
  });

  it("approving twice makes one result", async () => {
    const { round, lin, chen, wu } = await aProposed();
    await proposeShortlist(lin, round.id);
    const outcomes = await settled([approveList(chen, round.id, PUBLIC_URL), approveList(wu, round.id, PUBLIC_URL)]);
    expect(outcomes.filter((outcome) => outcome === "done")).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome !== "done")).toMatchObject({ because: "already-finalised" });
    expect(await ofRound(round.id)).toHaveLength(1);
  });

  it("a change against an approval: what is final is what was signed, or nothing is final", {
    timeout: 60_000,
  }, async () => {
    for (let trial = 0; trial < 6; trial += 1) {
      const { round, entry, lin, chen, wu } = await aProposed();
      await proposeShortlist(lin, round.id);
      const [changed, approved] = await settled([
        select(wu, { roundId: round.id, entryId: entry.id, levelKey: null, reason: "Not this one" }),
        approveList(chen, round.id, PUBLIC_URL),
      ]);
      const [standing] = await db
        .select({ approvedBy: finalisations.approvedBy })
        .from(finalisations)
        .where(eq(finalisations.roundId, round.id));
      if (approved === "done") {
        expect(changed).toMatchObject({ because: "already-finalised" });
        expect(standing!.approvedBy).toBe(chen.actor.id);
        expect(
          await db.select({ levelKey: decisions.levelKey }).from(decisions).where(eq(decisions.roundId, round.id)),
        ).toEqual([{ levelKey: "shortlisted" }]);
      } else {
        expect(approved).toMatchObject({ because: "not-proposed" });
        expect(changed).toBe("done");
        expect(await ofRound(round.id)).toEqual([]);
      }
    }
  });
});
