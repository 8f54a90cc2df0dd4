import { expect, it } from "vitest";
import { loader as entriesPage } from "#app/routes/secretariat/cycle.tsx";
import { loader as entryPage } from "#app/routes/secretariat/entry.tsx";
import { action as saveField } from "#app/routes/entrant/answer.ts";
import { loader as resultsPage } from "#app/routes/public/results.tsx";
import { loader as statisticsPage } from "#app/routes/public/statistics.tsx";
import { loader as discussionsPage } from "#app/routes/reviewer/discussions.tsx";
import { action as saveScore } from "#app/routes/reviewer/score.ts";
import { loader as roundsPage } from "#app/routes/reviewer/rounds.tsx";
import { action as handInSheet } from "#app/routes/reviewer/submission.tsx";
import { action as keepSheet, loader as sheetPage } from "#app/routes/reviewer/sheet.tsx";
import { cycles } from "#db/schema/cycle.ts";
import { reviews } from "#db/schema/review.ts";
import { discussionMessages } from "#db/schema/discussion.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { commitAssigned } from "#app/domain/proof/assigned.server.ts";
import { aCity, aMember, anEntry, aStaffMember, JUDGING, NOW, personOf } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, aTask, days } from "#tests/support/judging.ts";
import { aPublication } from "#tests/support/publishing.ts";
import { countingDatabase } from "#tests/support/statements.ts";
import { answerOf, visitAs, type VisitOptions } from "#tests/support/visit.ts";

const counting = countingDatabase(await testDatabase());
const { db } = counting;
type Handler = (args: Awaited<ReturnType<typeof visitAs>>) => Promise<unknown>;

const SESSION = 1;
const JSON_ONLY = { accept: "application/json", "x-requested-with": "autosave" };

/**
 * How many statements one request sends, from the session on; BEGIN and COMMIT not counted. The request has to succeed.
 */
async function statementsOf(
  tx: typeof db,
  handler: Handler,
  person: { id: string } | null,
  url: string,
  options: VisitOptions,
): Promise<number> {
  const visit = await visitAs(tx, person, url, options);
  let status = 0;
  const sent = await counting.during(async () => ({ status } = await answerOf(handler(visit))));
  expect(status).toBe(200);
  return sent;
}

it("the page of entries is one statement, with one row and with three", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const lin = await aStaffMember(tx);
    const page = () =>
      statementsOf(tx, entriesPage, lin, "/?state=valid", { params: { cycleId: cycle.id }, now: JUDGING });
    await aCandidate(tx, { cycle });
    expect(await page()).toBe(SESSION + 1);
    await aCandidate(tx, { cycle });
    await aScoredRound(tx, { cycle });
    await aCandidate(tx, { cycle });
    expect(await page()).toBe(SESSION + 1);
  }));

it("an entry to screen is one statement, which knows whether the reading is on record; the first records it", () =>
  inTransaction(db, async (tx) => {
    const entry = await aCandidate(tx, { cycle: await aContest(tx) });
    const lin = await aStaffMember(tx);
    const read = () => statementsOf(tx, entryPage, lin, "/", { params: { entryId: entry.id }, now: JUDGING });
    expect([await read(), await read()]).toEqual([SESSION + 2, SESSION + 1]);
  }));

it("a score sheet is one statement, before one's own review is in and beside the others' afterwards, and the record of its reading", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle });
    const [rafael, wanjiru] = [await aJudge(tx, round), await aJudge(tx, round)];
    const [fresh, reviewed] = [await aCandidate(tx, { cycle }), await aCandidate(tx, { cycle })];
    const task = await aTask(tx, { round, entry: fresh, reviewer: rafael });
    const { assignment } = await aReview(tx, { round, entry: reviewed, reviewer: rafael, values: [4, 4] });
    await aReview(tx, { round, entry: reviewed, reviewer: wanjiru, values: [2, 5] });
    for (const assignmentId of [task.id, assignment.id]) {
      const read = () => statementsOf(tx, sheetPage, rafael, "/", { params: { assignmentId }, now: JUDGING });
      expect([await read(), await read()]).toEqual([SESSION + 2, SESSION + 1]);
    }
  }));

it("published results are one statement, with one and with three", () =>
  inTransaction(db, async (tx) => {
    for (const results of [[{}], [{}, {}, {}]]) {
      const { cycleId } = await aPublication(tx, { results });
      const slug = (await tx.select({ id: cycles.id, slug: cycles.slug }).from(cycles)).find(
        ({ id }) => id === cycleId,
      )!.slug;
      expect(await statementsOf(tx, resultsPage, null, "/", { params: { slug }, now: NOW })).toBe(1);
    }
  }));

it("published statistics are one statement, with one result and with three", () =>
  inTransaction(db, async (tx) => {
    for (const results of [[{}], [{}, {}, {}]]) {
      const { cycleId } = await aPublication(tx, { results });
      const slug = (await tx.select({ id: cycles.id, slug: cycles.slug }).from(cycles)).find(
        ({ id }) => id === cycleId,
      )!.slug;
      expect(await statementsOf(tx, statisticsPage, null, "/", { params: { slug }, now: NOW })).toBe(1);
    }
  }));

it("a score is held, read, written and recorded; in a submitted review its entry's totals follow, and a commitment after the last one and after its assignment's", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle });
    const rafael = await aJudge(tx, round);
    const criterionId = round.criteria[0]!.id;
    const save = (assignmentId: string, value: string, version: string) =>
      statementsOf(tx, saveScore, rafael, "/", {
        params: { assignmentId, criterionId },
        now: JUDGING,
        headers: JSON_ONLY,
        form: { [`score.${criterionId}`]: value, [`reason.${criterionId}`]: "Read again", version },
      });
    const draft = await aReview(tx, {
      round,
      entry: await aCandidate(tx, { cycle }),
      reviewer: rafael,
      values: [4, null],
      submitted: false,
    });
    expect(await save(draft.assignment.id, "5", "1")).toBe(SESSION + 4);
    const submitted = await aReview(tx, {
      round,
      entry: await aCandidate(tx, { cycle }),
      reviewer: rafael,
      values: [4, 4],
    });
    await commitAssigned({ db: tx, actor: await personOf(tx, rafael.id), now: days(-1) }, [submitted.assignment]);
    expect(await save(submitted.assignment.id, "5", "1")).toBe(SESSION + 9);
  }));

it("a whole sheet is read once to be kept, and once to be kept and handed in", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle });
    const rafael = await aJudge(tx, round);
    const { id: assignmentId } = await aTask(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer: rafael });
    for (const action of [keepSheet, handInSheet]) {
      const form = Object.fromEntries(round.criteria.map(({ id }) => [`score.${id}`, "4"]));
      const visit = await visitAs(tx, rafael, "/", { params: { assignmentId }, now: JUDGING, form });
      const readings = await counting.during(
        async () => expect((await answerOf(action(visit))).status).toBe(303),
        '"reading_order"',
      );
      expect(readings).toBe(1);
    }
    const [review] = await tx.select({ submittedAt: reviews.submittedAt }).from(reviews);
    expect(review?.submittedAt).toEqual(JUDGING);
  }));

it("an answer is held and read, written and recorded", () =>
  inTransaction(db, async (tx) => {
    const city = await aCity(tx);
    const entry = await anEntry(tx, { city });
    const owner = await aMember(tx, city.id);
    expect(
      await statementsOf(tx, saveField, owner, "/", {
        params: { entryId: entry.entryId, questionKey: "title" },
        now: NOW,
        headers: JSON_ONLY,
        form: { "q.title": "A plan", version: "" },
      }),
    ).toBe(SESSION + 3);
  }));

it("the discussions of a round are two statements, with one talked about and with three", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle, discussion: "after-own" });
    const rafael = await aJudge(tx, round);
    const talked = async () => {
      const entry = await aCandidate(tx, { cycle });
      await aReview(tx, { round, entry, reviewer: rafael, values: [3, 3] });
      await tx
        .insert(discussionMessages)
        .values({ roundId: round.id, entryId: entry.id, text: "So?", voice: "reviewer", at: JUDGING, by: rafael.id });
    };
    for (const more of [1, 2]) {
      for (let n = 0; n < more; n++) await talked();
      expect(
        await statementsOf(tx, discussionsPage, rafael, "/", { params: { roundId: round.id }, now: JUDGING }),
      ).toBe(SESSION + 2);
    }
  }));

it("one's rounds and what is unread in them are two statements, with one round and with three", () =>
  inTransaction(db, async (tx) => {
    const first = await aScoredRound(tx, { cycle: await aContest(tx), discussion: "after-own" });
    const rafael = await aJudge(tx, first);
    const page = () => statementsOf(tx, roundsPage, rafael, "/", { now: JUDGING });
    expect(await page()).toBe(SESSION + 2);
    for (let n = 0; n < 2; n++) {
      const round = await aScoredRound(tx, { cycle: await aContest(tx), discussion: "after-own" });
      await aJudge(tx, round, { accountId: rafael.id });
    }
    expect(await page()).toBe(SESSION + 2);
  }));
