import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { discussion as t } from "#app/i18n/en/discussion.ts";
import DiscussionPage, { loader } from "#app/routes/reviewer/discussion.tsx";
import type { Db } from "#db/client.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../ui/render.tsx";

const { db } = await testDatabase();

/** What a reader of an entry, and its chair, are told beside their own words. */
async function saidIn(tx: Db, divided: boolean): Promise<string[]> {
  const cycle = await aContest(tx);
  const round = await aScoredRound(tx, { cycle, divided, discussion: "after-own" });
  const [entry, reader] = [await aCandidate(tx, { cycle }), await aJudge(tx, round)];
  await aReview(tx, { round, entry, reviewer: reader, values: [3, 3] });
  const said = [];
  for (const person of [reader, await aJudge(tx, round, { role: "chair" })]) {
    const params = { roundId: round.id, entryId: entry.id };
    const { data } = await answerOf(loader(await visitAs(tx, person, "/x", { now: JUDGING, params })));
    const router = createMemoryRouter(
      [{ id: "page", path: "*", Component: DiscussionPage, loader: () => data ?? null }],
      {
        hydrationData: { loaderData: { page: data } },
      },
    );
    said.push(words(render(<RouterProvider router={router} />)));
    router.dispose();
  }
  return said;
}

it("where criteria are divided, whoever speaks under a letter is warned that words may tell who they are", () =>
  inTransaction(db, async (tx) => {
    const [reader, chair] = await saidIn(tx, true);
    expect(reader).toContain(t.divided);
    expect(chair).not.toContain(t.divided);
    for (const said of await saidIn(tx, false)) expect(said).not.toContain(t.divided);
  }));
