import fs from "node:fs";
import { expect, test } from "vitest";
import { isRunning, signal } from "#db/postmaster.server.ts";
import { portalProcesses } from "#tests/support/portal-process.ts";

const { dataDir, port, postmaster, run, start } = await portalProcesses({ DEMO: "0" });

test("start, a command beside it, kill -9, start again, stop: nothing is lost and nothing left running", async () => {
  const first = await start();
  const verified = await run("portal", "verify-audit").ended;
  expect([verified.status, verified.err]).toEqual([0, ""]);
  expect(verified.out).toMatch(/Every link holds/);
  const taken = await run("start").ended;
  expect([taken.status, taken.err]).toEqual([
    1,
    `Port ${port} is in use. Set PORT to another one, for example: PORT=${port + 1} npm start\n`,
  ]);

  first.child.kill("SIGKILL");
  const { out } = await first.ended;
  expect(out).toMatch(/become its first administrator:\n {2}http:\/\/localhost:\d+\/setup\//);
  const server = postmaster();
  expect(isRunning(server)).toBe(true);

  const second = await start();
  expect(postmaster()).toBe(server);
  second.child.kill("SIGTERM");
  expect((await second.ended).status).toBe(0);
  expect(isRunning(server)).toBe(false);
  expect(fs.readdirSync(dataDir)).not.toContain("portal.pid");
}, 240_000);

test("the portal's own database is started again when it dies", async () => {
  const portal = await start();
  const before = postmaster();
  signal(before, "SIGKILL");
  await expect.poll(() => postmaster() !== before && isRunning(postmaster()), { timeout: 100_000 }).toBe(true);
  await expect
    .poll(() => fetch(`http://localhost:${port}/`).then((answer) => answer.status), { timeout: 100_000 })
    .toBe(200);
  portal.child.kill("SIGINT");
  portal.child.kill("SIGINT");
  expect((await portal.ended).status).toBe(0);
}, 240_000);

test("unknown commands and scripts end with a sentence and status 1", async () => {
  const [command, script, help, option, options] = await Promise.all([
    run("portal", "nonsense").ended,
    run("nonsense").ended,
    run("portal").ended,
    run("bench", "--nonsense").ended,
    run("bench", "--help").ended,
  ]);
  expect([command.status, command.err]).toEqual([1, 'There is no command "nonsense". Run: npm run portal -- help\n']);
  expect([script.status, script.err]).toEqual([
    1,
    'There is no "nonsense". Known are: start, dev, test, portal, bench, bench:assignment, bench:ranking.\n',
  ]);
  expect([help.status, help.err]).toEqual([0, ""]);
  expect(help.out).toMatch(/^ {2}migrate +brings/m);
  expect(option.status).toBe(1);
  expect(option.err).toMatch(/^There is no option "--nonsense"\.\n/);
  expect([options.status, options.err]).toEqual([0, ""]);
  expect(options.out).toMatch(/^ {2}--only=… +what holds/m);
});
