import { eq, sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { SYSTEM_STREAM } from "#app/domain/audit/rules.ts";
import { PORTAL } from "#app/domain/context.ts";
import { holdRounds } from "#app/domain/cycle/queries.server.ts";
import { lockEntry } from "#app/domain/entry/queries.server.ts";
import { transact } from "#app/domain/transact.server.ts";
import { translateCycle } from "#app/domain/translation/commands.server.ts";
import { allTexts } from "#app/domain/translation/queries.server.ts";
import { versionOf } from "#app/domain/translation/rules.ts";
import { connect } from "#db/client.server.ts";
import { cities } from "#db/schema/city.ts";
import { rounds } from "#db/schema/round.ts";
import { eventsOf } from "#tests/support/audit.ts";
import { PATIENT, testDatabase } from "#tests/support/database.ts";
import { aCity, anEntry, aRound, aStaffMember, NOW } from "#tests/support/factories.ts";
import { somebodyWaits } from "#tests/support/waiting.ts";

const { db, url } = await testDatabase();
const other = connect(url, { ...PATIENT, max: 4 });
afterAll(() => other.end());

it("whoever translates a cycle waits for whoever holds an entry of it, and does not hold its rounds meanwhile", async () => {
  const { ctx, entryId, cycle } = await anEntry(db);
  const { id: roundId } = await aRound(db, { cycleId: cycle.id });
  const lin = { ...ctx, actor: await aStaffMember(db, "secretariat") };
  const name = (await allTexts(lin, cycle.id)).texts.find(({ place }) => place === `round.${roundId}.name`)!;
  let held = () => {};
  const holds = new Promise<void>((resolve) => (held = resolve));
  const withdrawing = other.db.transaction(async (tx) => {
    await lockEntry({ db: tx }, entryId);
    held();
    await somebodyWaits(db);
    await holdRounds({ db: tx }, cycle.id);
  });
  await holds;
  const given = [{ place: name.place, text: "comité", version: versionOf(name, "fr") }];
  // Within a transaction nothing is run again: only the order of locks helps.
  const translating = db.transaction((tx) => translateCycle({ ...lin, db: tx }, cycle.id, "fr", given));
  expect(await Promise.all([translating, withdrawing])).toEqual([1, undefined]);
  const [round] = await db.select({ name: rounds.name }).from(rounds).where(eq(rounds.id, roundId));
  expect(round!.name.fr).toBe("comité");
});

it("of two that wait for each other one is run again: both are done, and each is recorded once", async () => {
  const [here, there] = [await aCity(db), await aCity(db)];
  const reached = [0, 0];
  const meet = async (index: number) => {
    reached[index]! += 1;
    while (reached.includes(0)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const both = [
    [here, there],
    [there, here],
  ].map(([first, second], index) =>
    transact({ db: index ? other.db : db, actor: PORTAL, now: NOW }, async (ctx) => {
      const lock = (id: string) => ctx.db.select().from(cities).where(eq(cities.id, id)).for("update");
      await lock(first!.id);
      await meet(index);
      await lock(second!.id);
      return { result: index, event: { type: "city.created", stream: SYSTEM_STREAM, subjectId: first!.id } };
    }),
  );
  expect(await Promise.all(both)).toEqual([0, 1]);
  expect(reached.toSorted()).toEqual([1, 2]);
  for (const { id } of [here, there]) expect(await eventsOf({ db }, id)).toHaveLength(1);
});

it("what was planned before somebody changed a table is run again, and planned anew", async () => {
  const one = connect(url, { max: 1 });
  await db.execute(sql`create table changing (id integer, told text)`);
  await db.execute(sql`insert into changing values (1, 'before')`);
  const city = await aCity(db);
  const reading = () =>
    transact({ db: one.db, actor: PORTAL, now: NOW }, async (ctx) => {
      const [row] = await ctx.db.execute(sql`select * from changing where id = ${1}`);
      return { result: row, event: { type: "city.created", stream: SYSTEM_STREAM, subjectId: city.id } };
    });
  await reading();
  await db.execute(sql`alter table changing add column more text default 'after'`);
  expect(await reading()).toEqual({ id: 1, told: "before", more: "after" });
  expect(await eventsOf({ db }, city.id)).toHaveLength(2);
  await one.end();
});
