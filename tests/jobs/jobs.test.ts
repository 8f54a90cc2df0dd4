import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { PORTAL } from "#app/domain/context.ts";
import { owe } from "#app/domain/notification/commands.server.ts";
import { startJobs } from "#app/jobs/start.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { testServices } from "#tests/support/visit.ts";

const { db } = await testDatabase();

it("delivers a letter within two seconds of its event, stops when told, and starts again on the same database", async () => {
  const services = testServices(db);
  for (const run of [1, 2]) {
    const jobs = await startJobs(services);
    try {
      const begin = Date.now();
      await owe({ db, actor: PORTAL, now: new Date() }, { dedupe: randomUUID(), accountId: null, email: "amara@kampala.example", locale: "en", kind: "result-published", params: { cycle: `Cycle ${run}`, awarded: "", others: "", link: "http://portal.example/cycles/x" } });
      await expect.poll(() => services.post.outbox?.recent(10).then((letters) => letters.length), { timeout: 8000, interval: 50 }).toBe(run);
      expect(Date.now() - begin).toBeLessThan(3500);
    } finally {
      await jobs.stop();
    }
  }
}, 40_000);
