import type { ComponentType } from "react";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { openBallot } from "#app/domain/ballot/commands.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { assignment } from "#app/i18n/en/assignment.ts";
import { ballot } from "#app/i18n/en/ballot.ts";
import { refusals } from "#app/i18n/en/refusals.ts";
import { shortlist } from "#app/i18n/en/shortlist.ts";
import * as finalisation from "#app/routes/chair/finalisation.tsx";
import * as selection from "#app/routes/chair/selection.tsx";
import * as assignments from "#app/routes/secretariat/assignments.tsx";
import type { Db } from "#db/client.server.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../ui/render.tsx";

const { db } = await testDatabase();
const lin = await aStaffMember(db);
const cycle = await aContest(db);
const round = await aScoredRound(db, { cycle, reviewsPerEntry: 1 });
const judge = await aJudge(db, round, {});
const entry = await aCandidate(db, { cycle });

type Route = { loader: (args: never) => Promise<unknown>; default: ComponentType };

/** A page as its markup; the words of its main buttons that are links. */
async function look(tx: Db, route: Route, now = JUDGING) {
  const visit = await visitAs(tx, lin, `/rounds/${round.id}`, { now, params: { roundId: round.id } });
  const { data } = await answerOf(route.loader(visit as never));
  const router = createMemoryRouter([{ id: "page", path: "*", Component: route.default, loader: () => data ?? null }], {
    hydrationData: { loaderData: { page: data } },
  });
  const markup = render(<RouterProvider router={router} />);
  router.dispose();
  const main = [...markup.matchAll(/<a class="button button-primary"[^>]*>(.*?)<\/a>/g)].map(([, said]) => said);
  return { said: words(markup), main };
}

it("leads to a balanced plan while an entry lacks a reader who could still read it, and no longer", () =>
  inTransaction(db, async (tx) => {
    expect((await look(tx, assignments)).main).toEqual([assignment.balanced]);
    const closed = await look(tx, assignments, days(30));
    expect(closed).toMatchObject({ main: [], said: expect.stringContaining(refusals["scoring-over"]) });
    await aReview(tx, { round, entry, reviewer: judge, values: [4, 4] });
    expect((await look(tx, assignments)).main).toEqual([]);
  }));

it("leads to the ballot, not to signing the list, while the panel votes", () =>
  inTransaction(db, async (tx) => {
    for (const each of [entry, await aCandidate(tx, { cycle })])
      await aReview(tx, { round, entry: each, reviewer: judge, values: [4, 4] });
    const office = await contextOf(tx, lin);
    await freezeRound(office, round.id);
    await openBallot(office, round.id, { method: "approval", first: null, seats: 1, closesAt: days(1) }, PUBLIC_URL);
    expect((await look(tx, selection)).main).toEqual([ballot.link]);
    const { said } = await look(tx, finalisation);
    expect(said.indexOf(refusals["ballot-open"])).toBeLessThan(said.indexOf(shortlist.finalise.fingerprint));
    expect(said).toContain(shortlist.obstacles);
  }));
