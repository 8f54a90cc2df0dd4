import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { connect } from "#db/client.server.ts";
import { type Embedded, startEmbedded } from "#db/embedded.server.ts";
import { findPostmaster, isRunning, signal } from "#db/postmaster.server.ts";

const home = fs.mkdtempSync(path.join(os.tmpdir(), "kapok-embedded-"));
const started: Embedded[] = [];
const start = async (dir: string) => {
  const server = await startEmbedded({ dir, tied: true });
  started.push(server);
  return server;
};
afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()));
  fs.rmSync(home, { recursive: true, force: true });
});

async function rows(server: Embedded): Promise<number> {
  const { sql, end } = connect(server.url(), { max: 1 });
  const [row] = await sql.unsafe("select count(*)::int as n from kept");
  await end();
  return row?.["n"] as number;
}

test("rows outlive kill -9, a second start adopts a running server, and a stale pid file is no obstacle", async () => {
  const dir = path.join(home, "first");
  const server = await start(dir);
  expect(fs.statSync(path.join(dir, "pg-password")).mode & 0o777).toBe(0o600);
  const { sql, end } = connect(server.url(), { max: 1 });
  await sql.unsafe("create table kept (id integer)");
  for (let n = 0; n < 100; n++) await sql.unsafe("insert into kept values ($1)", [n]);
  const settings = await sql.unsafe(
    "select name, setting from pg_settings where name in ('data_checksums', 'fsync', 'jit', 'max_connections', 'password_encryption', 'random_page_cost') order by name",
  );
  expect(Object.fromEntries(settings.map((row) => [row["name"], row["setting"]]))).toEqual({
    data_checksums: "on",
    fsync: "on",
    jit: "off",
    max_connections: "50",
    password_encryption: "scram-sha-256",
    random_page_cost: "1.1",
  });

  const again = await start(dir);
  expect({ pid: again.pid, port: again.port, adopted: again.adopted }).toEqual({
    pid: server.pid,
    port: server.port,
    adopted: true,
  });

  signal(server.pid, "SIGKILL");
  await expect.poll(() => isRunning(server.pid)).toBe(false);
  await end(0);
  const risen = await start(dir);
  expect([risen.adopted, risen.pid === server.pid, await rows(risen)]).toEqual([false, false, 100]);
  await risen.stop();

  // The number now belongs to a process that is no Postgres: this one.
  fs.writeFileSync(
    path.join(dir, "pg", "postmaster.pid"),
    `${process.pid}\n${dir}/pg\n1\n${risen.port}\n\n127.0.0.1\n\nready\n`,
  );
  expect(await findPostmaster(path.join(dir, "pg"))).toBeNull();
  expect(await rows(await start(dir))).toBe(100);
});

test("a folder made by another Postgres is refused with a sentence and left as it is", async () => {
  const dir = path.join(home, "older");
  fs.mkdirSync(path.join(dir, "pg"), { recursive: true });
  fs.writeFileSync(path.join(dir, "pg", "PG_VERSION"), "15\n");
  await expect(start(dir)).rejects.toThrow(/made by Postgres 15.+DATABASE_URL/);
  expect(fs.readdirSync(path.join(dir, "pg"))).toEqual(["PG_VERSION"]);
});

/** Another process that starts the server of `dir`, says its process id and stays. */
async function parent(dir: string, tied: boolean): Promise<{ child: ChildProcess; pid: number }> {
  const script = `const { startEmbedded } = await import("#db/embedded.server.ts");
    console.log((await startEmbedded({ dir: ${JSON.stringify(dir)}, tied: ${tied} })).pid); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) => child.stdout?.once("data", (text) => resolve(Number(text))));
  return { child, pid };
}

test.runIf(process.platform === "linux")(
  "a server outlives a killed parent and is adopted; a tied one goes with it",
  async () => {
    const dir = path.join(home, "orphan");
    const loose = await parent(dir, false);
    loose.child.kill("SIGKILL");
    const adopted = await start(dir);
    expect([adopted.adopted, adopted.pid]).toEqual([true, loose.pid]);
    await adopted.stop();
    expect(isRunning(loose.pid)).toBe(false);

    const tied = await parent(dir, true);
    tied.child.kill("SIGKILL");
    await expect.poll(() => isRunning(tied.pid), { timeout: 60_000 }).toBe(false);
  },
  60_000,
);
