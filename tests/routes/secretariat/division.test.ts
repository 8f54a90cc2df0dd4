import { expect, it } from "vitest";
import { divisionFor } from "#app/domain/panel/division.server.ts";
import { dossierOf } from "#app/domain/dossier/queries.server.ts";
import * as ranking from "#app/routes/chair/ranking.tsx";
import * as selection from "#app/routes/chair/selection.tsx";
import * as finish from "#app/routes/reviewer/finish.tsx";
import * as pair from "#app/routes/reviewer/pair.tsx";
import * as sheet from "#app/routes/reviewer/sheet.tsx";
import * as submission from "#app/routes/reviewer/submission.tsx";
import * as naming from "#app/routes/secretariat/panel-criteria.tsx";
import * as panel from "#app/routes/secretariat/panel.tsx";
import * as roundNew from "#app/routes/secretariat/round-new.tsx";
import * as home from "#app/routes/secretariat/round.tsx";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { scoreField } from "#app/domain/review/input.ts";
import type { Db } from "#db/client.server.ts";
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
import { answerOf, visitAs } from "#tests/support/visit.ts";

const { db } = await testDatabase();

async function aDesk(tx: Db, given: Parameters<typeof aScoredRound>[1] = {}) {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, divided: true, ...given });
  const reviewer = await aJudge(tx, round);
  const office = await aStaffMember(tx);
  const visit = (
    person: { id: string },
    path: string,
    options: { params?: Record<string, string>; form?: Record<string, string | string[]> } = {},
  ) =>
    visitAs(tx, person, path, {
      now: JUDGING,
      ...options,
      params: { roundId: round.id, accountId: reviewer.id, ...options.params },
    });
  return { cycle, round, reviewer, office, visit };
}

it("the secretariat chooses which criteria a reviewer scores, and the panel's page tells them", () =>
  inTransaction(db, async (tx) => {
    const { round, reviewer, office, visit } = await aDesk(tx, { opensAt: days(1) });
    const here = `/rounds/${round.id}/panel/${reviewer.id}/criteria`;
    const [first] = round.criteria.map(({ id }) => id) as [string];
    const chosen = await answerOf(naming.action(await visit(office, here, { form: { criteria: [first] } })));
    expect(chosen).toMatchObject({ status: 303, location: `/rounds/${round.id}/panel` });
    expect((await divisionFor(await contextOf(tx, office), round.id, reviewer.id)).named).toEqual([first]);
    expect((await answerOf(naming.loader(await visit(office, here)))).data).toMatchObject({
      named: [first],
      refused: null,
    });
    expect((await answerOf(panel.loader(await visit(office, `/rounds/${round.id}/panel`)))).data).toMatchObject({
      criteria: [{ id: first }, {}],
      members: [{ criteria: [first], nameable: true }],
    });
    const wrong = await answerOf(naming.action(await visit(office, here, { form: { criteria: ["x"] } })));
    expect(wrong).toMatchObject({ status: 422, data: { errors: { criteria: "not-a-choice" } } });
  }));

it("after the round has begun the page says why nothing changes, and changes nothing", () =>
  inTransaction(db, async (tx) => {
    const { round, reviewer, office, visit } = await aDesk(tx);
    const here = `/rounds/${round.id}/panel/${reviewer.id}/criteria`;
    const early = await contextOf(tx, office, days(-9));
    expect((await divisionFor(early, round.id, reviewer.id)).naming.allowed).toBe(true);
    await aReview(tx, {
      round,
      entry: await aCandidate(tx, { cycle: { id: round.cycleId } }),
      reviewer,
      values: [1, 1],
    });
    expect((await answerOf(naming.loader(await visit(office, here)))).data).toMatchObject({
      refused: "criteria-fixed",
    });
    expect((await answerOf(panel.loader(await visit(office, `/rounds/${round.id}/panel`)))).data).toMatchObject({
      members: [{ nameable: false }],
    });
    const sent = await answerOf(
      naming.action(await visit(office, here, { form: { criteria: [round.criteria[0]!.id] } })),
    );
    expect(sent.status).toBe(409);
  }));

it("nothing that a reviewer is given holds a criterion that is not theirs", () =>
  inTransaction(db, async (tx) => {
    const { cycle, round, reviewer, visit } = await aDesk(tx);
    await readsOnly(tx, round, reviewer, [0]);
    const other = await aJudge(tx, round);
    const tasks = [];
    for (const _entry of [1, 2]) {
      const entry = await aCandidate(tx, { cycle });
      await aReview(tx, { round, entry, reviewer: other, values: [2, 5] });
      tasks.push(await aTask(tx, { round, entry, reviewer }));
    }
    const [task, second] = tasks as [(typeof tasks)[0], (typeof tasks)[0]];
    const here = `/judging/assignments/${task.id}`;
    const params = { assignmentId: task.id };
    const foreign = round.criteria[1]!;
    const form = { [scoreField(round.criteria[0]!.id)]: "4", [scoreField(foreign.id)]: "1" };
    const handedIn = await answerOf(submission.action(await visit(reviewer, `${here}/submission`, { params, form })));
    expect(handedIn.status).toBe(303);
    const shown = [
      await answerOf(sheet.loader(await visit(reviewer, here, { params }))),
      await answerOf(finish.loader(await visit(reviewer, `/judging/rounds/${round.id}/finish`))),
      await answerOf(
        pair.loader(await visit(reviewer, `/judging/rounds/${round.id}/pair?first=${task.id}&second=${second.id}`)),
      ),
      await dossierOf(await contextOf(tx, reviewer), round.id),
    ];
    for (const each of shown) {
      expect(JSON.stringify(each)).toContain(round.criteria[0]!.id);
      expect(JSON.stringify(each)).not.toContain(foreign.id);
    }
  }));

it("the round's page and the ranking say what is missing by criterion", () =>
  inTransaction(db, async (tx) => {
    const { cycle, round, reviewer, office, visit } = await aDesk(tx);
    await readsOnly(tx, round, reviewer, [0]);
    await aReview(tx, { round, entry: await aCandidate(tx, { cycle }), reviewer, values: [4, null] });
    expect((await answerOf(home.loader(await visit(office, `/rounds/${round.id}`)))).data).toMatchObject({
      criteria: [
        { readers: 1, unread: 0, unscored: 0 },
        { readers: 0, unread: 1, unscored: 1 },
      ],
    });
    const chair = await aJudge(tx, round, { role: "chair" });
    expect((await answerOf(ranking.loader(await visit(chair, `/rounds/${round.id}/ranking`)))).data).toMatchObject({
      adjustment: null,
      rows: [{ rank: null, given: 1, lacks: { unread: [{ en: "Criterion 2" }], unscored: [] } }],
    });
    await freezeRound(await contextOf(tx, chair), round.id, { confirmed: true });
    expect((await answerOf(selection.loader(await visit(chair, `/rounds/${round.id}/selection`)))).data).toMatchObject({
      lines: [{ proposal: { kind: "no-reviews" }, lacks: { unread: [{ en: "Criterion 2" }] } }],
    });
  }));

it("a new round that divides its criteria and adjusts scores is refused beside the field", () =>
  inTransaction(db, async (tx) => {
    const { cycle, round, office } = await aDesk(tx);
    const form = {
      name: "Second",
      opensDate: "2027-06-01",
      opensTime: "00:00:00",
      closesDate: "2027-06-09",
      closesTime: "00:00:00",
      rubricId: round.rubricId,
      reading: "all",
      peersVisible: "never",
      divided: "yes",
      method: "adjusted",
      country: "block",
      city: "block",
      organisation: "block",
    };
    const sent = async (given: Record<string, string>) =>
      answerOf(
        roundNew.action(
          await visitAs(tx, office, `/secretariat/cycles/${cycle.id}/rounds/new`, {
            now: JUDGING,
            params: { cycleId: cycle.id },
            form: { ...form, ...given },
          }),
        ),
      );
    expect(await sent({})).toMatchObject({ status: 422, data: { errors: { method: "not-divided" } } });
    expect((await sent({ method: "mean", reading: "some", reviewsPerEntry: "2" })).status).toBe(303);
  }));
