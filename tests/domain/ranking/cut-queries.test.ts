import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { NotFound } from "#app/domain/errors.ts";
import { cutOf } from "#app/domain/ranking/cut.server.ts";
import { rankingOf } from "#app/domain/ranking/queries.server.ts";
import { diagnosisOf } from "#app/domain/ranking/diagnosis.server.ts";
import type { Calculate } from "#app/outside/calculation/calculation.ts";
import { WORK } from "#app/outside/calculation/work.ts";
import * as cutPage from "#app/routes/chair/cut.tsx";
import * as extraRead from "#app/routes/chair/extra-read.ts";
import type { Db } from "#db/client.server.ts";
import { assignments } from "#db/schema/assignment.ts";
import { decisions } from "#db/schema/decision.ts";
import { panelMembers } from "#db/schema/panel.ts";
import { freezes } from "#db/schema/round.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCity, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import {
  aCandidate,
  aContest,
  aJudge,
  anAdjustedRound,
  aReview,
  aScoredRound,
  contextOf,
} from "#tests/support/judging.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";

const connection = await testDatabase();
const { db } = connection;
const here: Calculate = async (what, input) => WORK[what](input);
const freeze = (tx: Db, roundId: string, by: string) =>
  tx.insert(freezes).values({ roundId, at: JUDGING, by, reviews: 0, scoresSha256: "" });
const answer = (work: Promise<unknown>) =>
  work.then(
    () => "shown",
    (error: Error) => (error instanceof NotFound ? "not found" : error),
  );

describe("the cut line", () => {
  it("runs after the last level unless another is asked for, and stays within the list", () =>
    inTransaction(db, async (tx) => {
      const { round, chair } = await anAdjustedRound(tx, { places: { shortlisted: 2, deserving: 3 } });
      const ctx = await contextOf(tx, chair);
      const shown = await cutOf(ctx, here, round.id, null);
      expect([shown.line, shown.lines.map(({ after }) => after), shown.cut!.total]).toEqual([5, [2, 5], 12]);
      expect(shown.cut!.entries).toHaveLength(12);
      expect(shown.cut!.entries.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(5, 8);
      expect((await cutOf(ctx, here, round.id, 2)).line).toBe(2);
      expect((await cutOf(ctx, here, round.id, 99_999)).line).toBe(11);
    }));

  it("is shown to whoever sees the ranking; reviewers are named to those alone who may read reviews", () =>
    inTransaction(db, async (tx) => {
      const { round, chair, reviewers } = await anAdjustedRound(tx);
      const [lin, fatima] = [await aStaffMember(tx), await aStaffMember(tx, "observer")];
      const asked = async (person: { id: string }) => answer(cutOf(await contextOf(tx, person), here, round.id, null));
      expect(await Promise.all([chair, lin, fatima, reviewers[0]!].map(asked))).toEqual([
        "shown",
        "not found",
        "not found",
        "not found",
      ]);
      await freeze(tx, round.id, chair.id);
      expect(await Promise.all([lin, fatima, reviewers[0]!].map(asked))).toEqual(["shown", "shown", "not found"]);
      expect((await cutOf(await contextOf(tx, lin), here, round.id, null)).cut!.names.size).toBeGreaterThan(0);
      expect((await cutOf(await contextOf(tx, fatima), here, round.id, null)).cut!.names.size).toBe(0);
    }));

  it("is not worked out for somebody from whom a conflict hides an entry", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, reviewers } = await anAdjustedRound(tx);
      const peru = await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }), title: "CNRY" });
      await aReview(tx, { round, entry: peru, reviewer: reviewers[0]!, values: [5] });
      const conflicted = await contextOf(tx, await aJudge(tx, round, { role: "chair", countries: ["PE"] }));
      expect(await cutOf(conflicted, here, round.id, 3)).toMatchObject({ cut: null, line: 0 });
      expect(await diagnosisOf(conflicted, here, round.id)).toMatchObject({ diagnosis: null });
      const page = await answerOf(
        cutPage.loader(
          await visitAs(tx, conflicted.actor, `/rounds/${round.id}/cut`, {
            now: JUDGING,
            params: { roundId: round.id },
          }),
        ),
      );
      expect([page.status, JSON.stringify(page.data).includes("CNRY")]).toEqual([200, false]);
    }));

  it("has entries in the places of the ranking, equals as the round's rules part them", () =>
    inTransaction(db, async (tx) => {
      const cycle = await aContest(tx);
      const round = await aScoredRound(tx, { cycle, weights: [50, 50], ties: ["criteria"] });
      const judges = [await aJudge(tx, round), await aJudge(tx, round), await aJudge(tx, round)];
      const equals = [2, 4, 1, 5, 3].map((mark) => [mark, 6 - mark] as const);
      const others = [1, 2, 3, 4, 5].flatMap((mark) => [[mark, mark] as const, [mark, Math.min(5, mark + 1)] as const]);
      for (const [at, marks] of [...equals, ...others].entries()) {
        const entry = await aCandidate(tx, { cycle });
        for (const [by, reviewer] of judges.entries()) {
          const values = marks.map((mark) => (at >= equals.length && by === at % 3 ? 6 - mark : mark));
          await aReview(tx, { round, entry, reviewer, values });
        }
      }
      const ctx = await contextOf(tx, await aJudge(tx, round, { role: "chair" }));
      const ranked = (await rankingOf(ctx, round.id)).rows.map(({ entryId }) => entryId);
      const cut = (await cutOf(ctx, here, round.id, 5)).cut!;
      expect(cut.entries.map(({ id }) => id)).toEqual(ranked);
    }));

  it("offers an extra read that nothing stands against, and one click assigns it", () =>
    inTransaction(db, async (tx) => {
      const { round, chair, entries } = await anAdjustedRound(tx, { places: { shortlisted: 4 } });
      const { cut, line } = await cutOf(await contextOf(tx, chair), here, round.id, null);
      const offer = cut!.extra.find(({ reviewer }) => reviewer !== null)!;
      const pair = and(eq(assignments.entryId, offer.entryId), eq(assignments.reviewerId, offer.reviewer!.id));
      expect(await tx.select().from(assignments).where(pair)).toEqual([]);
      const post = async (form: Record<string, string>) =>
        answerOf(
          extraRead.action(
            await visitAs(tx, chair, `/rounds/${round.id}/cut/reads`, {
              now: JUDGING,
              params: { roundId: round.id },
              form,
            }),
          ),
        );
      expect(await post({ entryId: offer.entryId, reviewerId: offer.reviewer!.id, line: String(line) })).toMatchObject({
        status: 303,
        location: `/rounds/${round.id}/cut?line=${line}`,
      });
      expect(await tx.select().from(assignments).where(pair)).toHaveLength(1);
      expect((await post({ entryId: offer.entryId, reviewerId: offer.reviewer!.id, line: String(line) })).status).toBe(
        409,
      );
      expect((await post({ entryId: entries[0]!.id, reviewerId: "x", line: "0" })).status).toBe(422);
      await freeze(tx, round.id, chair.id);
      expect((await cutOf(await contextOf(tx, chair), here, round.id, null)).cut!.extra).toEqual([]);
    }));
});

describe("a final", () => {
  /** The committee's list is made, and three jurors read its best four. */
  const aFinal = async (tx: Db) => {
    const { cycle, round: committee, chair, entries, reviewers } = await anAdjustedRound(tx);
    const jury = await aScoredRound(tx, { cycle, position: 2, weights: [100], places: { shortlisted: 2 } });
    const jurors = [await aJudge(tx, jury), await aJudge(tx, jury), await aJudge(tx, jury)];
    const finalists = entries.slice(0, 4);
    for (const [at, entry] of finalists.entries())
      for (const [by, reviewer] of jurors.entries())
        await aReview(tx, { round: jury, entry, reviewer, values: [[0, 3].includes(at) && by === 0 ? 4 : 3] });
    const finish = (...others: { id: string }[]) =>
      tx.insert(decisions).values(
        [...entries, ...others].map(({ id }, at) => ({
          roundId: committee.id,
          entryId: id,
          levelKey: at < finalists.length ? "shortlisted" : null,
          rank: at + 1,
          reviews: 2,
          total: 1,
          at: JUDGING,
        })),
      );
    await freeze(tx, committee.id, chair.id);
    await freeze(tx, jury.id, chair.id);
    return { cycle, committee, jury, chair, finalists, reviewers, finish };
  };
  const pooledIn = async (ctx: Parameters<typeof cutOf>[0], roundId: string) =>
    (await cutOf(ctx, here, roundId, 2)).cut!.changes.find(({ variation }) => variation.kind === "pooled");

  it("is also put in the order of the committee's scores and its own together, once the committee's list is made", () =>
    inTransaction(db, async (tx) => {
      const { jury, finish, finalists } = await aFinal(tx);
      const lin = await contextOf(tx, await aStaffMember(tx));
      expect(await pooledIn(lin, jury.id)).toBeUndefined();
      await finish();
      const pooled = (await pooledIn(lin, jury.id))!;
      expect(pooled.in.length).toBe(pooled.out.length);
      // The committee held the third and the fourth for better than the first two; the jury, the first and the fourth.
      const { cut } = await cutOf(lin, here, jury.id, 2);
      expect([cut!.why, cut!.expectedHits]).toEqual(["too-few-entries", null]);
      expect(pooled.in).toEqual([finalists[2]!.id]);
    }));

  it("not for whoever may not see the committee's ranking, nor where a conflict hides an entry of it", () =>
    inTransaction(db, async (tx) => {
      const { cycle, committee, jury, finish, reviewers } = await aFinal(tx);
      const peru = await aCandidate(tx, { cycle, city: await aCity(tx, { country: "PE" }) });
      await aReview(tx, { round: committee, entry: peru, reviewer: reviewers[0]!, values: [5] });
      await finish(peru);
      const president = await contextOf(tx, await aJudge(tx, jury, { role: "chair" }));
      expect(await pooledIn(president, jury.id)).toBeUndefined();
      const ofBoth = async (countries: string[]) => {
        const both = await aJudge(tx, jury, { role: "chair", countries });
        await tx
          .insert(panelMembers)
          .values({ roundId: committee.id, accountId: both.id, role: "chair", joinedAt: JUDGING });
        return contextOf(tx, both);
      };
      expect(await pooledIn(await ofBoth([]), jury.id)).toBeDefined();
      expect(await pooledIn(await ofBoth(["PE"]), jury.id)).toBeUndefined();
    }));
});

describe("how reviewers used the scale", () => {
  it("is for the chair and, once scores are frozen, the secretariat: never for observers or reviewers", () =>
    inTransaction(db, async (tx) => {
      const { round, chair, reviewers } = await anAdjustedRound(tx);
      const [lin, fatima] = [await aStaffMember(tx), await aStaffMember(tx, "observer")];
      const asked = async (person: { id: string }) => answer(diagnosisOf(await contextOf(tx, person), here, round.id));
      expect(await Promise.all([chair, lin, fatima, reviewers[1]!].map(asked))).toEqual([
        "shown",
        "not found",
        "not found",
        "not found",
      ]);
      await freeze(tx, round.id, chair.id);
      expect(await Promise.all([chair, lin, fatima, reviewers[1]!].map(asked))).toEqual([
        "shown",
        "shown",
        "not found",
        "not found",
      ]);
    }));

  it("tells whose marks crowd the top, of the reviews that count", () =>
    inTransaction(db, async (tx) => {
      const { cycle, round, chair, reviewers } = await anAdjustedRound(tx);
      for (let n = 0; n < 5; n++)
        await aReview(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: reviewers[2]!, values: [5] });
      const { diagnosis } = await diagnosisOf(await contextOf(tx, chair), here, round.id);
      const crowded = diagnosis!.reviewers.filter(({ habits }) => habits.crowded).map(({ id }) => id);
      expect(crowded).toContain(reviewers[2]!.id);
      expect(crowded).not.toContain(reviewers[0]!.id);
    }));

  it("names the severe reviewer first", () =>
    inTransaction(db, async (tx) => {
      const { round, chair, reviewers } = await anAdjustedRound(tx);
      const { diagnosis } = await diagnosisOf(await contextOf(tx, chair), here, round.id);
      expect(diagnosis!.reviewers.map(({ id }) => id)[0]).toBe(reviewers[0]!.id);
      expect(diagnosis!.reviewers[0]).toMatchObject({ leaning: "harsh", name: reviewers[0]!.name });
    }));
});

it("the cut asks the database the same number of questions for one entry and for three", async () => {
  const counting = countingDatabase(connection);
  const { cycle, round, chair, reviewers } = await anAdjustedRound(db);
  const ctx = { ...(await contextOf(db, chair)), db: counting.db };
  const before = await counting.during(() => cutOf(ctx, here, round.id, 2));
  for (let n = 0; n < 3; n++)
    await aReview(db, { round, entry: await aCandidate(db, { cycle }), reviewer: reviewers[1]!, values: [3] });
  expect(await counting.during(() => cutOf(ctx, here, round.id, 2))).toBe(before);
});
