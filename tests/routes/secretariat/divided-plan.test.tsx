import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { assignment as t } from "#app/i18n/en/assignment.ts";
import BalancedPage, { loader } from "#app/routes/secretariat/balanced.tsx";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aScoredRound, readsOnly } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../../ui/render.tsx";

const { db } = await testDatabase();

it("a plan of a round that divides its criteria is shown under the criteria of each group, and carried out by one button", () =>
  inTransaction(db, async (tx) => {
    const cycle = await aContest(tx);
    const round = await aScoredRound(tx, { cycle, divided: true, reviewsPerEntry: 1 });
    for (const place of [0, 1, 1])
      await readsOnly(tx, round, await aJudge(tx, round, { name: `Reader of ${place + 1}` }), [place]);
    for (let n = 0; n < 2; n++) await aCandidate(tx, { cycle });
    const params = { roundId: round.id };
    const visit = await visitAs(tx, await aStaffMember(tx), "/x", { now: JUDGING, params });
    const { data } = await answerOf(loader(visit));
    // Said before the search, too.
    visit.context.services.calculation.within = async () => ({ begun: false });
    expect((await answerOf(loader(visit))).data).toMatchObject({
      search: { ended: "unbegun" },
      criteria: [{ readers: 1 }, { readers: 1 }],
    });
    const router = createMemoryRouter(
      [{ id: "page", path: "*", Component: BalancedPage, loader: () => data ?? null }],
      { hydrationData: { loaderData: { page: data } } },
    );
    const said = words(render(<RouterProvider router={router} />));
    router.dispose();
    expect(said).toContain(t.plan.eachOfGroup(1));
    expect(said).toMatch(new RegExp(`${t.plan.perEntry}.*Criterion 11.*Criterion 21.*${t.plan.byCriterionHint}`));
    const [first, second] = said.split(t.plan.byCriterionHint)[1]!.split("Criterion 2");
    expect(first).toContain(t.plan.pairs(4));
    expect(first).toMatch(/Criterion 1.*Reader of 1/);
    expect(first).not.toContain("Reader of 2");
    expect(second!.match(/Reader of 2/g)).toHaveLength(2);
    for (const part of [first, second]) expect(part).toContain(t.plan.served);
    expect(said.match(new RegExp(t.plan.button, "g"))).toHaveLength(1);
  }));
