import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotFound } from "#app/domain/errors.ts";
import { draftsOf, missingReviews } from "#app/domain/ranking/missing.server.ts";
import { isInRanking, rankingOf, scoresOf, wholeRanking } from "#app/domain/ranking/queries.server.ts";
import { isInRound } from "#app/domain/round/queries.server.ts";
import { reviewedEntry } from "#app/domain/ranking/reviewed-entry.server.ts";
import type { Db } from "#db/client.server.ts";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { decisions } from "#db/schema/decision.ts";
import { entries, withdrawals } from "#db/schema/entry.ts";
import { entryTotals, reviews } from "#db/schema/review.ts";
import { freezes, rounds } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aCoApplicant, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  anAdjustedRound,
  aReview,
  aScoredRound,
  aTask,
  contextOf,
  giveScore,
} from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";

const connection = await testDatabase();
const { db } = connection;

async function aRanked(
  tx: Db,
  values: number[][] = [
    [5, 5],
    [4, 4],
    [2, 2],
  ],
) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle });
  const [reviewer, chair] = [await aJudge(tx, round), await aJudge(tx, round, { role: "chair" })];
  const entries = [];
  for (const each of values) {
    const entry = await aCandidate(tx, { cycle });
    await aReview(tx, { round, entry, reviewer, values: each });
    entries.push(entry);
  }
  return { cycle, round, reviewer, chair, entries, ctx: await contextOf(tx, chair) };
}
const freeze = (tx: Db, roundId: string, by: string) =>
  tx.insert(freezes).values({ roundId, at: JUDGING, by, reviews: 0, scoresSha256: "" });

type Plan = { Alias?: string; "Actual Loops": number; Plans?: Plan[] };
const flat = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];

it("works out which reviews count once for a round, not anew for each review", () =>
  inTransaction(db, async (tx) => {
    const { round } = await aRanked(tx);
    const query = tx
      .select({ total: reviews.total })
      .from(assignments)
      .innerJoin(reviews, eq(reviews.assignmentId, assignments.id))
      .innerJoin(entries, eq(entries.id, assignments.entryId))
      .where(and(eq(assignments.roundId, round.id), isInRanking(round.id), isInRound(round.id)));
    const [explained] = await tx.execute<{ "QUERY PLAN": [{ Plan: Plan }] }>(
      sql`explain (analyze, format json) ${query}`,
    );
    const loops = flat(explained!["QUERY PLAN"][0].Plan).filter(({ Alias }) => Alias === "counting");
    expect(loops.map((node) => node["Actual Loops"])).toEqual([1]);
  }));

describe("who sees values", () => {
  it("before the freeze the chair and nobody else; after it the secretariat and observers too", () =>
    inTransaction(db, async (tx) => {
      const { round, reviewer, chair } = await aRanked(tx);
      const others = [reviewer, await aStaffMember(tx, "administrator")];
      const later = [await aStaffMember(tx, "secretariat"), await aStaffMember(tx, "observer")];
      const sees = async (person: { id: string }) =>
        rankingOf(await contextOf(tx, person), round.id).then(
          ({ rows }) => rows.length,
          (error) => error.constructor,
        );
      expect(await Promise.all([chair, ...others, ...later].map(sees))).toEqual([
        3,
        NotFound,
        NotFound,
        NotFound,
        NotFound,
      ]);
      await freeze(tx, round.id, chair.id);
      expect(await Promise.all([chair, ...others, ...later].map(sees))).toEqual([3, NotFound, NotFound, 3, 3]);
    }));
});

describe("the reviews of one entry", () => {
  it("come by reviewer, those not in yet without values, those of people who stepped back not at all; notes never", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, ctx, cycle, reviewer } = await aRanked(tx, [[5, 2]]);
      const [second, third] = [await aJudge(tx, round), await aJudge(tx, round)];
      await aReview(tx, { round, entry: entries[0]!, reviewer: second, values: [3, 2] });
      await aTask(tx, { round, entry: entries[0]!, reviewer: third });
      await aReview(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: second, values: [1, 1] });
      const found = await reviewedEntry(ctx, round.id, entries[0]!.id);
      expect(
        found.reviews
          .map(({ submittedAt, scores }) => [submittedAt !== null, scores.map(({ value }) => value).sort()])
          .sort(),
      ).toEqual([
        [false, []],
        [true, [2, 3]],
        [true, [2, 5]],
      ]);
      expect(found.summary.map(({ mean, spread, least, most }) => [mean, spread?.toFixed(3), least, most])).toEqual([
        [4, "1.414", 3, 5],
        [2, "0.000", 2, 2],
      ]);
      expect(JSON.stringify(found)).not.toContain("notes");
      const assignment = await tx
        .select({ id: assignments.id })
        .from(assignments)
        .where(and(eq(assignments.reviewerId, reviewer.id), eq(assignments.entryId, entries[0]!.id)));
      await tx.insert(recusals).values({ assignmentId: assignment[0]!.id, reason: "x", at: JUDGING, by: reviewer.id });
      expect((await reviewedEntry(ctx, round.id, entries[0]!.id)).reviews).toHaveLength(2);
    }));

  it("come with what was changed after the others' scores were open, and why; drafts of others still tell nothing", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, ctx } = await aRanked(tx);
      const reviewer = await aJudge(tx, round);
      const { assignment } = await aReview(tx, { round, entry: entries[0]!, reviewer, values: [4, 3] });
      const save = async (given: { value?: number; reason: string; baseVersion: number }) =>
        giveScore(await contextOf(tx, reviewer), {
          assignmentId: assignment.id,
          criterionId: round.criteria[0]!.id,
          ...given,
        });
      await save({ value: 5, reason: "Mis", baseVersion: 1 });
      await save({ reason: "Misread the costs", baseVersion: 2 });
      const { reviews } = await reviewedEntry(ctx, round.id, entries[0]!.id);
      expect(reviews.find(({ id }) => id === assignment.id)!.changes).toMatchObject([
        { criterionId: round.criteria[0]!.id, from: 4, to: 5, reasons: ["Misread the costs"] },
      ]);
      expect(reviews.filter(({ changes }) => changes.length > 0)).toHaveLength(1);
    }));

  it("are hidden by a conflict, before and after the freeze", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, chair, ctx } = await aRanked(tx);
      await tx
        .insert(conflictDeclarations)
        .values({ entryId: entries[0]!.id, accountId: chair.id, answer: "conflict", reason: "x", at: JUDGING });
      await expect(reviewedEntry(ctx, round.id, entries[0]!.id)).rejects.toThrow(NotFound);
      expect((await reviewedEntry(ctx, round.id, entries[1]!.id)).entry.id).toBe(entries[1]!.id);
      expect((await missingReviews(ctx, round)).entries).toBe(entries.length - 1);
      await freeze(tx, round.id, chair.id);
      await expect(reviewedEntry(ctx, round.id, entries[0]!.id)).rejects.toThrow(NotFound);
    }));
});

describe("the order", () => {
  it("is by exact means, with reviews in and expected", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, ctx, cycle } = await aRanked(tx);
      await aTask(tx, { round, entry: entries[1]!, reviewer: await aJudge(tx, round) });
      const unread = await aCandidate(tx, { cycle });
      const { rows, partial } = await rankingOf(ctx, round.id);
      expect(partial).toBe(false);
      expect(
        rows.map(({ entryId, rank, reviews, assigned, total }) => ({ entryId, rank, reviews, assigned, total })),
      ).toEqual([
        { entryId: entries[0]!.id, rank: 1, reviews: 1, assigned: 1, total: 500 },
        { entryId: entries[1]!.id, rank: 2, reviews: 1, assigned: 2, total: 400 },
        { entryId: entries[2]!.id, rank: 3, reviews: 1, assigned: 1, total: 200 },
        { entryId: unread.id, rank: null, reviews: 0, assigned: 0, total: 0 },
      ]);
      expect(await missingReviews(ctx, round)).toMatchObject({
        entries: 4,
        missing: expect.arrayContaining([
          expect.objectContaining({ entryId: entries[1]!.id }),
          expect.objectContaining({ entryId: unread.id }),
        ]),
      });
    }));

  it("leaves out what was withdrawn or never found valid", () =>
    inTransaction(db, async (tx) => {
      const { round, cycle, entries, ctx, chair } = await aRanked(tx);
      await tx.insert(withdrawals).values({ entryId: entries[0]!.id, reason: "x", at: JUDGING, by: chair.id });
      await aCandidate(tx, { cycle, screened: false });
      expect((await rankingOf(ctx, round.id)).rows.map(({ entryId, rank }) => [entryId, rank])).toEqual([
        [entries[1]!.id, 1],
        [entries[2]!.id, 2],
      ]);
    }));

  it("a second round is about what the first gave a level, whatever was assigned in it before", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, entries } = await aRanked(tx);
      await tx.insert(decisions).values(
        entries.map(({ id }, index) => ({
          roundId: round.id,
          entryId: id,
          levelKey: index === 0 ? "shortlisted" : null,
          rank: index + 1,
          reviews: 1,
          total: 1,
          at: JUDGING,
        })),
      );
      const jury = await aScoredRound(tx, { cycle, position: 2 });
      const [chair, juror] = [await aJudge(tx, jury, { role: "chair" }), await aJudge(tx, jury)];
      const shown = async () =>
        (await rankingOf(await contextOf(tx, chair), jury.id)).rows.map(({ entryId }) => entryId);
      expect(await shown()).toEqual([entries[0]!.id]);
      await aReview(tx, { round: jury, entry: entries[2]!, reviewer: juror, values: [1, 1] });
      expect(await shown()).toEqual([entries[0]!.id]);
    }));

  it("drafts count as drafts", () =>
    inTransaction(db, async (tx) => {
      const { round, entries } = await aRanked(tx);
      await aReview(tx, {
        round,
        entry: entries[0]!,
        reviewer: await aJudge(tx, round),
        values: [1, null],
        submitted: false,
      });
      expect(await draftsOf(await contextOf(tx, await aStaffMember(tx)), round.id)).toBe(1);
    }));
});

describe("a round that ranks by adjusted scores", () => {
  it("orders its list by them everywhere, shows the means beside them, and gives every entry a rank of its own", () =>
    inTransaction(db, async (tx) => {
      const { round, chair } = await anAdjustedRound(tx);
      const { rows, adjustment } = await rankingOf(await contextOf(tx, chair), round.id);
      expect(adjustment).toMatchObject({ corrected: true, why: null });
      expect(rows.map(({ rank }) => rank)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
      const scores = rows.map(({ adjusted }) => adjusted!.billionths);
      expect(scores).toEqual(scores.toSorted((a, b) => b - a));
      const means = rows.map(({ total, reviews }) => total / reviews);
      expect(means).not.toEqual(means.toSorted((a, b) => b - a));
      expect(
        (await wholeRanking({ db: tx }, round.id)).map(({ entryId, rank, adjusted }) => [entryId, rank, adjusted]),
      ).toEqual(rows.map(({ entryId, rank, adjusted }) => [entryId, rank, adjusted!.billionths]));
    }));

  it("shows the adjusted score beside the mean where the mean decides", () =>
    inTransaction(db, async (tx) => {
      const { round, chair } = await anAdjustedRound(tx);
      await tx.execute(sql`alter table rounds disable trigger method_fixed`);
      await tx.update(rounds).set({ method: "mean" }).where(eq(rounds.id, round.id));
      const { rows } = await rankingOf(await contextOf(tx, chair), round.id);
      const means = rows.map(({ total, reviews }) => total / reviews);
      expect(means).toEqual(means.toSorted((a, b) => b - a));
      expect(rows.every(({ adjusted }) => adjusted !== null)).toBe(true);
      expect((await wholeRanking({ db: tx }, round.id)).every(({ adjusted }) => adjusted === null)).toBe(true);
    }));

  it("shows nothing adjusted to somebody who does not see every entry: severities are worked out over all", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, reviewers } = await anAdjustedRound(tx);
      const peru = await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }) });
      await aReview(tx, { round, entry: peru, reviewer: reviewers[0]!, values: [5] });
      const seen = await rankingOf(
        await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] })),
        round.id,
      );
      expect([seen.partial, seen.adjustment, seen.rows.length]).toEqual([true, null, 12]);
      expect(seen.rows.every(({ adjusted }) => adjusted === null)).toBe(true);
    }));

  it("leaves out what does not count: recused, in conflict, unsubmitted", () =>
    inTransaction(db, async (tx) => {
      const { round, reviewers, entries } = await anAdjustedRound(tx);
      const [first, second] = await tx
        .select({ id: assignments.id })
        .from(assignments)
        .where(eq(assignments.reviewerId, reviewers[0]!.id));
      await tx.insert(recusals).values({ assignmentId: first!.id, reason: "x", at: JUDGING, by: reviewers[0]!.id });
      await tx
        .insert(conflictDeclarations)
        .values({
          entryId: (await tx.select().from(assignments).where(eq(assignments.id, second!.id)))[0]!.entryId,
          accountId: reviewers[0]!.id,
          answer: "conflict",
          reason: "x",
          at: JUDGING,
        })
        .onConflictDoUpdate({
          target: [conflictDeclarations.entryId, conflictDeclarations.accountId],
          set: { answer: "conflict" },
        });
      await aReview(tx, { round, entry: entries[1]!, reviewer: reviewers[0]!, values: [1], submitted: false });
      expect(await scoresOf({ db: tx }, round.id)).toHaveLength(22);
    }));
});

describe("conflicts", () => {
  it("hide the entry, and every rank that would give its place away", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, reviewer } = await aRanked(tx);
      const peru = await aCandidate(tx, {
        cycle,
        city: await aCity(tx, { country: "PE", name: "CNRY-city" }),
        title: "CNRY-title",
      });
      await aReview(tx, { round, entry: peru, reviewer, values: [4, 5] });
      const chair = await aJudge(tx, round, { role: "chair", countries: ["PE"] });
      const seen = await rankingOf(await contextOf(tx, chair), round.id);
      expect(seen.partial).toBe(true);
      expect(seen.rows.map(({ rank }) => rank)).toEqual([1, 2, 3]);
      expect(JSON.stringify(seen.rows)).not.toContain("CNRY");
      expect(JSON.stringify(await missingReviews(await contextOf(tx, chair), round))).not.toContain("CNRY");
      await freeze(tx, round.id, chair.id);
      expect(
        (await rankingOf(await contextOf(tx, await aStaffMember(tx)), round.id)).rows.map(({ title }) => title),
      ).toContain("CNRY-title");
    }));

  it("with an entry that is not ranked here hide no place", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round } = await aRanked(tx);
      await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }), screened: false });
      const chair = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
      expect(await rankingOf(chair, round.id)).toMatchObject({
        partial: false,
        rows: [{ rank: 1 }, { rank: 2 }, { rank: 3 }],
      });
    }));

  it("of reviewers take their reviews out of what is expected", () =>
    inTransaction(db, async (tx) => {
      const { round, entries, ctx } = await aRanked(tx);
      await aTask(tx, { round, entry: entries[0]!, reviewer: await aJudge(tx, round, { countries: ["UG"] }) });
      expect((await rankingOf(ctx, round.id)).rows[0]).toMatchObject({ entryId: entries[0]!.id, assigned: 1 });
    }));
});

it.each([false, true])("cities are named as they were sealed, and to the chair of a blind round none: %s", (blind) =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle, blind });
    const chair = await aJudge(tx, round, { role: "chair" });
    const together = [{ cityName: "CNRY-partner", country: "BO" }];
    const entry = await aCandidate(tx, { cycle, city: await aCity(tx, { name: "CNRY-city" }), together });
    await tx.update(entries).set({ framework: "CNRY-framework" });
    await aCoApplicant(tx, entry.id, { name: "Accepted too late" });
    await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [1, 1] });
    const { rows } = await rankingOf(await contextOf(tx, chair), round.id);
    if (blind) expect(JSON.stringify(rows)).not.toContain("CNRY");
    else expect(rows).toMatchObject([{ cityName: "CNRY-city", coApplicants: together, framework: "CNRY-framework" }]);
    expect((await wholeRanking({ db: tx }, round.id))[0]!.coApplicants).toEqual(together);
  }),
);

describe("I10", () => {
  it("the ranking is what the database computes from the scores on its own", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })), { maxLength: 3 }), {
          minLength: 1,
          maxLength: 5,
        }),
        async (plan) => {
          await inTransaction(db, async (tx) => {
            const cycle = await aContest(tx);
            const round = await aScoredRound(tx, { cycle, weights: [70, 30] });
            const panel = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
            for (const given of plan) {
              const entry = await aCandidate(tx, { cycle });
              for (const [index, values] of given.entries())
                await aReview(tx, { round, entry, reviewer: panel[index]!, values });
            }
            const independent = await tx.execute<{
              entry: string;
              rank: number | null;
              reviews: number;
              total: number;
            }>(sql`
          with points as (select a.entry_id, r.id, sum(c.weight * s.value) as total from reviews r join assignments a on a.id = r.assignment_id
            join scores s on s.review_id = r.id join criteria c on c.id = s.criterion_id where r.submitted_at is not null and a.round_id = ${round.id} group by a.entry_id, r.id),
          means as (select e.id, count(p.id)::int as reviews, coalesce(sum(p.total), 0)::int as total, sum(p.total)::numeric / nullif(count(p.id), 0) as mean
            from entries e left join points p on p.entry_id = e.id where e.cycle_id = ${cycle.id} group by e.id)
          select id as entry, case when mean is not null then (rank() over (order by mean desc nulls last))::int end as rank, reviews, total from means`);
            const byEntry = <T extends { entry: string }>(rows: T[]) =>
              [...rows].sort((a, b) => (a.entry < b.entry ? -1 : 1));
            const ours = (await wholeRanking({ db: tx }, round.id)).map(({ entryId, rank, reviews, total }) => ({
              entry: entryId,
              rank,
              reviews,
              total,
            }));
            expect(byEntry(ours)).toEqual(
              byEntry(independent.map(({ entry, rank, reviews, total }) => ({ entry, rank, reviews, total }))),
            );
            const stored = await tx.select().from(entryTotals);
            for (const { entryId, reviews, total, mean } of stored) {
              expect(ours.find(({ entry }) => entry === entryId)).toMatchObject({ reviews, total });
              expect(mean === null ? null : Math.round(Number(mean) * reviews)).toBe(reviews === 0 ? null : total);
            }
          });
        },
      ),
      { numRuns: 12 },
    );
  });
});

it("asks the database the same number of questions for one entry and for three", async () => {
  const counting = countingDatabase(connection);
  const { cycle, round, reviewer, chair } = await aRanked(db, [[5, 5]]);
  const ctx = { ...(await contextOf(db, chair)), db: counting.db };
  const one = await counting.during(() => rankingOf(ctx, round.id));
  for (const values of [
    [3, 3],
    [5, 1],
  ])
    await aReview(db, { round, entry: await aCandidate(db, { cycle }), reviewer, values });
  expect(await counting.during(() => rankingOf(ctx, round.id))).toBe(one);
  expect(one).toBe(4);
});
