import { type ChildProcess, fork } from "node:child_process";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "#db/client.server.ts";
import { startEmbedded } from "#db/embedded.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { typing } from "./crowd.ts";
import type { Unit } from "./recording.ts";
import { type BenchWorld, fillWorld } from "./world.ts";

type Case = {
  name: string;
  as: keyof BenchWorld["people"] | null;
  path(world: BenchWorld): string;
  form?(turn: number, world: BenchWorld): Record<string, string>;
  /** Whether an answer is what the case is about: a full page, a save that was taken. */
  proves(answer: string, turn: number): boolean;
  budget: number;
};

const times = (pattern: RegExp, answer: string): number => answer.match(pattern)?.length ?? 0;
const isVersion = (version: number) => (answer: string): boolean => (JSON.parse(answer) as { version: number }).version === version;
const score = (value: number, version: number, world: BenchWorld) => ({ [`score.${world.criterionId}`]: String(value), version: String(version) });

/** Saves change something each time. The bare server sends an odd turn again with its counters moved on, so whenever it has saved, an even one follows. */
const either = <T>(turn: number, even: T, odd: T): T => (turn % 2 === 0 ? even : odd);

const CASES: Case[] = [
  { name: "entries, 50 a page", as: "staff", path: (world) => `/secretariat/cycles/${world.cycleId}?state=valid`, proves: (page) => times(/href="\/secretariat\/entries\//g, page) === 50, budget: 4 },
  { name: "entry", as: "staff", path: (world) => `/secretariat/entries/${world.entryId}`, proves: (page) => times(/class="reading"/g, page) > 15, budget: 4 },
  { name: "score sheet", as: "reviewer", path: (world) => `/judging/assignments/${world.assignmentId}`, proves: (page) => times(/type="radio"/g, page) === 25, budget: 4 },
  { name: "public result", as: null, path: (world) => `/cycles/${world.slug}/results`, proves: (page) => times(/class="result-title"/g, page) === 45, budget: 4 },
  {
    name: "review save, draft", as: "reviewer", path: (world) => `/judging/assignments/${world.assignmentId}/scores/${world.criterionId}`,
    form: (turn, world) => score(either(turn, 5, 2), turn, world), proves: (answer, turn) => isVersion(turn + 1)(answer), budget: 3,
  },
  {
    name: "review save, submitted", as: "other", path: (world) => `/judging/assignments/${world.submittedId}/scores/${world.criterionId}`,
    form: (turn, world) => ({ ...score(either(turn, 5, 2), turn + 1, world), [`reason.${world.criterionId}`]: "Read once more" }), proves: (answer, turn) => isVersion(turn + 2)(answer), budget: 3,
  },
  {
    name: "field save", as: "owner", path: (world) => `/entries/${world.draftId}/answers/summary`,
    form: (turn) => ({ "q.summary": either(turn, "A summary.", "Another summary."), version: String(turn) }), proves: (answer, turn) => isVersion(turn + 1)(answer), budget: 3,
  },
];

const PORT = 4900;
/** A portal runs for weeks: what is measured is its warm code. */
const WARM_UP = 300;
const ROUNDS = 8;
const REQUESTS = 30;
/** On a slow machine a page is quick enough at so many times what the bare server takes. */
const ENOUGH = 4;
const versions = new Map<string, number>();

/** `npm run bench -- --only=save --sizes=300` measures a part; `--profile=FOLDER` leaves a CPU profile of the portal there, which slows it down. */
const option = (name: string) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split("=")[1];
const ONLY = option("only") ?? "";
const SIZES = option("sizes")?.split(",").map(Number) ?? [300, 3000];
const PROFILE = option("profile");
for (const size of SIZES) await measure(size);

/** Fills a world, then measures every case one after another: portal and bare server in turn, one request at a time, CPU of the server's process alone. */
async function measure(size: number): Promise<void> {
  const dir = fs.mkdtempSync(path.join(tmpdir(), "kapok-bench-"));
  const postgres = await startEmbedded({ dir, fsync: true, tied: true });
  await migrateDatabase(postgres.url());
  const connection = connect(postgres.url());
  const world = await fillWorld(connection.db, size);
  await connection.end();
  const environment: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: "production", DATABASE_URL: postgres.url(), DATA_DIR: dir, HOST: "127.0.0.1" };
  const portal = await child("portal-process.ts", { ...environment, PORT: String(PORT), PUBLIC_URL: `http://localhost:${PORT}` }, PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${PROFILE}`] : []);
  const bare = await child("bare-process.ts", { ...environment, PORT: String(PORT + 1) });
  console.log(`\n${size} entries; one request at a time, ${WARM_UP} to warm up, then the least of ${ROUNDS} rounds of ${REQUESTS}\n${"".padEnd(24)}${"portal CPU ms".padStart(14)}${"bare CPU ms".padStart(13)}${"ratio".padStart(8)}${"statements".padStart(12)}${"bytes".padStart(9)}  budget`);
  for (const each of CASES.filter(({ name }) => name.includes(ONLY))) console.log(await line(each, world, portal, bare));
  if (size === SIZES.at(-1) && "typing".includes(ONLY)) for (const pauseMs of [1000, 0]) console.log(await crowd(world, portal, pauseMs));
  portal.disconnect();
  bare.disconnect();
  await Promise.all([portal, bare].map((process) => new Promise((resolve) => process.once("exit", resolve))));
  await postgres.stop();
  fs.rmSync(dir, { recursive: true, force: true });
}

async function line(each: Case, world: BenchWorld, portal: ChildProcess, bare: ChildProcess): Promise<string> {
  const { cookie } = each.as ? await ask<{ cookie: string }>(portal, `session:${world.people[each.as]}`) : { cookie: "" };
  let turn = 0;
  const knock = async () => {
    const form = each.form?.(turn, world);
    const response = await fetch(`http://localhost:${PORT}${each.path(world)}`, {
      headers: { cookie, accept: form ? "application/json" : "text/html", ...(form ? { "sec-fetch-site": "same-origin", "x-requested-with": "autosave" } : {}) },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    const text = await response.text();
    if (!response.ok || !each.proves(text, turn)) throw new Error(`${each.name}: ${response.status} ${text.slice(0, 300)}`);
    turn += 1;
    return text.length;
  };
  for (let n = 0; n < WARM_UP; n++) await knock();
  const heard: Unit[][] = [];
  let bytes = 0;
  for (let n = 0; n < 2; n++) {
    await ask(portal, "record");
    bytes = await knock();
    heard.push((await ask<{ units: Unit[] }>(portal, "heard")).units);
  }
  await ask(bare, { first: heard[0], second: heard[1], bytes });
  const recorded = turn - 1;
  const knockBare = async () => {
    const response = await fetch(`http://127.0.0.1:${PORT + 1}/${turn - recorded}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${each.name}, bare: ${text}`);
    turn += 1;
  };
  for (let n = 0; n < WARM_UP; n++) await knockBare();
  const [own, floor] = await leastOf({ process: portal, knock }, { process: bare, knock: knockBare });
  const statements = heard[1]!.reduce((sum, unit) => sum + unit.statements.length, 0);
  const verdict = own <= each.budget ? "within" : own <= ENOUGH * floor ? `within ${ENOUGH} times bare` : "OVER";
  return `${each.name.padEnd(24)}${own.toFixed(2).padStart(14)}${floor.toFixed(2).padStart(13)}${(own / floor).toFixed(1).padStart(8)}${String(statements).padStart(12)}${String(bytes).padStart(9)}  ${each.budget} ms: ${verdict}`;
}

/** How many saves many people get through together, each pausing so long between two. */
async function crowd({ typists }: BenchWorld, portal: ChildProcess, pauseMs: number): Promise<string> {
  const people = [];
  for (const { accountId, entryId } of typists) people.push({ entryId, ...(await ask<{ cookie: string }>(portal, `session:${accountId}`)) });
  const { perSecond, p99, turnedAway } = await typing(`http://localhost:${PORT}`, people, pauseMs, versions);
  return `${people.length} people typing, ${pauseMs / 1000} s between saves: ${perSecond.toFixed(0)} saves a second, p99 ${p99.toFixed(0)} ms, ${turnedAway} turned away`;
}

type Server = { process: ChildProcess; knock(): Promise<unknown> };

/** Milliseconds of CPU a request costs each process: the least of several short rounds in turn, because whatever else runs on the machine can only add to it, and to both. */
async function leastOf(portal: Server, bare: Server): Promise<[number, number]> {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { process, knock }] of [portal, bare].entries()) {
      const before = await ask<{ cpu: NodeJS.CpuUsage }>(process, "cpu");
      for (let n = 0; n < REQUESTS; n++) await knock();
      const after = await ask<{ cpu: NodeJS.CpuUsage }>(process, "cpu");
      least[index] = Math.min(least[index]!, (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1000 / REQUESTS);
    }
  }
  return least;
}

/** A process of the bench; Dates and bytes survive the way between. */
async function child(file: string, env: NodeJS.ProcessEnv, flags: string[] = []): Promise<ChildProcess> {
  const started = fork(path.join(import.meta.dirname, file), { env, execArgv: [...flags, "--import", "tsx"], serialization: "advanced" });
  await new Promise((resolve, reject) => {
    started.once("message", resolve);
    started.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return started;
}

function ask<Answer>(process: ChildProcess, question: unknown): Promise<Answer> {
  return new Promise((resolve) => {
    process.once("message", resolve as (answer: unknown) => void);
    process.send(question as string);
  });
}
