import fs from "node:fs";
import path from "node:path";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { signLog } from "#app/domain/commitment/commands.server.ts";
import { revokedKeys } from "#app/domain/commitment/keys.server.ts";
import { stateOf, trustedKeys } from "#app/domain/commitment/note.ts";
import { standsIn, verifyLog } from "#app/domain/commitment/queries.server.ts";
import { readSecret } from "#app/outside/key-ring.server.ts";
import { openLogKey } from "#app/outside/log-key.server.ts";
import { connect } from "#db/client.server.ts";
import { adoptEmbedded } from "#db/embedded.server.ts";
import { isRunning } from "#db/postmaster.server.ts";
import { logCheckpoints, logLeaves } from "#db/schema/commitment.ts";
import { grow, portal, said as again } from "#tests/support/keyed-log.ts";
import { portalProcesses, type Running } from "#tests/support/portal-process.ts";
import { kill, treeOf } from "#tests/support/process-tree.ts";
import { readCheckpoint, readKey } from "../../public/verify.mjs";

// `log change-key` as an operator runs it, and the signature after it, killed at each step; nothing in the product
// helps: a step is seen from outside, by the files and rows that it leaves.
const { dataDir, origin, postmaster, run, start } = await portalProcesses({ DEMO: "0" });
let running: Running;
const inData = (name: string) => path.join(dataDir, name);
const stamp = (name: string) => fs.statSync(inData(name), { throwIfNoEntry: false })?.ino ?? 0;
const connected = async () => connect((await adoptEmbedded(dataDir))!.url());
type Log = Awaited<ReturnType<typeof connected>>;

/** What was signed for somebody to take away: no later state may lack it, no reader of the trust file refuse it. */
const taken: string[] = [];

const STEPS = {
  "the key lies ready": () => async () => fs.existsSync(inData("log-key-waiting")),
  "it is said": (log: Log) => more(() => said(log)),
  "the earlier keys are known": () => changed("log-keys-revoked"),
  "the key is in its place": () => changed("log-key"),
  "the log is signed": (log: Log) => more(() => log.db.$count(logCheckpoints)),
};
type Step = keyof typeof STEPS;
const said = ({ db }: Log) => db.$count(logLeaves, eq(logLeaves.kind, "key-revocation"));
function changed(name: string) {
  const before = stamp(name);
  return async () => stamp(name) !== before;
}
async function more(count: () => Promise<number>) {
  const before = await count();
  return async () => (await count()) > before;
}

test.skipIf(!fs.existsSync("/proc/self/status"))(
  "kill -9 in the middle of a change of the log's key: the same command finishes it, once, and nothing signed is lost",
  async () => {
    running = await start();
    const log = await connected();
    await signOneMore(log);
    const found: string[] = [];
    for (const [at, step] of (Object.keys(STEPS) as Step[]).entries()) {
      const command = ["change-key", "--reason", `Reason ${at}.`];
      await killedAt(["log", ...command], await STEPS[step](log));
      found.push(`${step}: ${await whole(log, at)}`);
      expect([step, await again(log.db, openLogKey(dataDir, origin), ...command)]).toMatchObject([step, { status: 0 }]);
      expect([step, await whole(log, at)]).toEqual([step, "said, in its place, signed"]);
      expect(await said(log)).toBe(at + 1);
      await signOneMore(log);
    }
    console.log(found.map((line) => `  killed at ${line}`).join("\n"));
    expect(new Set(found.map((line) => line.split(": ")[1])).size).toBeGreaterThan(1);
    await log.end();
  },
  400_000,
);

test.skipIf(!fs.existsSync("/proc/self/status"))(
  "kill -9 of everything after a change that was not finished, and in the middle of the signature that finishes it: the next start goes on",
  async () => {
    const before = await connected();
    const count = await said(before);
    await killedAt(["log", "change-key", "--reason", "The last."], await STEPS["it is said"](before));
    await grow(before.db);
    await before.end();
    await killAll(running);
    const starting = run("start");
    while (!(await adoptEmbedded(dataDir))) await sleep(20);
    const during = await connected();
    const signed = await STEPS["the log is signed"](during);
    while (!(await signed())) await setImmediate();
    await during.end();
    await killAll(starting);
    await start();
    const after = await connected();
    expect(await whole(after, count)).toBe("said, in its place, signed");
    expect(await said(after)).toBe(count + 1);
    await signOneMore(after);
    await after.end();
    const checked = await run("portal", "log", "check").ended;
    expect([checked.status, checked.err]).toEqual([0, ""]);
    expect(await (await fetch(`${origin}/trust.json`)).json()).toMatchObject(trustedKeys(openLogKey(dataDir, origin)));
  },
  200_000,
);

async function killedAt(command: string[], reached: () => Promise<boolean>): Promise<void> {
  const { child, ended } = run("portal", ...command);
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over && !(await reached())) await setImmediate();
  kill(child.pid!);
  await ended;
}

/** Another statement, signed by the key that is in its place, and the state taken away. */
async function signOneMore({ db }: Log): Promise<void> {
  await grow(db);
  expect(await signLog(portal(db), openLogKey(dataDir, origin))).toBe(1);
  taken.push((await statesOf(db)).at(-1)!.note);
}

const statesOf = async (db: Log["db"]) => (await db.select().from(logCheckpoints)).sort((a, b) => a.size - b.size);

/** Checks what has to hold at every moment; answers how far the change has come of which `before` were made. */
async function whole({ db }: Log, before: number): Promise<string> {
  expect((await verifyLog(db)).faults).toEqual([]);
  for (const note of taken) expect(await standsIn({ db }, stateOf(note), true)).toBe(true);
  const { keys, revoked = [] } = trustedKeys(openLogKey(dataDir, origin));
  const ends = new Map(revoked.map(({ key, size }) => [key, { until: size }]));
  const trusted = await Promise.all(keys.map(async (key) => ({ ...(await readKey(key)), ...ends.get(key) })));
  const states = await statesOf(db);
  for (const { note, size } of states) await readCheckpoint(note, trusted, `the state of ${size}`);
  const { verifier } = readSecret(inData("log-key"));
  const waiting = fs.existsSync(inData("log-key-waiting")) ? readSecret(inData("log-key-waiting")).verifier : null;
  const changes = await revokedKeys({ db });
  if (changes.length === before) return "not said";
  const { next, size } = changes[0]!;
  expect([verifier, waiting]).toContain(next);
  if (verifier !== next) return "said";
  return states.at(-1)!.size > size ? "said, in its place, signed" : "said, in its place";
}

/** The portal, the database and their workers. */
async function killAll(...portals: Running[]): Promise<void> {
  const pids = treeOf(postmaster(), ...portals.map(({ child }) => child.pid!));
  for (const pid of pids) kill(pid);
  await expect.poll(() => pids.filter(isRunning), { timeout: 60_000 }).toEqual([]);
}
