import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { PORTAL } from "#app/domain/context.ts";
import { owe } from "#app/domain/notification/commands.server.ts";
import { openQueue } from "#app/jobs/queue.server.ts";
import { startJobs } from "#app/jobs/start.server.ts";
import { heartbeats } from "#db/schema/service.ts";
import { testDatabase } from "#tests/support/database.ts";
import { testServices } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const other = await testDatabase();

it("delivers a letter that is owed without being asked, stops when told, and starts again on the same database", async () => {
  const services = testServices(db);
  for (const run of [1, 2]) {
    const jobs = await startJobs(services, { now: () => new Date() });
    try {
      await owe(
        { db, actor: PORTAL, now: new Date() },
        {
          dedupe: randomUUID(),
          accountId: null,
          email: "amara@kampala.example",
          locale: "en",
          kind: "result-published",
          params: { cycle: `Cycle ${run}`, awarded: "", others: "", link: "http://portal.example/cycles/x" },
        },
      );
      await expect
        .poll(() => services.post.outbox?.recent(10).then((letters) => letters.length), {
          timeout: 60_000,
          interval: 50,
        })
        .toBe(run);
    } finally {
      await jobs.stop();
    }
  }
});

it("goes by the portal's clock and not by the machine's: what is due tomorrow there leaves today, and the bell is rung then", async () => {
  const services = testServices(other.db);
  const tomorrow = { now: () => new Date(Date.now() + 86_400_000) };
  const letter = {
    dedupe: randomUUID(),
    accountId: null,
    email: "amara@kampala.example",
    locale: "en",
    kind: "result-published",
    params: { cycle: "Cycle", awarded: "", others: "", link: "http://portal.example/cycles/x" },
  } as const;
  const jobs = await startJobs(services, tomorrow);
  try {
    await owe({ db: other.db, actor: PORTAL, now: tomorrow.now() }, letter);
    await expect
      .poll(() => services.post.outbox?.recent(10).then((letters) => letters.length), { timeout: 60_000, interval: 50 })
      .toBe(1);
    await openQueue(services.sql).send("bell", {});
  } finally {
    await jobs.stop();
  }
  const again = await startJobs(services, tomorrow);
  try {
    await expect
      .poll(
        async () => (await other.db.select().from(heartbeats)).map(({ at }) => at.getTime() > Date.now() + 80_000_000),
        { timeout: 60_000, interval: 100 },
      )
      .toEqual([true]);
  } finally {
    await again.stop();
  }
});
