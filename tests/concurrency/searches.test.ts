import { setTimeout as pause } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { beginSearch, stopSearch } from "#app/domain/assignment/search.server.ts";
import { freezeRound } from "#app/domain/shortlist/commands.server.ts";
import { openCalculation } from "#app/outside/calculation/calculating.server.ts";
import type { Calculation } from "#app/outside/calculation/calculation.ts";
import { connect, type Db } from "#db/client.server.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { testDatabase } from "#tests/support/database.ts";
import { aRound, aStaffMember } from "#tests/support/factories.ts";
import { contextOf } from "#tests/support/judging.ts";
import { oneAfterTheOther } from "#tests/support/waiting.ts";

const { db, url } = await testDatabase();
const other = connect(url, { max: 2 });
const calculation = openCalculation();
afterAll(async () => {
  calculation.close();
  await other.end();
});

/** A database whose transactions are committed at once, and whose answer arrives only when `answers` does. */
const answering = (real: Db, answers: Promise<unknown>): Db =>
  new Proxy(real, {
    get: (all, name) =>
      name === "transaction"
        ? async (work: Parameters<Db["transaction"]>[0]) => {
            const result = await all.transaction(work);
            await answers;
            return result;
          }
        : Reflect.get(all, name),
  });

/** A search that is under way until it is stopped. */
function aSearch() {
  const now = { underWay: true };
  const stop = () => {
    now.underWay = false;
  };
  const begin = () => {
    now.underWay = true;
  };
  return {
    now,
    inTurn: calculation.inTurn,
    stopping: (() => (now.underWay ? stop : null)) as Calculation["stopping"],
    beginning: (() => (now.underWay ? null : begin)) as Calculation["beginning"],
    giveUp: (() => false) as Calculation["giveUp"],
  };
}

it.each([
  ["stop", stopSearch, "assignment.search-stopped"],
  ["begin", beginSearch, "assignment.search-begun"],
] as const)("of two who %s a search at the same instant the first alone is on record", async (_what, act, type) => {
  const round = await aRound(db);
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  const search = aSearch();
  search.now.underWay = act === stopSearch;
  let answer = (): void => undefined;
  const answers = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const first = act({ ...lin, db: answering(db, answers) }, search, round.id);
  const second = act({ ...chen, db: other.db }, search, round.id);
  await Promise.race([second, pause(400)]);
  answer();
  await Promise.all([first, second]);
  expect((await eventsOf(lin, round.id)).map((event) => [event.type, event.actorId])).toEqual([[type, lin.actor.id]]);
});

it("no search is stopped in a round that is just being frozen", async () => {
  const round = await aRound(db);
  const [lin, chen] = [await contextOf(db, await aStaffMember(db)), await contextOf(db, await aStaffMember(db))];
  const search = aSearch();
  const stopping = oneAfterTheOther(
    db,
    (tx) => freezeRound({ ...lin, db: tx }, round.id),
    () => stopSearch(chen, search, round.id),
  );
  await expect(stopping).rejects.toMatchObject({ because: "round-frozen" });
  expect(search.now.underWay).toBe(true);
});
