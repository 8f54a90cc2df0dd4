import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { missingReviews, reviewerProgress } from "#app/domain/assignment/queries.server.ts";
import { recomputeTotals } from "#app/domain/assignment/totals.server.ts";
import { declareConflict } from "#app/domain/conflict/commands.server.ts";
import { sha256 } from "#app/domain/audit/rules.ts";
import { commitmentOf } from "#app/domain/commitment/queries.server.ts";
import {
  acceptConfidentiality,
  finishRound,
  saveComment,
  saveScore,
  saveSheet as save,
  submitReview,
} from "#app/domain/review/commands.server.ts";
import type { Context } from "#app/domain/context.ts";
import { Invalid, NotFound, Stale } from "#app/domain/errors.ts";
import type { SheetInput } from "#app/domain/review/input.ts";
import { getSheet } from "#app/domain/review/queries.server.ts";
import { firstOpenTask, getJudging, tasksOf } from "#app/domain/review/tasks.server.ts";
import { NOT_APPLICABLE } from "#app/domain/rubric/rules.ts";
import type { Db } from "#db/client.server.ts";
import { reviewerProfiles } from "#db/schema/account.ts";
import { recusals } from "#db/schema/assignment.ts";
import { withdrawals } from "#db/schema/entry.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { entryTotals, reviewRevisions, reviews, scoreRevisions, scores } from "#db/schema/review.ts";
import { freezes } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING as NOW } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  aReview,
  aScoredRound,
  aTask,
  contextOf,
  days,
  giveScore,
} from "#tests/support/judging.ts";

const { db } = await testDatabase();
const saveSheet = (ctx: Context, assignmentId: string, sheet: SheetInput) => save(ctx, assignmentId, () => sheet);

async function aSheet(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, ...given });
  const entry = await aCandidate(tx, { cycle });
  const reviewer = await aJudge(tx, round);
  const assignment = await aTask(tx, { round, entry, reviewer });
  const [first, second] = round.criteria.map(({ id }) => id) as [string, string];
  return { cycle, round, entry, reviewer, assignment, first, second, ctx: await contextOf(tx, reviewer) };
}

const totalsOf = (tx: Db, entryId: string) =>
  tx
    .select({ reviews: entryTotals.reviews, total: entryTotals.total, mean: entryTotals.mean })
    .from(entryTotals)
    .where(eq(entryTotals.entryId, entryId));
const freeze = (tx: Db, roundId: string, by: string) =>
  tx.insert(freezes).values({ roundId, at: NOW, by, reviews: 0, scoresSha256: "" });

describe("saving a score", () => {
  it("keeps it, its revision and a trace without the value", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first } = await aSheet(tx);
      expect(
        await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 4, baseVersion: 0 }),
      ).toEqual({ version: 1, savedAt: NOW });
      expect(
        await giveScore(ctx, {
          assignmentId: assignment.id,
          criterionId: first,
          value: 5,
          comment: "Better on reading again",
          baseVersion: 1,
        }),
      ).toMatchObject({ version: 2 });

      const [review] = await tx.select().from(reviews);
      expect(review).toMatchObject({ assignmentId: assignment.id, submittedAt: null, total: null });
      expect(
        await tx.select({ value: scores.value, comment: scores.comment, version: scores.version }).from(scores),
      ).toEqual([{ value: 5, comment: "Better on reading again", version: 2 }]);
      expect(
        await tx
          .select({ value: scoreRevisions.value, version: scoreRevisions.version })
          .from(scoreRevisions)
          .orderBy(scoreRevisions.version),
      ).toEqual([
        { value: 4, version: 1 },
        { value: 5, version: 2 },
      ]);
      expect((await eventsOf(ctx, review!.id)).map(({ type }) => type)).toEqual(["score.saved", "score.saved"]);
    }));

  it("the same save arriving twice is acknowledged once more and changes nothing", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first } = await aSheet(tx);
      const save = { assignmentId: assignment.id, criterionId: first, value: 4, baseVersion: 0 };
      await giveScore(ctx, save);
      expect(await giveScore(ctx, save)).toMatchObject({ version: 1 });
      expect(await tx.select().from(scoreRevisions)).toHaveLength(1);
    }));

  it("a save whose answer was lost is told as saved also when the round has closed meanwhile, and nothing else is", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first, second } = await aSheet(tx);
      const [score, words] = [
        { assignmentId: assignment.id, criterionId: first, value: 4, comment: "Why", baseVersion: 0 },
        { assignmentId: assignment.id, comment: "Sound", notes: "Ask Elif", baseVersion: 0 },
      ];
      const saved = [await giveScore(ctx, score), await saveComment(ctx, words)];
      const late = { ...ctx, now: days(60) };
      const stands = async () => [await tx.select().from(scores), await tx.select().from(reviews)];
      const before = await stands();
      expect([await giveScore(late, score), await saveComment(late, words)]).toEqual(saved);
      const { assignmentId: _of, ...sent } = words;
      expect(await saveSheet(late, assignment.id, { scores: [score], words: [sent] })).toEqual({ clashes: [] });
      const closed = { because: "round-closed" };
      for (const other of [
        { ...score, value: 5 },
        { ...score, comment: "Why not" },
        { ...score, reason: "Read again" },
        { ...score, baseVersion: 1 },
        { ...score, criterionId: second },
        { assignmentId: assignment.id, criterionId: first, baseVersion: 0 },
      ]) {
        await expect(giveScore(late, other)).rejects.toMatchObject(closed);
        await expect(saveSheet(late, assignment.id, { scores: [score, other], words: [sent] })).rejects.toMatchObject(
          closed,
        );
      }
      for (const other of [
        { ...words, comment: "" },
        { ...words, notes: "" },
        { ...words, baseVersion: 1 },
      ])
        await expect(saveComment(late, other)).rejects.toMatchObject(closed);
      await expect(
        saveScore(late, {
          ...score,
          read: () => {
            throw new Invalid({});
          },
        }),
      ).rejects.toMatchObject(closed);
      await expect(saveSheet(late, assignment.id, { scores: [], words: [] })).rejects.toMatchObject(closed);
      expect(await stands()).toEqual(before);
    }));

  it("B91: an older window never overwrites a newer one, and learns what stands", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first } = await aSheet(tx);
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 4, baseVersion: 0 });
      const late = giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 2, baseVersion: 0 });
      await expect(late).rejects.toBeInstanceOf(Stale);
      await expect(late).rejects.toMatchObject({ theirs: { value: 4, version: 1, at: NOW, by: ctx.actor.name } });
    }));

  it("the score in one window and the comment in another do not clash", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first } = await aSheet(tx);
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 4, comment: "", baseVersion: 0 });
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 5, comment: "", baseVersion: 1 });
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, comment: "Solid", baseVersion: 1 });
      expect(
        await tx.select({ value: scores.value, comment: scores.comment, version: scores.version }).from(scores),
      ).toEqual([{ value: 5, comment: "Solid", version: 3 }]);
    }));

  it.each([0, 6, 2.5])("%d is not on the scale", (value) =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first } = await aSheet(tx);
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value, baseVersion: 0 }),
      ).rejects.toBeInstanceOf(Invalid);
    }),
  );

  it("a criterion of another rubric does not exist here", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment } = await aSheet(tx);
      const other = await aScoredRound(tx);
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: other.criteria[0]!.id, value: 3, baseVersion: 0 }),
      ).rejects.toBeInstanceOf(NotFound);
    }));

  it.each([
    ["before the round", { opensAt: days(1) }, "round-not-open"],
    ["after it", { closesAt: days(-1) }, "round-closed"],
  ])("%s it is refused and nothing is written", (_case, window, because) =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first } = await aSheet(tx, window);
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 3, baseVersion: 0 }),
      ).rejects.toMatchObject({ because, how: "not-now" });
      expect(await tx.select().from(reviews)).toEqual([]);
    }),
  );

  it("after the freeze it is refused", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, reviewer, assignment, first } = await aSheet(tx);
      await freeze(tx, round.id, reviewer.id);
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 3, baseVersion: 0 }),
      ).rejects.toMatchObject({ because: "round-frozen", how: "not-now" });
    }));

  it("somebody else's sheet does not exist, for colleagues, the chair and staff alike", () =>
    inTransaction(db, async (tx) => {
      const { round, assignment, first } = await aSheet(tx);
      const others = [
        await aJudge(tx, round),
        await aJudge(tx, round, { role: "chair" }),
        await aStaffMember(tx, "secretariat"),
        await aStaffMember(tx, "observer"),
        await aStaffMember(tx, "administrator"),
      ];
      for (const other of others) {
        await expect(
          giveScore(await contextOf(tx, other), {
            assignmentId: assignment.id,
            criterionId: first,
            value: 3,
            baseVersion: 0,
          }),
        ).rejects.toBeInstanceOf(NotFound);
      }
      expect(await tx.select().from(scores)).toEqual([]);
    }));

  it("B27: once the assignment has ended nothing is saved", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first, reviewer } = await aSheet(tx);
      await tx.insert(recusals).values({ assignmentId: assignment.id, reason: "no time", at: NOW, by: reviewer.id });
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 3, baseVersion: 0 }),
      ).rejects.toBeInstanceOf(NotFound);
      await expect(submitReview(ctx, assignment.id)).rejects.toBeInstanceOf(NotFound);
      expect(await tx.select().from(reviews)).toEqual([]);
    }));

  it("B28: once a conflict stands nothing is saved", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entry, assignment, first } = await aSheet(tx);
      await declareConflict(ctx, { entryId: entry.id, answer: "unsure", reason: "I advised them once" });
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 3, baseVersion: 0 }),
      ).rejects.toBeInstanceOf(NotFound);
      expect(await tx.select().from(reviews)).toEqual([]);
    }));

  it("a conflict by rule needs no declaration", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first, reviewer } = await aSheet(tx);
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["UG"] })
        .where(eq(reviewerProfiles.accountId, reviewer.id));
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 3, baseVersion: 0 }),
      ).rejects.toBeInstanceOf(NotFound);
    }));

  it("waits for the conflict question", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, cycle, first } = await aSheet(tx);
      const unanswered = await aTask(tx, {
        round,
        entry: await aCandidate(tx, { cycle }),
        reviewer: { id: ctx.actor.id },
        declared: null,
      });
      await expect(
        giveScore(ctx, { assignmentId: unanswered.id, criterionId: first, value: 3, baseVersion: 0 }),
      ).rejects.toMatchObject({ because: "conflict-unanswered" });
    }));
});

describe("comment and notes", () => {
  it("B91: windows that change different ones never clash, and every text that was acknowledged is kept", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment } = await aSheet(tx);
      await saveComment(ctx, { assignmentId: assignment.id, comment: "One", notes: "old notes", baseVersion: 0 });
      await saveComment(ctx, { assignmentId: assignment.id, comment: "One", notes: "new notes", baseVersion: 1 });
      // Another window, opened before the notes changed.
      expect(await saveComment(ctx, { assignmentId: assignment.id, comment: "Two", baseVersion: 1 })).toMatchObject({
        version: 3,
      });
      expect(await getSheet(ctx, assignment.id)).toMatchObject({ comment: "Two", notes: "new notes" });
      await expect(
        saveComment(ctx, { assignmentId: assignment.id, notes: "other notes", baseVersion: 1 }),
      ).rejects.toMatchObject({ theirs: { value: "new notes", version: 3 } });
      await expect(
        saveComment(ctx, { assignmentId: assignment.id, comment: "Three", baseVersion: 2 }),
      ).rejects.toMatchObject({ theirs: { value: "Two", version: 3 } });
      const kept = await tx
        .select({ version: reviewRevisions.version, comment: reviewRevisions.comment, notes: reviewRevisions.notes })
        .from(reviewRevisions)
        .orderBy(reviewRevisions.version);
      expect(kept).toEqual([
        { version: 1, comment: "One", notes: "old notes" },
        { version: 2, comment: "One", notes: "new notes" },
        { version: 3, comment: "Two", notes: "new notes" },
      ]);
    }));

  it("grow a version of their own; an older window is told what stands", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment } = await aSheet(tx);
      expect(
        await saveComment(ctx, {
          assignmentId: assignment.id,
          comment: "Strong",
          notes: "ask about costs",
          baseVersion: 0,
        }),
      ).toMatchObject({ version: 1 });
      await expect(
        saveComment(ctx, { assignmentId: assignment.id, comment: "Weak", baseVersion: 0 }),
      ).rejects.toMatchObject({ theirs: { value: "Strong", version: 1 } });
      expect(await saveComment(ctx, { assignmentId: assignment.id, comment: "Strong", baseVersion: 0 })).toMatchObject({
        version: 1,
      });
      expect(await getSheet(ctx, assignment.id)).toMatchObject({
        comment: "Strong",
        notes: "ask about costs",
        version: 1,
      });
    }));

  it("are committed to anew where the comment of a review that is in is another, not for notes, by its own save as by the sheet's", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first, second } = await aSheet(tx);
      await saveSheet(ctx, assignment.id, {
        scores: [first, second].map((criterionId) => ({ criterionId, value: 4, baseVersion: 0 })),
        words: [{ comment: "Strong", baseVersion: 0 }],
      });
      await submitReview(ctx, assignment.id);
      const { reviewId } = await getSheet(ctx, assignment.id);
      const committed = async () => (await commitmentOf(ctx, "score-event", reviewId!))!;
      const atFirst = await committed();
      expect(atFirst.record).toMatchObject({ comment: sha256("Strong"), scores: [4, 4] });
      await saveComment(ctx, { assignmentId: assignment.id, notes: "ask about costs", baseVersion: 1 });
      expect(await committed()).toEqual(atFirst);
      await saveComment(ctx, { assignmentId: assignment.id, comment: "Stronger", baseVersion: 2 });
      expect((await committed()).record).toMatchObject({ comment: sha256("Stronger"), scores: [4, 4] });
      await saveSheet(ctx, assignment.id, { scores: [], words: [{ comment: "Strongest", baseVersion: 3 }] });
      expect((await committed()).record).toMatchObject({ comment: sha256("Strongest"), scores: [4, 4] });
    }));
});

describe("a sheet sent by its button", () => {
  it("saves what it can and hands back what clashes", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first, second } = await aSheet(tx);
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 4, baseVersion: 0 });
      const { clashes } = await saveSheet(ctx, assignment.id, {
        scores: [
          { criterionId: first, value: 1, baseVersion: 0 },
          { criterionId: second, value: 2, baseVersion: 0 },
        ],
        words: [
          { comment: "Fair", baseVersion: 0 },
          { notes: "Ask", baseVersion: 0 },
        ],
      });
      expect(clashes).toEqual([
        { field: `score.${first}`, criterionId: first, theirs: { value: 4, version: 1, at: NOW } },
      ]);
      const sheet = await getSheet(ctx, assignment.id);
      expect(sheet.scores.find(({ criterionId }) => criterionId === first)?.value).toBe(4);
      expect(sheet.scores.find(({ criterionId }) => criterionId === second)?.value).toBe(2);
      expect(sheet.comment).toBe("Fair");
    }));
});

describe("submitting", () => {
  it("gives a total, counts it for the entry and leaves a trace", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entry, assignment, first, second } = await aSheet(tx);
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 4, baseVersion: 0 });
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: second, value: 3, baseVersion: 0 });
      await submitReview(ctx, assignment.id);
      const [review] = await tx.select().from(reviews);
      expect(review).toMatchObject({ total: 360, submittedAt: NOW });
      expect(await totalsOf(tx, entry.id)).toEqual([{ reviews: 1, total: 360, mean: "360.0000000000000000" }]);
      expect((await eventsOf(ctx, review!.id)).map(({ type }) => type)).toEqual([
        "score.saved",
        "score.saved",
        "review.submitted",
      ]);
    }));

  it("is refused while a criterion has no score, and counts nothing", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entry, assignment, first } = await aSheet(tx);
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 4, baseVersion: 0 });
      await expect(submitReview(ctx, assignment.id)).rejects.toMatchObject({
        because: "review-incomplete",
        how: "not-now",
      });
      expect(await totalsOf(tx, entry.id)).toEqual([]);
    }));

  it("a criterion that does not apply leaves its weight to the others, exactly, and says why", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, entry, assignment, first, second } = await aSheet(tx, {
        weights: [70, 30],
        mayLeaveOut: [1],
      });
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 4, baseVersion: 0 });
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: second, value: NOT_APPLICABLE, baseVersion: 0 });
      expect(
        (await getSheet(ctx, assignment.id)).scores.find(({ criterionId }) => criterionId === second),
      ).toMatchObject({ value: NOT_APPLICABLE, version: 1 });
      await expect(submitReview(ctx, assignment.id)).rejects.toMatchObject({ because: "review-incomplete" });
      await giveScore(ctx, {
        assignmentId: assignment.id,
        criterionId: second,
        comment: "Nothing was built yet",
        baseVersion: 1,
      });
      await submitReview(ctx, assignment.id);
      await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [5, 2] });
      // A point counts 700 parts: 4.00 and 4.10.
      expect(await totalsOf(tx, entry.id)).toEqual([{ reviews: 2, total: 2800 + 2870, mean: "2835.0000000000000000" }]);
      expect(
        (
          await tx
            .select({ value: scoreRevisions.value, left: scoreRevisions.notApplicable })
            .from(scoreRevisions)
            .where(eq(scoreRevisions.criterionId, second))
        ).slice(0, 1),
      ).toEqual([{ value: null, left: true }]);
    }));

  it("tenths are kept, counted and told in whole tenths; an empty field takes no mark back", () =>
    inTransaction(db, async (tx) => {
      const { ctx, entry, assignment, first, second } = await aSheet(tx, {
        scale: { scale: "tenths", min: 0, max: 50, step: 1 },
      });
      const save = (criterionId: string, value: number | null, baseVersion = 0) =>
        giveScore(ctx, { assignmentId: assignment.id, criterionId, value, baseVersion });
      await save(first, null);
      expect(await tx.select().from(scores)).toEqual([]);
      await save(first, 37);
      await save(second, 42);
      await expect(save(first, null, 1)).rejects.toMatchObject({ fields: { [`score.${first}`]: "score-needed" } });
      await expect(save(first, 51, 1)).rejects.toMatchObject({ fields: { [`score.${first}`]: "not-a-step" } });
      await expect(save(first, 20)).rejects.toMatchObject({ theirs: { value: "3.7" } });
      await submitReview(ctx, assignment.id);
      expect(await totalsOf(tx, entry.id)).toMatchObject([{ reviews: 1, total: 3900 }]);
      expect((await getSheet(ctx, assignment.id)).scores.map(({ value }) => value).sort()).toEqual([37, 42]);
    }));

  it("what always applies cannot be left out", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first } = await aSheet(tx, { mayLeaveOut: [1] });
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: NOT_APPLICABLE, baseVersion: 0 }),
      ).rejects.toBeInstanceOf(Invalid);
    }));

  it("a revised score that has to be explained is taken with its comment only", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, entry, reviewer, first } = await aSheet(tx, {
        peersVisible: "never",
        scale: { commentRule: "at-most", commentBound: 2, commentLength: 10 },
      });
      const { assignment } = await aReview(tx, { round, entry, reviewer, values: [4, 3] });
      const save = (comment: string) =>
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, value: 2, comment, baseVersion: 1 });
      await expect(save("")).rejects.toMatchObject({ fields: { [`comment.${first}`]: "comment-needed" } });
      await expect(save("Weak")).rejects.toMatchObject({ fields: { [`comment.${first}`]: "comment-short" } });
      expect(await save("No result is shown")).toMatchObject({ version: 2 });
    }));

  it("is refused while a required comment is missing", () =>
    inTransaction(db, async (tx) => {
      const { ctx, assignment, first, second } = await aSheet(tx, { commentRequired: true });
      await giveScore(ctx, {
        assignmentId: assignment.id,
        criterionId: first,
        value: 4,
        comment: "Why",
        baseVersion: 0,
      });
      await giveScore(ctx, { assignmentId: assignment.id, criterionId: second, value: 3, baseVersion: 0 });
      await expect(submitReview(ctx, assignment.id)).rejects.toMatchObject({ because: "review-incomplete" });
    }));

  it("twice is once", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, entry, reviewer } = await aSheet(tx);
      const { assignment, id } = await aReview(tx, { round, entry, reviewer, values: [4, 3], at: days(-1) });
      await submitReview(ctx, assignment.id);
      expect(await totalsOf(tx, entry.id)).toMatchObject([{ reviews: 1, total: 360 }]);
      expect(await eventsOf(ctx, id)).toEqual([]);
    }));

  it("twice is once also when the round has closed meanwhile: what was handed in stands", () =>
    inTransaction(db, async (tx) => {
      const { ctx, cycle, round, entry, reviewer } = await aSheet(tx);
      const { assignment, id } = await aReview(tx, { round, entry, reviewer, values: [4, 3], at: days(-1) });
      const late = { ...ctx, now: days(6) };
      await submitReview(late, assignment.id);
      expect(await eventsOf(ctx, id)).toEqual([]);
      expect(await tx.select({ at: reviews.submittedAt }).from(reviews)).toEqual([{ at: days(-1) }]);
      const { assignment: begun } = await aReview(tx, {
        ...{ round, entry: await aCandidate(tx, { cycle }), reviewer, values: [4, 3], submitted: false },
      });
      await expect(submitReview(late, begun.id)).rejects.toMatchObject({ because: "round-closed" });
    }));

  it("a revision of a submitted review moves the totals in the same transaction and keeps the old score", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, entry, reviewer, first } = await aSheet(tx);
      await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [5, 5] });
      const { assignment, id } = await aReview(tx, { round, entry, reviewer, values: [4, 3] });
      await giveScore(ctx, {
        assignmentId: assignment.id,
        criterionId: first,
        value: 1,
        reason: "Read again",
        baseVersion: 1,
      });
      expect(await totalsOf(tx, entry.id)).toMatchObject([{ reviews: 2, total: 500 + 180 }]);
      const [review] = await tx
        .select({ total: reviews.total, submittedAt: reviews.submittedAt })
        .from(reviews)
        .where(eq(reviews.id, id));
      expect(review).toEqual({ total: 180, submittedAt: NOW });
      expect(
        await tx
          .select({ value: scoreRevisions.value })
          .from(scoreRevisions)
          .where(eq(scoreRevisions.criterionId, first))
          .orderBy(scoreRevisions.version),
      ).toContainEqual({ value: 4 });
    }));

  describe("once the others' scores are open to the reviewer", () => {
    async function anOpenSheet(tx: Db, given: Parameters<typeof aScoredRound>[1] = { peersVisible: "after-own" }) {
      const world = await aSheet(tx, given);
      const { assignment, id } = await aReview(tx, {
        round: world.round,
        entry: world.entry,
        reviewer: world.reviewer,
        values: [4, 3],
      });
      return {
        ...world,
        assignment,
        id,
        change: (rest: { value?: number; comment?: string; reason?: string; baseVersion?: number }) =>
          giveScore(world.ctx, { assignmentId: assignment.id, criterionId: world.first, baseVersion: 1, ...rest }),
      };
    }
    const kept = (tx: Db, first: string) =>
      tx
        .select({ value: scoreRevisions.value, reason: scoreRevisions.reason })
        .from(scoreRevisions)
        .where(eq(scoreRevisions.criterionId, first))
        .orderBy(scoreRevisions.version);

    it("another value without a reason is refused and nothing is written", () =>
      inTransaction(db, async (tx) => {
        const { change, first, entry } = await anOpenSheet(tx);
        await expect(change({ value: 5 })).rejects.toMatchObject({
          fields: { [`reason.${first}`]: "change-unexplained" },
        });
        expect(await kept(tx, first)).toEqual([{ value: 4, reason: "" }]);
        expect(await totalsOf(tx, entry.id)).toMatchObject([{ total: 360 }]);
      }));

    it("with a reason it is kept as a revision with it, and each change needs its own", () =>
      inTransaction(db, async (tx) => {
        const { change, first, entry } = await anOpenSheet(tx);
        await change({ value: 5, reason: "I misread the costs" });
        await change({ comment: "Costs are covered", baseVersion: 2 });
        await expect(change({ value: 4, baseVersion: 3 })).rejects.toBeInstanceOf(Invalid);
        expect(await kept(tx, first)).toEqual([
          { value: 4, reason: "" },
          { value: 5, reason: "I misread the costs" },
          { value: 5, reason: "I misread the costs" },
        ]);
        expect(await totalsOf(tx, entry.id)).toMatchObject([{ total: 420 }]);
      }));

    it("the words of a review may change without one, and the same value is no change", () =>
      inTransaction(db, async (tx) => {
        const { change, assignment, ctx } = await anOpenSheet(tx);
        await expect(change({ comment: "Clearer now" })).resolves.toMatchObject({ version: 2 });
        await expect(change({ value: 4, baseVersion: 2 })).resolves.toMatchObject({ version: 2 });
        await expect(
          saveComment(ctx, { assignmentId: assignment.id, comment: "Strong", baseVersion: 1 }),
        ).resolves.toMatchObject({ version: 2 });
      }));

    it("one that arrives twice is one revision", () =>
      inTransaction(db, async (tx) => {
        const { change, first } = await anOpenSheet(tx);
        await change({ value: 5, reason: "Misread" });
        await expect(change({ value: 5, reason: "Misread" })).resolves.toMatchObject({ version: 2 });
        expect(await kept(tx, first)).toHaveLength(2);
      }));

    it("of a whole sheet nothing is saved while one change is unexplained", () =>
      inTransaction(db, async (tx) => {
        const { ctx, assignment, first, second } = await anOpenSheet(tx);
        const sheet = {
          scores: [
            { criterionId: first, value: 5, reason: "Misread", baseVersion: 1 },
            { criterionId: second, value: 1, baseVersion: 1 },
          ],
          words: [],
        };
        await expect(saveSheet(ctx, assignment.id, sheet)).rejects.toMatchObject({
          fields: { [`reason.${second}`]: "change-unexplained" },
        });
        expect(await kept(tx, first)).toHaveLength(1);
      }));

    it.each([["where the round shows no peers", { peersVisible: "never" as const }]])(
      "%s a reason is neither asked nor kept",
      (_case, given) =>
        inTransaction(db, async (tx) => {
          const { change, first } = await anOpenSheet(tx, given);
          await change({ value: 5, reason: "unasked" });
          expect(await kept(tx, first)).toEqual([
            { value: 4, reason: "" },
            { value: 5, reason: "" },
          ]);
        }),
    );
  });

  it("a submitted review cannot lose a required comment", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, entry, reviewer, first } = await aSheet(tx, { commentRequired: true });
      const { assignment } = await aReview(tx, { round, entry, reviewer, values: [4, 3] });
      await expect(
        giveScore(ctx, { assignmentId: assignment.id, criterionId: first, comment: "", baseVersion: 1 }),
      ).rejects.toMatchObject({ fields: { [`comment.${first}`]: "comment-needed" } });
    }));
});

describe("totals of an entry", () => {
  it("leave out drafts, recusals and conflicts", () =>
    inTransaction(db, async (tx) => {
      const { round, entry, reviewer } = await aSheet(tx);
      const [second, third, fourth] = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
      await aReview(tx, { round, entry, reviewer, values: [4, 3] });
      await aReview(tx, { round, entry, reviewer: second, values: [5, null], submitted: false });
      const left = await aReview(tx, { round, entry, reviewer: third, values: [5, 5] });
      await aReview(tx, { round, entry, reviewer: fourth, values: [1, 1] });
      expect(await totalsOf(tx, entry.id)).toMatchObject([{ reviews: 3, total: 360 + 500 + 100 }]);
      await tx.insert(recusals).values({ assignmentId: left.assignment.id, reason: "no time", at: NOW, by: third.id });
      await tx
        .update(reviewerProfiles)
        .set({ countries: ["UG"] })
        .where(eq(reviewerProfiles.accountId, fourth.id));
      await recomputeTotals({ db: tx }, round.id, entry.id);
      expect(await totalsOf(tx, entry.id)).toMatchObject([{ reviews: 1, total: 360 }]);
    }));
});

describe("the statement and the end", () => {
  it("the confidentiality statement is accepted once", () =>
    inTransaction(db, async (tx) => {
      const { round } = await aSheet(tx);
      const fresh = await aJudge(tx, round, { accepted: false });
      const ctx = await contextOf(tx, fresh);
      await acceptConfidentiality(ctx, round.id);
      await acceptConfidentiality({ ...ctx, now: days(1) }, round.id);
      const [profile] = await tx
        .select({ at: reviewerProfiles.confidentialityAcceptedAt })
        .from(reviewerProfiles)
        .where(eq(reviewerProfiles.accountId, fresh.id));
      expect(profile).toEqual({ at: NOW });
      expect((await eventsOf(ctx, fresh.id)).map(({ type }) => type)).toEqual(["panel.confidentiality-accepted"]);
    }));

  it("finishing waits for every review; conflicted and recused entries are not waited for", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, cycle, reviewer, entry } = await aSheet(tx);
      await expect(finishRound(ctx, round.id)).rejects.toMatchObject({ because: "reviews-missing" });
      await aReview(tx, { round, entry, reviewer, values: [4, 3] });
      await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer, declared: "conflict" });
      await finishRound(ctx, round.id);
      await finishRound({ ...ctx, now: days(1) }, round.id);
      const [member] = await tx
        .select({ finishedAt: panelMembers.finishedAt })
        .from(panelMembers)
        .where(eq(panelMembers.accountId, reviewer.id));
      expect(member).toEqual({ finishedAt: NOW });
      expect((await eventsOf(ctx, reviewer.id)).map(({ type }) => type)).toEqual(["panel.finished"]);
    }));

  it("nobody waits for a review of what was withdrawn; what was handed in before stands", () =>
    inTransaction(db, async (tx) => {
      const { ctx, round, cycle, reviewer, entry } = await aSheet(tx);
      const [read, other] = [await aCandidate(tx, { cycle }), await aCandidate(tx, { cycle })];
      for (const each of [read, other]) await aReview(tx, { round, entry: each, reviewer, values: [4, 3] });
      const office = await contextOf(tx, await aStaffMember(tx));
      const told = async () => {
        const [progress] = await reviewerProgress(office, round.id);
        const own = await getJudging(ctx, round.id);
        return [
          [progress!.assigned, progress!.submitted],
          [own.assigned, own.submitted.length],
          (await tasksOf(ctx, round.id, 1)).length,
          (await firstOpenTask(ctx, round.id)) !== null,
          (await missingReviews({ db: tx }, round.id)).get(reviewer.id) ?? 0,
        ];
      };
      expect(await told()).toEqual([[3, 2], [3, 2], 3, true, 1]);
      for (const each of [entry, read])
        await tx.insert(withdrawals).values({ entryId: each.id, reason: "", at: NOW, by: reviewer.id });
      expect(await told()).toEqual([[2, 2], [2, 2], 2, false, 0]);
      await finishRound(ctx, round.id);
    }));

  it("neither exists for somebody who does not review here", () =>
    inTransaction(db, async (tx) => {
      const { round } = await aSheet(tx);
      const ctx = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
      await expect(acceptConfidentiality(ctx, round.id)).rejects.toBeInstanceOf(NotFound);
      await expect(finishRound(ctx, round.id)).rejects.toBeInstanceOf(NotFound);
    }));
});
