import type { ComponentType } from "react";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { review as t } from "#app/i18n/en/review.ts";
import * as finish from "#app/routes/reviewer/finish.tsx";
import * as home from "#app/routes/reviewer/rounds.tsx";
import * as tasks from "#app/routes/reviewer/tasks.tsx";
import { lockScores } from "#app/domain/round/commands.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../ui/render.tsx";

const { db } = await testDatabase();
const cycle = await aContest(db);
const round = await aScoredRound(db, { cycle });
const rafael = await aJudge(db, round);
await aReview(db, { round, entry: await aCandidate(db, { cycle }), reviewer: rafael, values: [4, 4] });

type Route = { loader: (args: never) => Promise<unknown>; default: ComponentType };
async function wordsOf(route: Route, now: Date, tx = db): Promise<string> {
  const { data } = await answerOf(
    route.loader((await visitAs(tx, rafael, "/judging", { now, params: { roundId: round.id } })) as never),
  );
  const router = createMemoryRouter([{ id: "page", path: "*", Component: route.default, loader: () => data ?? null }], {
    hydrationData: { loaderData: { page: data } },
  });
  const said = words(render(<RouterProvider router={router} />));
  router.dispose();
  return said;
}

it("promises reviewers nothing that a closed round no longer gives: an order to read in, scores to change, time left", async () => {
  const promised = [
    [tasks, t.tasks.lede],
    [tasks, t.tasks.finish],
    [tasks, t.tasks.deadline],
    [finish, t.finish.lede],
    [home, t.home.closes],
  ] as const;
  for (const [page, promise] of promised) {
    expect(await wordsOf(page, JUDGING), promise).toContain(promise);
    expect(await wordsOf(page, days(30)), promise).not.toContain(promise);
  }
  expect(await wordsOf(finish, days(30))).toContain(t.tasks.state.closed);
  for (const page of [home, tasks]) expect((await wordsOf(page, days(30))).match(/Closed/g)).toHaveLength(1);
});

it("scores that are locked are closed from that very moment on, on the list of rounds too", () =>
  inTransaction(db, async (tx) => {
    const office = await contextOf(tx, await aStaffMember(tx));
    await lockScores(office, round.id, { reason: "x", publicUrl: PUBLIC_URL });
    expect(await wordsOf(home, office.now, tx)).toContain(t.home.closed);
    expect(await wordsOf(home, office.now, tx)).not.toContain(t.home.closes);
  }));
