import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { isRunning, readPostmaster, signal } from "#db/postmaster.server.ts";

// The real thing in a process of its own: what `npm start` and `npm run portal` run.
const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "kapok-start-"));
const port = await freePort();
const outside = Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")); // it would build without Remix
const env = { ...Object.fromEntries(outside), NODE_ENV: "production", DATA_DIR: dataDir, PORT: String(port), DEMO: "0" } as unknown as NodeJS.ProcessEnv;
const postgres = () => readPostmaster(path.join(dataDir, "pg"))?.pid ?? 0;
const running = new Set<ChildProcess>();

afterAll(async () => {
  for (const child of running) child.kill("SIGKILL");
  if (postgres()) signal(postgres(), "SIGQUIT");
  await sleep(100);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

type Ended = { status: number | null; out: string; err: string };
function bootstrap(...args: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ["app/cli/bootstrap.mjs", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const said = { out: "", err: "" };
  child.stdout.on("data", (text) => { said.out += text; });
  child.stderr.on("data", (text) => { said.err += text; });
  const ended = new Promise<Ended>((resolve) => child.once("close", (status) => {
    running.delete(child);
    resolve({ status, ...said });
  }));
  return { child, ended };
}

async function start() {
  const portal = bootstrap("start");
  const died = portal.ended.then(({ out, err }) => { throw new Error(out + err); });
  await Promise.race([died, expect.poll(() => fetch(`http://localhost:${port}/healthz`).then((answer) => answer.status, () => 0), { timeout: 90_000, interval: 50 }).toBe(200)]);
  died.catch(() => undefined);
  return portal;
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port: free } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return free;
}

test("start, a command beside it, kill -9, start again, stop: nothing is lost and nothing left running", async () => {
  const first = await start();
  const verified = await bootstrap("portal", "verify-audit").ended;
  expect([verified.status, verified.err]).toEqual([0, ""]);
  expect(verified.out).toMatch(/Every link holds/);
  const taken = await bootstrap("start").ended;
  expect([taken.status, taken.err]).toEqual([1, `Port ${port} is in use. Set PORT to another one, for example: PORT=${port + 1} npm start\n`]);

  first.child.kill("SIGKILL");
  const { out } = await first.ended;
  expect(out).toMatch(/become its first administrator:\n {2}http:\/\/localhost:\d+\/setup\//);
  const server = postgres();
  expect(isRunning(server)).toBe(true);

  const second = await start();
  expect(postgres()).toBe(server);
  second.child.kill("SIGTERM");
  expect((await second.ended).status).toBe(0);
  expect(isRunning(server)).toBe(false);
  expect(fs.readdirSync(dataDir)).not.toContain("portal.pid");
}, 240_000);

test("the portal's own database is started again when it dies", async () => {
  const portal = await start();
  const before = postgres();
  signal(before, "SIGKILL");
  await expect.poll(() => postgres() !== before && isRunning(postgres()), { timeout: 30_000 }).toBe(true);
  await expect.poll(() => fetch(`http://localhost:${port}/`).then((answer) => answer.status), { timeout: 15_000 }).toBe(200);
  portal.child.kill("SIGINT");
  portal.child.kill("SIGINT");
  expect((await portal.ended).status).toBe(0);
}, 240_000);

test("unknown commands and scripts end with a sentence and status 1", async () => {
  const [command, script, help] = await Promise.all([bootstrap("portal", "nonsense").ended, bootstrap("nonsense").ended, bootstrap("portal").ended]);
  expect([command.status, command.err]).toEqual([1, 'There is no command "nonsense". Run: npm run portal -- help\n']);
  expect([script.status, script.err]).toEqual([1, 'There is no "nonsense". Known are: start, dev, test, portal, bench.\n']);
  expect([help.status, help.err]).toEqual([0, ""]);
  expect(help.out).toMatch(/^ {2}migrate +brings/m);
}, 60_000);
