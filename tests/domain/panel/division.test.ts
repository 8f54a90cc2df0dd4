import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assign } from "#app/domain/assignment/commands.server.ts";
import { criterionProgress } from "#app/domain/assignment/queries.server.ts";
import { recomputeTotals } from "#app/domain/assignment/totals.server.ts";
import { say } from "#app/domain/discussion/commands.server.ts";
import { getDiscussion } from "#app/domain/discussion/queries.server.ts";
import { Invalid, NotFound, Refused } from "#app/domain/errors.ts";
import { divisionFor, nameCriteria } from "#app/domain/panel/division.server.ts";
import { lackingIn, missingReviews } from "#app/domain/ranking/missing.server.ts";
import { rankingOf } from "#app/domain/ranking/queries.server.ts";
import { meanOf } from "#app/domain/ranking/rules.ts";
import { ownScores } from "#app/domain/review/own-scores.server.ts";
import { saveScore, submitReview } from "#app/domain/review/commands.server.ts";
import { getSheet, getSheetPage, openBeside } from "#app/domain/review/queries.server.ts";
import { changeRound } from "#app/domain/round/commands.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { changeRubric } from "#app/domain/rubric/commands.server.ts";
import { rubricOf } from "#app/domain/rubric/queries.server.ts";
import { MOST_READERS, partsOf, SHARES } from "#app/domain/rubric/rules.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { countedEntries } from "#app/domain/statistics/queries.server.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { panelCriteria, panelMembers } from "#db/schema/panel.ts";
import { entryTotals, reviews, scores } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  aReview,
  aScoredRound,
  aTask,
  contextOf,
  days,
  readsOnly,
} from "#tests/support/judging.ts";

const { db } = await testDatabase();
const WHY = { reason: "", publicUrl: PUBLIC_URL };

/** Three criteria of 50, 30 and 20 per cent, one reader of the first, one of the others, one of all. */
async function aDividedRound(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, divided: true, weights: [50, 30, 20], ...given });
  const [first, others, all] = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
  await readsOnly(tx, round, first, [0]);
  await readsOnly(tx, round, others, [1, 2]);
  const entry = await aCandidate(tx, { cycle });
  const office = await contextOf(tx, await aStaffMember(tx));
  return { cycle, round, first, others, all, entry, office };
}

const totalsOf = async (tx: Db, entryId: string) => {
  const [found] = await tx.select().from(entryTotals).where(eq(entryTotals.entryId, entryId));
  return found!;
};
const parts = 100 * SHARES;
const idsOf = (criteria: readonly { id: string }[]) => criteria.map(({ id }) => id);

describe("the value of an entry", () => {
  it("is the mean of each criterion over its readers, weighted", () =>
    inTransaction(db, async (tx) => {
      const { round, first, others, all, entry } = await aDividedRound(tx);
      await aReview(tx, { round, entry, reviewer: first, values: [5, null, null] });
      await aReview(tx, { round, entry, reviewer: others, values: [null, 2, 4] });
      await aReview(tx, { round, entry, reviewer: all, values: [2, 1, 1] });
      const value = await totalsOf(tx, entry.id);
      // 0.5 × 3.5 + 0.3 × 1.5 + 0.2 × 2.5
      expect(meanOf({ ...value, parts })).toEqual({ fraction: "27/10", decimal: "2.70" });
      expect(value.reviews).toBe(3);
    }));

  it("is none while a criterion has no score, and pages say which", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, first, others, all, entry, office } = await aDividedRound(tx);
      await aReview(tx, { round, entry, reviewer: first, values: [5, null, null] });
      expect(await totalsOf(tx, entry.id)).toMatchObject({ reviews: 1, total: 0, mean: null });
      const lack = async () => (await lackingIn(office, round)).get(entry.id);
      const [second, third] = round.criteria.slice(1).map(({ name }) => name);
      expect(await lack()).toEqual({ unread: [second, third], unscored: [] });
      await readsOnly(tx, round, all, [1]);
      await aTask(tx, { round, entry, reviewer: all });
      expect(await lack()).toEqual({ unread: [third], unscored: [second] });
      const counted = await countedEntries(office, { cycleId: cycle.id, roundId: round.id });
      expect(counted).toMatchObject([{ read: true }]);
      expect((await missingReviews(office, round)).missing).toMatchObject([
        { reviews: 1, lacks: { unread: [{}], unscored: [{}] } },
      ]);
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
      expect(await rankingOf(chair, round.id)).toMatchObject({
        adjustment: null,
        rows: [{ rank: null, reviews: 0, given: 1 }],
      });
      await aReview(tx, { round, entry, reviewer: others, values: [null, 1, 1] });
      expect((await lackingIn(office, round)).size).toBe(0);
      expect((await rankingOf(chair, round.id)).rows).toMatchObject([{ rank: 1 }]);
    }));

  it("lacks a criterion that only somebody reads who has left the entry as one that nobody reads", () =>
    inTransaction(db, async (tx) => {
      const { round, all, entry, office } = await aDividedRound(tx);
      await readsOnly(tx, round, all, [1]);
      const task = await aTask(tx, { round, entry, reviewer: all });
      const lack = async () => (await lackingIn(office, round)).get(entry.id);
      const [first, second, third] = round.criteria.map(({ name }) => name);
      expect(await lack()).toEqual({ unread: [first, third], unscored: [second] });
      await tx.insert(recusals).values({ assignmentId: task.id, reason: "x", at: JUDGING, by: all.id });
      expect(await lack()).toEqual({ unread: [first, second, third], unscored: [] });
    }));

  it("is none for good once the round is frozen, so the freeze asks for a confirmation while one is missing", () =>
    inTransaction(db, async (tx) => {
      const { round, first, all, entry } = await aDividedRound(tx);
      await aReview(tx, { round, entry, reviewer: first, values: [5, null, null] });
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
      const frozen = async () => (await getRound(chair, round.id)).frozenAt !== null;
      await expect(freezeRound(chair, round.id)).rejects.toMatchObject({ fields: { confirm: "must-accept" } });
      expect(await frozen()).toBe(false);
      await tx
        .transaction(async (inner) => {
          await freezeRound({ ...chair, db: inner }, round.id, { confirmed: true });
          expect(await frozen()).toBe(true);
          inner.rollback();
        })
        .catch((error) => expect(String(error)).toContain("ollback"));
      await aReview(tx, { round, entry, reviewer: all, values: [1, 1, 1] });
      await freezeRound(chair, round.id);
      expect(await frozen()).toBe(true);
    }));

  it("is exactly today's where every reader reads all, and by exact fractions everywhere", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const entry = await aCandidate(tx, { cycle });
      const weights = [45, 35, 20];
      const aRead = async (divided: boolean) => {
        const scale = { scale: "tenths" as const, min: 0, max: 50 };
        const round = await aScoredRound(tx, { cycle, divided, weights, scale });
        const held = [];
        for (let reader = 0; reader < 7; reader++) {
          const { id } = await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [0, 0, 0] });
          held.push(id);
        }
        return { round, held };
      };
      const [whole, apart] = [await aRead(false), await aRead(true)];
      const give = async ({ round, held }: typeof whole, marks: (number | null)[][]) => {
        for (const [at, reviewId] of held.entries()) {
          await tx.delete(scores).where(eq(scores.reviewId, reviewId));
          const rows = round.criteria.flatMap(({ id: criterionId }, place) => {
            const value = marks[at]?.[place] ?? null;
            return value === null ? [] : [{ reviewId, criterionId, value, version: 1, savedAt: days(0) }];
          });
          if (rows.length > 0) await tx.insert(scores).values(rows);
          const total = rows.reduce(
            (sum, row) => sum + row.value * weights[round.criteria.findIndex(({ id }) => id === row.criterionId)]!,
            0,
          );
          await tx
            .update(reviews)
            .set({ total: rows.length > 0 ? total : null })
            .where(eq(reviews.id, reviewId));
        }
        await recomputeTotals({ db: tx }, round.id, entry.id);
        const [found] = await tx.select().from(entryTotals).where(eq(entryTotals.roundId, round.id));
        return found!;
      };
      const mark = fc.integer({ min: 0, max: 50 });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(mark, mark, mark), { minLength: 1, maxLength: 7 }), async (marks) => {
          const [one, other] = [await give(whole, marks), await give(apart, marks)];
          expect(other).toMatchObject({ reviews: one.reviews, total: one.total * SHARES });
        }),
        { numRuns: 40, seed: 65 },
      );
      const some = fc.option(mark, { freq: 2 });
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(some, some, some), { minLength: 1, maxLength: 7 }), async (marks) => {
          const { reviews: counted, total } = await give(apart, marks);
          const by = weights.map((_weight, place) => marks.flatMap((own) => own[place] ?? []));
          const readers = marks.filter((own) => own.some((each) => each !== null)).length;
          if (by.some(({ length }) => length === 0)) {
            expect([counted, total]).toEqual([readers, 0]);
            return;
          }
          // Over a denominator that every number of readers divides: in 420ths of a tenth of a per cent of a point.
          const exact = by.reduce(
            (sum, own, place) => sum + weights[place]! * own.reduce((a, b) => a + b, 0) * (420 / own.length),
            0,
          );
          expect(counted).toBe(readers);
          expect(BigInt(total) * 420n).toBe(BigInt(exact) * BigInt(readers) * BigInt(SHARES));
        }),
        { numRuns: 60, seed: 65 },
      );
      expect(partsOf(whole.round.criteria)).toBe(1000);
    }));
});

describe("a reviewer of some criteria", () => {
  it("is shown and asked these alone, and refused a score on another", () =>
    inTransaction(db, async (tx) => {
      const { round, first, entry } = await aDividedRound(tx);
      const { id: assignmentId } = await aTask(tx, { round, entry, reviewer: first });
      const ctx = await contextOf(tx, first);
      const [own, foreign] = idsOf(round.criteria) as [string, string];
      expect(idsOf((await getSheet(ctx, assignmentId)).criteria)).toEqual([own]);
      expect(idsOf((await ownScores(ctx, round.id)).criteria)).toEqual([own]);
      await expect(
        saveScore(ctx, { assignmentId, criterionId: foreign, read: () => ({ value: 3, baseVersion: 0 }) }),
      ).rejects.toThrow(NotFound);
      await saveScore(ctx, { assignmentId, criterionId: own, read: () => ({ value: 3, baseVersion: 0 }) });
      await submitReview(ctx, assignmentId);
      const sheet = await getSheet(ctx, assignmentId);
      expect(sheet.total! / partsOf(sheet.criteria)!).toBe(3);
    }));

  it("sees nothing of what others gave: what somebody did not score would tell who they are", () =>
    inTransaction(db, async (tx) => {
      const { round, others, first, entry } = await aDividedRound(tx);
      await aReview(tx, { round, entry, reviewer: first, values: [5, null, null] });
      const { assignment } = await aReview(tx, { round, entry, reviewer: others, values: [null, 2, 4] });
      const ctx = await contextOf(tx, others);
      expect(openBeside(ctx.actor, await getSheetPage(ctx, assignment.id)).peers).toEqual([]);
    }));
});

describe("a discussion where criteria are divided", () => {
  it("tells letters and words, nothing of who scored what, and says that words may tell it", () =>
    inTransaction(db, async (tx) => {
      const { round, first, others, entry } = await aDividedRound(tx);
      await aReview(tx, { round, entry, reviewer: first, values: [5, null, null] });
      await aReview(tx, { round, entry, reviewer: others, values: [null, 2, 4] });
      await tx.update(rounds).set({ discussion: "after-own" }).where(eq(rounds.id, round.id));
      const speaker = await contextOf(tx, first);
      await say(speaker, { roundId: round.id, entryId: entry.id, text: "The annex has the figures." });
      const heard = await getDiscussion(await contextOf(tx, others), round.id, entry.id);
      expect(heard).toMatchObject({
        divided: true,
        messages: [{ letter: expect.stringMatching(/^[A-Z]$/), name: null }],
      });
      for (const { id, name } of round.criteria) {
        expect(JSON.stringify(heard)).not.toContain(id);
        expect(JSON.stringify(heard)).not.toContain(name.en);
      }
    }));
});

describe("naming criteria", () => {
  it("is the secretariat's, keeps the order of the rubric, leaves a trace, and none means all", () =>
    inTransaction(db, async (tx) => {
      const { round, all, office, cycle } = await aDividedRound(tx, { opensAt: days(1) });
      const ids = idsOf(round.criteria);
      await nameCriteria(office, round.id, all.id, [ids[2]!, ids[0]!]);
      expect((await divisionFor(office, round.id, all.id)).named).toEqual([ids[0], ids[2]]);
      expect((await eventsOf({ db: tx }, all.id)).map(({ type }) => type)).toEqual(["panel.criteria-named"]);
      await nameCriteria(office, round.id, all.id, []);
      expect((await divisionFor(office, round.id, all.id)).named).toEqual([]);
      const other = await aScoredRound(tx, { cycle });
      await expect(nameCriteria(office, round.id, all.id, idsOf(other.criteria))).rejects.toThrow(Invalid);
      await expect(nameCriteria(office, other.id, all.id, [])).rejects.toThrow(NotFound);
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
      await expect(nameCriteria(chair, round.id, all.id, [])).rejects.toThrow(Refused);
      await expect(nameCriteria(office, round.id, chair.actor.id, [])).rejects.toThrow(NotFound);
    }));

  it("is over once the round has begun, but for who joined since and has not begun to review", () =>
    inTransaction(db, async (tx) => {
      const { round, all, entry, office } = await aDividedRound(tx);
      const ids = idsOf(round.criteria);
      const member = and(eq(panelMembers.roundId, round.id), eq(panelMembers.accountId, all.id));
      await tx
        .update(panelMembers)
        .set({ joinedAt: days(-6) })
        .where(member);
      await expect(nameCriteria(office, round.id, all.id, [ids[0]!])).rejects.toThrow("criteria-fixed");
      await tx
        .update(panelMembers)
        .set({ joinedAt: days(-1) })
        .where(member);
      await nameCriteria(office, round.id, all.id, [ids[0]!]);
      await aReview(tx, { round, entry, reviewer: all, values: [4, null, null] });
      await expect(nameCriteria(office, round.id, all.id, [])).rejects.toThrow("criteria-fixed");
    }));

  it("and assigning leave no criterion of an entry with more readers than can be counted with", () =>
    inTransaction(db, async (tx) => {
      const { round, office, entry } = await aDividedRound(tx, { opensAt: days(1) });
      const ids = idsOf(round.criteria);
      const judges = [];
      for (let at = 0; at <= MOST_READERS; at++) judges.push(await aJudge(tx, round));
      const last = judges.pop()!;
      for (const { id } of judges) await assign(office, { roundId: round.id, entryId: entry.id, reviewerId: id });
      const pair = { roundId: round.id, entryId: entry.id, reviewerId: last.id };
      await expect(assign(office, pair)).rejects.toThrow("criterion-read-enough");
      await nameCriteria(office, round.id, judges[0]!.id, [ids[0]!]);
      await nameCriteria(office, round.id, last.id, [ids[1]!]);
      await assign(office, pair);
      await expect(nameCriteria(office, round.id, last.id, [ids[0]!])).rejects.toThrow("criterion-read-enough");
      expect(await tx.select().from(assignments).where(eq(assignments.roundId, round.id))).toHaveLength(17);
    }));
});

describe("the settings of a round that divides its criteria", () => {
  const settingsOf = async (tx: Db, roundId: string) => {
    const [found] = await tx.select().from(rounds).where(eq(rounds.id, roundId));
    return { ...found!, peersVisible: "never" as const, levels: [] };
  };

  it("refuse what needs whole totals, peers who see each other, and criteria that may be left out", () =>
    inTransaction(db, async (tx) => {
      const { round, office, cycle } = await aDividedRound(tx, { opensAt: days(1), divided: false });
      const standing = await settingsOf(tx, round.id);
      const wanted = (given: object) => changeRound(office, round.id, { ...standing, divided: true, ...given }, WHY);
      const fields = async (given: object) => wanted(given).catch((error: Invalid) => error.fields);
      expect(await fields({ method: "adjusted" })).toEqual({ method: "not-divided" });
      expect(await fields({ ties: ["criteria", "median", "spread", "lot"] })).toEqual({
        "ties-2": "not-divided",
        "ties-3": "not-divided",
      });
      expect(await fields({ peersVisible: "after-own" })).toEqual({ peersVisible: "not-divided" });
      const lenient = await aScoredRound(tx, { cycle, mayLeaveOut: [1] });
      expect(await fields({ rubricId: lenient.rubricId })).toEqual({ rubricId: "all-must-apply" });
      await wanted({ ties: ["criteria", "lot"] });
      expect((await getRound(office, round.id)).divided).toBe(true);
      const rubric = await rubricOf(office, round.rubricId);
      const criteria = rubric.criteria.map((criterion, at) => ({
        ...criterion,
        anchors: [1, 2, 3, 4, 5].map((value) => ({ value, text: { en: "Step" } })),
        notApplicable: at === 2,
      }));
      await expect(changeRubric(office, round.rubricId, { ...rubric, criteria })).rejects.toMatchObject({
        fields: { "c3-not-applicable": "all-must-apply" },
      });
      // Who reads the second criterion goes on reading the same one.
      const whole = criteria.map((criterion) => ({ ...criterion, notApplicable: false }));
      const changed = (given: typeof whole) => changeRubric(office, round.rubricId, { ...rubric, criteria: given });
      const [one, two, three] = whole as [(typeof whole)[0], (typeof whole)[0], (typeof whole)[0]];
      await expect(changed([two, one, three])).rejects.toThrow("criteria-named");
      await expect(changed([one, { ...two, weight: 50 }])).rejects.toThrow("criteria-named");
      const strict = await aScoredRound(tx, { cycle });
      await expect(wanted({ rubricId: strict.rubricId })).rejects.toThrow("criteria-named");
      await changed([{ ...one, weight: 40 }, { ...two, weight: 40 }, three]);
      const later = { ...office, now: days(2) };
      await expect(changeRubric(later, round.rubricId, { ...rubric, criteria: whole })).rejects.toThrow(
        "rubric-in-use",
      );
    }));

  it("are fixed with the method, in the database too", () =>
    inTransaction(db, async (tx) => {
      const { round, office, entry, all } = await aDividedRound(tx);
      const standing = await settingsOf(tx, round.id);
      await expect(changeRound(office, round.id, { ...standing, divided: false }, WHY)).rejects.toThrow("method-fixed");
      await aTask(tx, { round, entry, reviewer: all });
      await expect(
        tx.transaction((inner) => inner.update(rounds).set({ divided: false }).where(eq(rounds.id, round.id))),
      ).rejects.toThrow();
    }));
});

it("how a round goes is told by criterion", () =>
  inTransaction(db, async (tx) => {
    const { round, first, others, entry, cycle, office } = await aDividedRound(tx);
    const second = await aCandidate(tx, { cycle });
    await aReview(tx, { round, entry, reviewer: first, values: [3, null, null] });
    await aTask(tx, { round, entry: second, reviewer: first });
    await aTask(tx, { round, entry, reviewer: others });
    expect(await criterionProgress(office, { id: round.id, divided: true })).toMatchObject([
      { name: { en: "Criterion 1" }, readers: 2, unread: 0, single: 2, unscored: 1 },
      { readers: 2, unread: 1, single: 1, unscored: 2 },
      { readers: 2, unread: 1, single: 1, unscored: 2 },
    ]);
    expect(await criterionProgress(office, { id: round.id, divided: false })).toEqual([]);
    expect(await tx.select().from(panelCriteria).where(eq(panelCriteria.roundId, round.id))).toHaveLength(3);
  }));
