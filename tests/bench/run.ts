import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildIfStale } from "#app/cli/build.ts";
import { connect } from "#db/client.server.ts";
import { type Embedded, freePort, startEmbedded } from "#db/embedded.server.ts";
import { migrateDatabase } from "#db/migrate.server.ts";
import { quantile, type Rush, submitting, type Typist, typing } from "./crowd.ts";
import { firstView } from "./first-view.ts";
import type { Unit } from "./recording.ts";
import { type BenchWorld, fillWorld, type Writer } from "./world.ts";

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
const isVersion =
  (version: number) =>
  (answer: string): boolean =>
    (JSON.parse(answer) as { version: number }).version === version;
const score = (value: number, version: number, world: BenchWorld) => ({
  [`score.${world.criterionId}`]: String(value),
  version: String(version),
});

/**
 * Saves change something each time. The bare server sends an odd turn again with its counters moved on, so whenever it
 * has saved, an even one follows.
 */
const either = <T>(turn: number, even: T, odd: T): T => (turn % 2 === 0 ? even : odd);

const CASES: Case[] = [
  {
    name: "entries, 50 a page",
    as: "staff",
    path: (world) => `/secretariat/cycles/${world.cycleId}?state=valid`,
    proves: (page) => times(/href="\/secretariat\/entries\//g, page) === 50,
    budget: 4,
  },
  {
    name: "entry",
    as: "staff",
    path: (world) => `/secretariat/entries/${world.entryId}`,
    proves: (page) => times(/class="reading"/g, page) > 15,
    budget: 4,
  },
  {
    name: "score sheet",
    as: "reviewer",
    path: (world) => `/judging/assignments/${world.assignmentId}`,
    proves: (page) => times(/type="radio"/g, page) === 25,
    budget: 4,
  },
  {
    name: "public result",
    as: null,
    path: (world) => `/cycles/${world.slug}/results`,
    proves: (page) => times(/class="result-title"/g, page) === 45,
    budget: 4,
  },
  {
    name: "review save, draft",
    as: "reviewer",
    path: (world) => `/judging/assignments/${world.assignmentId}/scores/${world.criterionId}`,
    form: (turn, world) => score(either(turn, 5, 2), turn, world),
    proves: (answer, turn) => isVersion(turn + 1)(answer),
    budget: 3,
  },
  {
    name: "review save, submitted",
    as: "other",
    path: (world) => `/judging/assignments/${world.submittedId}/scores/${world.criterionId}`,
    form: (turn, world) => ({
      ...score(either(turn, 5, 2), turn + 1, world),
      [`reason.${world.criterionId}`]: "Read once more",
    }),
    proves: (answer, turn) => isVersion(turn + 2)(answer),
    budget: 3,
  },
  {
    name: "field save",
    as: "owner",
    path: (world) => `/entries/${world.draftId}/answers/summary`,
    form: (turn) => ({ "q.summary": either(turn, "A summary.", "Another summary."), version: String(turn) }),
    proves: (answer, turn) => isVersion(turn + 1)(answer),
    budget: 3,
  },
];

/** A portal runs for weeks: what is measured is its warm code. */
const WARM_UP = 300;
const ROUNDS = 8;
const REQUESTS = 30;
/** On a slow machine a page is quick enough at so many times what the bare server takes. */
const ENOUGH = 4;
const RUSHES: Record<string, Rush> = {
  "one at a time": { group: 1, gapMs: 0 },
  "10 a second": { group: 30, gapMs: 100 },
  "30 at once": { group: 30, gapMs: 0 },
};
/** Until the receipt is there, in ms, for all but one in a hundred. */
const SUBMIT_BUDGET = 1500;
const versions = new Map<string, number>();

const OPTIONS = {
  only: "what holds these words in its name, as save, sheet, typing, submitting or first view",
  sizes: "how many entries, 300,3000 where it is left out",
  profile: "a folder for a CPU profile of the portal, which slows it down",
};
const HELP = `npm run bench -- [options]\n${Object.entries(OPTIONS)
  .map(([name, what]) => `  --${name}=…`.padEnd(14) + what)
  .join("\n")}`;
const GIVEN = optionsOf(process.argv.slice(2));
const ONLY = GIVEN.only ?? "";
const SIZES = GIVEN.sizes?.split(",").map(Number) ?? [300, 3000];
const PROFILE = GIVEN.profile;
if (!SIZES.every((size) => size > 0)) throw new Error(`"--sizes=${GIVEN.sizes}" is no number of entries.\n${HELP}`);
await buildIfStale();
for (const size of SIZES) await measure(size);

/** What was asked for by `--name=value`; says what there is and ends where that was asked for or a word is not known. */
function optionsOf(words: readonly string[]): Partial<Record<keyof typeof OPTIONS, string>> {
  const unknown = words.find((word) => !Object.keys(OPTIONS).some((name) => word.startsWith(`--${name}=`)));
  if (unknown === undefined)
    return Object.fromEntries(
      words.map((word) => [word.slice(2, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
    );
  if (unknown === "--help") {
    console.log(HELP);
    process.exit(0);
  }
  throw new Error(`There is no option "${unknown}".\n${HELP}`);
}

/** What is measured: a world, and the two processes that serve it. */
type Bench = { world: BenchWorld; portal: ChildProcess; bare: ChildProcess; origin: string; bareOrigin: string };

/**
 * Fills a world, then measures every case one after another: portal and bare server in turn, one request at a time, CPU
 * of the server's process alone. Whatever fails, nothing is left running.
 */
async function measure(size: number): Promise<void> {
  const dir = fs.mkdtempSync(path.join(tmpdir(), "kapok-bench-"));
  const children: ChildProcess[] = [];
  let postgres: Embedded | undefined;
  try {
    postgres = await startEmbedded({ dir, fsync: true, tied: true });
    await migrateDatabase(postgres.url());
    const connection = connect(postgres.url());
    const world = await fillWorld(connection.db, size);
    await connection.end();
    const [port, barePort] = [await freePort(), await freePort()];
    const [origin, bareOrigin] = [`http://localhost:${port}`, `http://127.0.0.1:${barePort}`];
    const environment: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: postgres.url(),
      DATA_DIR: dir,
      HOST: "127.0.0.1",
    };
    const portal = await child(
      children,
      "portal-process.ts",
      { ...environment, PORT: String(port), PUBLIC_URL: origin },
      PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${PROFILE}`] : [],
    );
    const bare = await child(children, "bare-process.ts", { ...environment, PORT: String(barePort) });
    await measureAll({ world, portal, bare, origin, bareOrigin }, size);
  } finally {
    await Promise.all(children.map(ended));
    await postgres?.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

async function measureAll(bench: Bench, size: number): Promise<void> {
  console.log(
    `\n${size} entries; one request at a time, ${WARM_UP} to warm up, then the least of ${ROUNDS} rounds of ${REQUESTS}\n${"".padEnd(24)}${"portal CPU ms".padStart(14)}${"bare CPU ms".padStart(13)}${"ratio".padStart(8)}${"statements".padStart(12)}${"bytes".padStart(9)}  budget`,
  );
  for (const each of CASES.filter(({ name }) => name.includes(ONLY))) console.log(await line(each, bench));
  if (size === SIZES[0] && "first view".includes(ONLY)) console.log(await shortlist(bench));
  if (size === SIZES[0] && "submitting".includes(ONLY)) for (const said of await submissions(bench)) console.log(said);
  if (size === SIZES.at(-1) && "typing".includes(ONLY))
    for (const pauseMs of [1000, 0]) console.log(await crowd(bench, pauseMs));
}

async function line(each: Case, { world, portal, bare, origin, bareOrigin }: Bench): Promise<string> {
  const { cookie } = each.as
    ? await ask<{ cookie: string }>(portal, `session:${world.people[each.as]}`)
    : { cookie: "" };
  let turn = 0;
  const knock = async () => {
    const form = each.form?.(turn, world);
    const response = await fetch(`${origin}${each.path(world)}`, {
      headers: {
        cookie,
        accept: form ? "application/json" : "text/html",
        ...(form ? { "sec-fetch-site": "same-origin", "x-requested-with": "autosave" } : {}),
      },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    const text = await response.text();
    if (!response.ok || !each.proves(text, turn))
      throw new Error(`${each.name}: the answer is not what is measured: ${response.status} ${text.slice(0, 300)}`);
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
    const response = await fetch(`${bareOrigin}/${turn - recorded}`);
    const text = await response.text();
    if (!response.ok) throw new Error(`${each.name}, bare server: ${text}`);
    turn += 1;
  };
  for (let n = 0; n < WARM_UP; n++) await knockBare();
  const [own, floor] = await leastOf({ process: portal, knock }, { process: bare, knock: knockBare });
  const statements = heard[1]!.reduce((sum, unit) => sum + unit.statements.length, 0);
  const verdict = own <= each.budget ? "within" : own <= ENOUGH * floor ? `within ${ENOUGH} times bare` : "OVER";
  return `${each.name.padEnd(24)}${own.toFixed(2).padStart(14)}${floor.toFixed(2).padStart(13)}${(own / floor).toFixed(1).padStart(8)}${String(statements).padStart(12)}${String(bytes).padStart(9)}  ${each.budget} ms: ${verdict}`;
}

/** The published list, which most people see first and on a phone. */
function shortlist({ world, origin }: Bench): Promise<string> {
  const { path: where, proves } = CASES.find(({ name }) => name === "public result")!;
  return firstView(`${origin}${where(world)}`, (page) => proves(page, 0));
}

/** How many saves many people get through together, each pausing so long between two. */
async function crowd({ world, portal, origin }: Bench, pauseMs: number): Promise<string> {
  const people = await signedIn(portal, world.typists);
  const { perSecond, p99, turnedAway } = await typing(origin, people, pauseMs, versions);
  return `${people.length} people typing, ${pauseMs / 1000} s between saves: ${perSecond.toFixed(0)} saves a second, p99 ${p99.toFixed(0)} ms, ${turnedAway} turned away`;
}

/**
 * How long cities wait for their receipt: one after another, as many a second as in the busiest minute before a bell,
 * and all at the same moment.
 */
async function submissions({ world, portal, origin }: Bench): Promise<string[]> {
  const people = await signedIn(portal, world.senders);
  const said: string[] = [];
  await submitting(origin, people.splice(0, 20), { group: 1, gapMs: 0 });
  for (const [how, rush] of Object.entries(RUSHES)) {
    const waits = await submitting(origin, people.splice(0, 60), rush);
    const p99 = quantile(waits, 0.99);
    said.push(
      `${waits.length} cities submitting, ${how}: receipt after p50 ${quantile(waits, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms; ${SUBMIT_BUDGET} ms: ${p99 <= SUBMIT_BUDGET ? "within" : "OVER"}`,
    );
  }
  return said;
}

async function signedIn(portal: ChildProcess, writers: readonly Writer[]): Promise<Typist[]> {
  const people: Typist[] = [];
  for (const { accountId, entryId } of writers)
    people.push({ entryId, ...(await ask<{ cookie: string }>(portal, `session:${accountId}`)) });
  return people;
}

type Server = { process: ChildProcess; knock(): Promise<unknown> };

/**
 * Milliseconds of CPU a request costs each process: the least of several short rounds in turn, because whatever else
 * runs on the machine can only add to it, and to both.
 */
async function leastOf(portal: Server, bare: Server): Promise<[number, number]> {
  const least: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { process, knock }] of [portal, bare].entries()) {
      const before = await ask<{ cpu: NodeJS.CpuUsage }>(process, "cpu");
      for (let n = 0; n < REQUESTS; n++) await knock();
      const after = await ask<{ cpu: NodeJS.CpuUsage }>(process, "cpu");
      least[index] = Math.min(
        least[index]!,
        (after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system) / 1000 / REQUESTS,
      );
    }
  }
  return least;
}

/** A process of the bench, kept among `children` from its first moment; Dates and bytes survive the way between. */
async function child(
  children: ChildProcess[],
  file: string,
  env: NodeJS.ProcessEnv,
  flags: string[] = [],
): Promise<ChildProcess> {
  const started = fork(path.join(import.meta.dirname, file), {
    env,
    execArgv: [...flags, "--import", "tsx"],
    serialization: "advanced",
  });
  children.push(started);
  await answerOf(started);
  return started;
}

function ask<Answer>(process: ChildProcess, question: unknown): Promise<Answer> {
  const answer = answerOf<Answer>(process);
  process.send(question as string);
  return answer;
}

/** What a process says next; an error if it ends instead. */
function answerOf<Answer>(process: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const end = (code: number | null) => reject(new Error(`${process.spawnargs.at(-1)} ended with ${code}.`));
    process.once("exit", end);
    process.once("message", (answer) => {
      process.off("exit", end);
      resolve(answer as Answer);
    });
  });
}

/** Lets a process go and waits until it is gone. */
async function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const gone = once(process, "exit");
  if (process.connected) process.disconnect();
  await gone;
}
