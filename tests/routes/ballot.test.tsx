import type { ComponentType } from "react";
import { createMemoryRouter, RouterProvider } from "react-router-dom";
import { expect, it } from "vitest";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { refusals } from "#app/i18n/en/refusals.ts";
import { ballot as t } from "#app/i18n/en/ballot.ts";
import * as ballotCount from "#app/routes/chair/ballot-count.ts";
import * as reminders from "#app/routes/chair/ballot-reminders.tsx";
import * as ballot from "#app/routes/chair/ballot.tsx";
import * as paper from "#app/routes/reviewer/ballot.tsx";
import * as home from "#app/routes/reviewer/rounds.tsx";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aContest, aJudge, aReview, aScoredRound, contextOf, days } from "#tests/support/judging.ts";
import { answerOf, visitAs } from "#tests/support/visit.ts";
import { render, words } from "../ui/render.tsx";

const { db } = await testDatabase();
const cycle = await aContest(db);
const round = await aScoredRound(db, { cycle });
const people = {
  reviewer: await aJudge(db, round, { name: "Rafael" }),
  other: await aJudge(db, round, { name: "Priya" }),
  chair: await aJudge(db, round, { role: "chair", name: "Ingrid" }),
  lin: await aStaffMember(db),
  observer: await aStaffMember(db, "observer"),
};
const titles = ["Alpha", "Beta", "Gamma"];
const entries: { id: string }[] = [];
for (const title of titles) {
  entries.push(await aCandidate(db, { cycle, title }));
  await aReview(db, { round, entry: entries.at(-1)!, reviewer: people.reviewer, values: [4, 4] });
}
const conflict = (who: keyof typeof people, of: { id: string }[]) =>
  db.insert(conflictDeclarations).values(
    of.map(({ id }) => ({
      entryId: id,
      accountId: people[who].id,
      answer: "conflict" as const,
      reason: "A friend",
      at: JUDGING,
    })),
  );
await conflict("other", entries.slice(0, 1));
await freezeRound(await contextOf(db, people.chair), round.id);

type Who = keyof typeof people;
type Route = { loader: (args: never) => Promise<unknown>; default: ComponentType };
const visit = (who: Who, now: Date, form?: Record<string, string>) =>
  visitAs(db, people[who], `/rounds/${round.id}`, { now, ...(form ? { form } : {}), params: { roundId: round.id } });
const act = async (route: { action: (args: never) => Promise<unknown> }, who: Who, form: Record<string, string>) =>
  expect(await answerOf(route.action((await visit(who, JUDGING, form)) as never))).toMatchObject({ status: 303 });

/** What the pages are for each person in a state of the ballot: their words, or the status of what is not shown. */
const pages = new Map<string, string>();
const MARKUP = new Map<string, string>();
async function look(state: string, now = JUDGING) {
  for (const [page, route] of Object.entries<Route>({ ballot, paper, reminders, home })) {
    for (const who of Object.keys(people) as Who[]) {
      const { status, data } = await answerOf(route.loader((await visit(who, now)) as never));
      const router = createMemoryRouter(
        [{ id: page, path: "*", Component: route.default, loader: () => data ?? null }],
        { hydrationData: { loaderData: { [page]: data } } },
      );
      const markup = status === 200 ? render(<RouterProvider router={router} />) : "";
      router.dispose();
      pages.set(`${state} ${page} ${who}`, status === 200 ? words(markup) : String(status));
      MARKUP.set(`${state} ${page} ${who}`, markup);
    }
  }
}

await look("none");
await act(ballot, "lin", {
  method: "borda",
  first: "",
  seats: "",
  date: days(1).toISOString().slice(0, 10),
  time: "18:00",
});
await look("open");
await act(paper, "reviewer", { shown: entries.map(({ id }) => id).join(" "), [`mark-${entries[1]!.id}`]: "1" });
await look("voted");
await conflict("other", entries.slice(1));
await look("kept");
await look("over", days(3));
expect((await answerOf(ballotCount.action(await visit("chair", days(3), {})))).status).toBe(303);
await look("counted", days(3));
await conflict("chair", entries.slice(0, 1));
await look("partial", days(3));

const [ALL, OPEN] = [titles, [t.paper.button]];
// For each state, page and person: what is there, and what is not.
it.each<[string, string[], string[]]>([
  ["none ballot lin", [t.open.title, t.open.text], [t.none, t.count, t.register, t.remind]],
  ["none ballot chair", [t.open.title], [t.none, t.toPaper]],
  ["none ballot observer", [t.none], [t.open.title]],
  ["none ballot reviewer", ["404"], []],
  ["none paper reviewer", ["404"], []],
  ["none reminders lin", ["409"], []],
  ["none home reviewer", ["Technical Committee"], [t.paper.open]],

  [
    "open ballot lin",
    [
      t.turnout("0", "3"),
      t.open.again,
      t.open.replaces,
      t.remind,
      refusals["ballot-empty"],
      `Rafael${t.waiting}`,
      ...ALL,
    ],
    [t.toPaper, t.result],
  ],
  ["open ballot chair", [t.toPaper, t.open.again, refusals["ballot-empty"]], []],
  ["open ballot observer", [t.turnout("0", "3"), t.register, ...ALL], [t.remind, t.open.again, t.toPaper]],
  ["open paper reviewer", [...ALL, ...OPEN, t.paper.best, t.paper.unranked], [t.paper.cast, refusals["ballot-closed"]]],
  ["open paper other", ["Beta", "Gamma", ...OPEN], ["Alpha"]],
  ["open paper chair", [...ALL, ...OPEN], []],
  ["open paper lin", ["404"], []],
  ["open reminders lin", ["3 letters", t.remind], []],
  ["open reminders observer", ["403"], []],
  ["open home reviewer", [t.paper.open], [t.paper.cast]],
  ["open home chair", [t.paper.open], []],

  [
    "voted ballot lin",
    [t.turnout("1", "3"), t.remind, refusals["ballot-running"], `Rafael${t.voted}`, `Priya${t.waiting}`],
    [t.open.again, t.result],
  ],
  ["voted paper reviewer", [t.paper.cast, t.paper.castText, t.paper.again, ...ALL], [refusals["ballot-closed"]]],
  ["voted paper chair", OPEN, [t.paper.cast]],
  ["voted reminders chair", ["2 letters"], []],
  ["voted home reviewer", [t.paper.open, t.paper.cast], []],

  ["kept paper other", [refusals.conflict], [...ALL, ...OPEN]],
  ["kept reminders lin", ["1 letter"], ["Priya"]],

  [
    "over ballot lin",
    [t.turnout("1", "3"), t.count, t.countText],
    [t.remind, t.result, refusals["ballot-running"], refusals["ballot-empty"]],
  ],
  [
    "over paper reviewer",
    [refusals["ballot-closed"], t.paper.cast, ...ALL, t.paper.unranked],
    [t.paper.castText, t.paper.again],
  ],
  ["over paper chair", [refusals["ballot-closed"]], [...ALL, t.paper.cast, ...OPEN]],
  ["over reminders lin", ["409"], []],
  ["over home reviewer", ["Technical Committee"], [t.paper.open]],

  [
    "counted ballot lin",
    [t.result, t.papers(1), ...ALL, `Rafael${t.voted}`],
    [t.count + t.countText, t.open.again, t.open.title, t.remind],
  ],
  ["counted ballot chair", [t.result, t.toPaper], []],
  ["counted ballot observer", [t.result], []],
  ["counted paper reviewer", [refusals["ballot-closed"], t.paper.cast, ...ALL], [t.paper.castText, t.result]],
  ["counted paper other", [refusals["ballot-closed"]], [t.paper.cast, ...ALL]],
  ["counted reminders lin", ["409"], []],

  ["partial ballot chair", [t.partial], [t.result, "Alpha"]],
  ["partial paper chair", [refusals["ballot-closed"]], ALL],
])("%s", (which, there, absent) => {
  const page = pages.get(which)!;
  expect(there.filter((each) => !page.includes(each))).toEqual([]);
  expect(absent.filter((each) => page.includes(each))).toEqual([]);
});

it("tells nobody but its voter what stands on a paper, and counts nothing before the end", () => {
  const told = [...pages].filter(
    ([which, page]) =>
      /^(open|voted|kept|over)/.test(which) && !which.endsWith("paper reviewer") && page.includes("100%"),
  );
  expect(told).toEqual([]);
  expect(MARKUP.get("voted paper reviewer")).toMatch(/<option value="1" selected="">/);
  expect(MARKUP.get("voted paper chair")).not.toMatch(/<option value="1" selected="">/);
});
