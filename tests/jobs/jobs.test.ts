import { randomUUID } from "node:crypto";
import { expect, it, vi } from "vitest";
import { PORTAL } from "#app/domain/context.ts";
import { owe } from "#app/domain/notification/commands.server.ts";
import { openQueue } from "#app/jobs/queue.server.ts";
import { startJobs } from "#app/jobs/start.server.ts";
import { heartbeats } from "#db/schema/service.ts";
import { DatabaseFault } from "#db/fault.ts";
import { testDatabase } from "#tests/support/database.ts";
import { testServices } from "#tests/support/visit.ts";

const { db } = await testDatabase();
const other = await testDatabase();

const aLetter = () =>
  ({
    dedupe: randomUUID(),
    accountId: null,
    email: "amara@kampala.example",
    locale: "en",
    kind: "result-published",
    params: { cycle: "Cycle", awarded: "", others: "", link: "http://portal.example/cycles/x" },
  }) as const;

it("delivers a letter that is owed without being asked, stops when told, and starts again on the same database", async () => {
  const services = testServices(db);
  for (const run of [1, 2]) {
    const jobs = await startJobs(services, { now: () => new Date() });
    try {
      await owe({ db, actor: PORTAL, now: new Date() }, aLetter());
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
  const jobs = await startJobs(services, tomorrow);
  try {
    await owe({ db: other.db, actor: PORTAL, now: tomorrow.now() }, aLetter());
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

it("where the database is away when a job ends, that is logged, the portal goes on, and so does the queue", async () => {
  const services = testServices(db);
  let away = true;
  const unsafe: typeof services.sql.unsafe = (text, ...rest) =>
    away && /'(completed|failed|retry)'/.test(text) && /update/i.test(text) && /deliver-mail/.test(String(rest[0]))
      ? (Promise.reject(new DatabaseFault("CONNECTION_CLOSED")) as never)
      : services.sql.unsafe(text, ...rest);
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const jobs = await startJobs({ ...services, sql: { ...services.sql, unsafe } }, { now: () => new Date() });
  const deliver = async (count: number) => {
    await owe({ db: db, actor: PORTAL, now: new Date() }, aLetter());
    await expect
      .poll(() => services.post.outbox?.recent(10).then((letters) => letters.length), { timeout: 60_000, interval: 50 })
      .toBe(count);
  };
  try {
    await deliver(1);
    await expect
      .poll(() => said.mock.calls.map(([line]) => String(line)), { timeout: 60_000, interval: 50 })
      .toContainEqual(expect.stringMatching(/CONNECTION_CLOSED.*deliver-mail/));
    away = false;
    await deliver(2);
  } finally {
    await jobs.stop();
    said.mockRestore();
  }
});

it("what a job throws is logged: its kind and place, never its words", async () => {
  const services = testServices(other.db);
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const sessions = { ...services.sessions, sweep: () => Promise.reject(new RangeError("what a person wrote")) };
  const jobs = await startJobs({ ...services, sessions }, { now: () => new Date() });
  try {
    await openQueue(services.sql).send("sweep", {});
    await expect
      .poll(() => said.mock.calls.map(([line]) => String(line)), { timeout: 60_000, interval: 100 })
      .toContainEqual(expect.stringMatching(/RangeError.*"job":"sweep"/));
    expect(said.mock.calls.join()).not.toContain("what a person wrote");
  } finally {
    await jobs.stop();
    said.mockRestore();
  }
});
