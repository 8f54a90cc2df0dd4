import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, test } from "vitest";
import { type Connection, connect } from "#db/client.server.ts";
import { type Embedded, startEmbedded } from "#db/embedded.server.ts";
import { databaseCode, isDatabaseAway } from "#db/fault.ts";
import { signal } from "#db/postmaster.server.ts";

// C4 to C6: transfers between accounts go on while the database is shot at.
const ACCOUNTS = 200;
const WORKERS = 40;
const LOAD_MS = 1_500;

const dir = fs.mkdtempSync(path.join(fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir(), "kapok-faults-"));
let server: Embedded = await startEmbedded({ dir, tied: true });
let connection: Connection | undefined;
const uncaught: unknown[] = [];
const note = (error: unknown) => uncaught.push(error);
process.on("uncaughtException", note).on("unhandledRejection", note);

const setUp = connect(server.url());
await setUp.sql.unsafe(`
  create table accounts (id integer primary key, balance bigint not null);
  create table transfers (id uuid primary key, part integer not null check (part = 2));
  create table halves (transfer uuid not null, part integer not null, primary key (transfer, part))`);
await setUp.end();

afterEach(async () => connection?.end(0));
afterAll(async () => {
  process.off("uncaughtException", note).off("unhandledRejection", note);
  await server.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

type History = { committed: string[]; unknown: string[]; refused: number; strange: unknown[]; unsettled: number };

/** Workers move money until the time is over; every statement of a transfer leaves a mark that names it. */
async function transfersDuring(attack: (url: string) => Promise<void>): Promise<{ history: History; url: string }> {
  const history: History = { committed: [], unknown: [], refused: 0, strange: [], unsettled: 0 };
  connection = connect(server.url(), {
    max: 8,
    transactionSeconds: 5,
    querySeconds: 5,
    acquireSeconds: 2,
    connectSeconds: 2,
  });
  const { sql } = connection;
  await sql.unsafe(
    `truncate accounts, transfers, halves; insert into accounts select n, 100 from generate_series(0, ${ACCOUNTS - 1}) n`,
  );
  const until = Date.now() + LOAD_MS;

  async function transfer(): Promise<void> {
    const id = crypto.randomUUID();
    const from = Math.floor(Math.random() * ACCOUNTS);
    const to = from + Math.floor(Math.random() * (ACCOUNTS - from)); // always upwards: no deadlocks
    history.unsettled += 1;
    try {
      await sql.begin(async (tx) => {
        await tx.unsafe("update accounts set balance = balance - 1 where id = $1", [from]);
        await tx.unsafe("insert into halves values ($1, 1)", [id]);
        await sleep(Math.random() * 3);
        await tx.unsafe("update accounts set balance = balance + 1 where id = $1", [to]);
        await tx.unsafe("insert into halves values ($1, 2)", [id]);
      });
      history.committed.push(id);
    } catch (error) {
      if (databaseCode(error) === "COMMIT_UNKNOWN") history.unknown.push(id);
      else if (isDatabaseAway(error)) history.refused += 1;
      else history.strange.push(error);
    } finally {
      history.unsettled -= 1;
    }
  }

  async function worker(): Promise<void> {
    while (Date.now() < until) {
      await transfer();
      await sleep(1);
    }
  }

  const workers = Array.from({ length: WORKERS }, worker);
  await Promise.all([Promise.race([Promise.all(workers), sleep(LOAD_MS + 12_000)]), attack(server.url())]);
  return { history, url: server.url() };
}

async function expectNothingTorn({ history, url }: { history: History; url: string }): Promise<void> {
  const fresh = connect(url, { max: 1 });
  const stored = (
    await fresh.sql.unsafe("select transfer::text as id, count(*)::int as parts from halves group by transfer")
  ).map((row) => ({ id: row["id"] as string, parts: row["parts"] as number }));
  const [money] = await fresh.sql.unsafe("select sum(balance)::int as total from accounts");
  await fresh.end();
  const ids = new Set(stored.map((row) => row.id));
  const claimed = new Set([...history.committed, ...history.unknown]);
  expect({
    torn: stored.filter((row) => row.parts !== 2).length,
    lost: history.committed.filter((id) => !ids.has(id)).length,
    ghosts: stored.filter((row) => !claimed.has(row.id)).length,
    total: money?.["total"],
    unsettled: history.unsettled,
    strange: history.strange,
    uncaught,
  }).toEqual({ torn: 0, lost: 0, ghosts: 0, total: ACCOUNTS * 100, unsettled: 0, strange: [], uncaught: [] });
  expect(history.committed.length).toBeGreaterThan(10);
  expect((await connection?.sql.unsafe("select 1 as usable"))?.[0]).toEqual({ usable: 1 });
}

async function repeatedly(pause: number, act: () => PromiseLike<unknown>): Promise<void> {
  for (const until = Date.now() + LOAD_MS - 200; Date.now() < until; await sleep(pause)) await act();
}

const OTHERS = "from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()";

test("C6: backends are terminated in the middle of transactions", async () => {
  const outcome = await transfersDuring(async (url) => {
    const killer = connect(url, { max: 1 });
    await repeatedly(15, () =>
      killer.sql.unsafe(`select pg_terminate_backend(pid) ${OTHERS} order by random() limit 2`),
    );
    await killer.end();
  });
  expect(outcome.history.refused).toBeGreaterThan(0);
  await expectNothingTorn(outcome);
});

test("C4: a backend is killed outright, and the server restarts all others", async () => {
  const outcome = await transfersDuring(async (url) => {
    const killer = connect(url, { max: 1, connectSeconds: 2 });
    await repeatedly(400, async () => {
      const [victim] = await killer.sql.unsafe(`select pid ${OTHERS} limit 1`).catch(() => []);
      if (victim) signal(victim["pid"] as number, "SIGKILL");
    });
    await killer.end();
  });
  expect(outcome.history.refused).toBeGreaterThan(0);
  await expectNothingTorn(outcome);
});

test.each([
  ["fast", "SIGINT"],
  ["immediate", "SIGQUIT"],
  ["kill -9", "SIGKILL"],
] as const)(
  "C5: the server is restarted under load (%s)",
  async (_mode, how) => {
    const outcome = await transfersDuring(async () => {
      await sleep(LOAD_MS / 2);
      signal(server.pid, how);
      await server.stop();
      server = await startEmbedded({ dir, tied: true, port: server.port });
    });
    expect(outcome.history.refused).toBeGreaterThan(0);
    await expectNothingTorn(outcome);
  },
  30_000,
);
