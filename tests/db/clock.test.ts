import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { submitEntry } from "#app/domain/submission/commands.server.ts";
import { keepClock } from "#db/clock.server.ts";
import { connect } from "#db/client.server.ts";
import { cycles } from "#db/schema/cycle.ts";
import { PUBLIC_URL } from "#tests/support/address.ts";
import { testDatabase } from "#tests/support/database.ts";
import { anEntry, COMPLETE } from "#tests/support/factories.ts";

const { db, url } = await testDatabase();
const DAY = 86_400_000;
const databaseNow = async (over = db) =>
  Number(
    (await over.execute<{ at: string }>(sql`select (extract(epoch from clock_timestamp()) * 1000)::text as at`))[0]!.at,
  );
/** How far a clock is from the database's, in milliseconds, as well as a reading in between can tell. */
async function off(clock: { now(): Date }): Promise<number> {
  const [before, read, after] = [clock.now().getTime(), await databaseNow(), clock.now().getTime()];
  return read < before ? before - read : read > after ? read - after : 0;
}

describe("D2: the database's clock", () => {
  it.each([
    ["right", 0],
    ["a day ahead", DAY],
    ["a day behind", -DAY],
    ["three seconds ahead", 3_000],
  ])("is kept by a machine whose own is %s", async (_case, wrong) => {
    const clock = await keepClock(db, () => Date.now() + wrong);
    expect(await off(clock)).toBeLessThan(1_000);
    clock.stop();
  });

  it("is taken as this machine's own while the database is away", async () => {
    const clock = await keepClock({ execute: () => Promise.reject(new Error("away")) } as never, () => 1_000);
    expect(clock.now()).toEqual(new Date(1_000));
    clock.stop();
  });

  it("B87 B88: two processes, one a day ahead and one a day behind, agree about who was in time", async () => {
    const { ctx, entryId, cycle } = await anEntry(db, { answers: COMPLETE });
    const other = connect(url, { max: 1 });
    const clocks = await Promise.all([
      keepClock(db, () => Date.now() + DAY),
      keepClock(other.db, () => Date.now() - DAY),
    ]);
    const submit = (process: 0 | 1) =>
      submitEntry({ ...ctx, db: process === 0 ? db : other.db, now: clocks[process].now() }, entryId, PUBLIC_URL);
    const closing = async (inSeconds: number) =>
      db.execute(
        sql`update ${cycles} set opens_at = clock_timestamp() - interval '1 hour', closes_at = clock_timestamp() + make_interval(secs => ${inSeconds}) where id = ${cycle.id}`,
      );

    await closing(-5);
    for (const process of [0, 1] as const)
      await expect(submit(process)).rejects.toMatchObject({ because: "call-closed" });
    await closing(60);
    const [first, second] = [await submit(1), await submit(0)];
    expect(second).toEqual(first);
    for (const clock of clocks) clock.stop();
    await other.end();
  });
});
