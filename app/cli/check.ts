import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { SETTINGS } from "#app/config.server.ts";
import { buildIfStale } from "./build.ts";

/** Everything `npm test` does, in order; the first step that fails ends it with its status. */
for (const name of SETTINGS) delete process.env[name]; // tests never touch what a machine is set up for

type Counts = { passed: number; failed: number; retried?: number };
type Step = { name: string; run(): Promise<number>; counts?(): Counts };

const reports = fs.mkdtempSync(path.join(os.tmpdir(), "kapok-check-"));
const unitReport = path.join(reports, "unit.json");
const journeyReport = path.join(reports, "journeys.json");
const running = new Set<ChildProcess>();
let interrupted = 0;

const steps: Step[] = [
  { name: "lock", run: () => node("app/cli/lockfile.mjs", "--check") },
  {
    name: "types, lint and build, side by side",
    run: () =>
      together(
        node(
          "node_modules/typescript/bin/tsc",
          "--noEmit",
          "--incremental",
          "--tsBuildInfoFile",
          "node_modules/.cache/types.tsbuildinfo",
        ),
        node("node_modules/@biomejs/biome/bin/biome", "check", "."),
        buildIfStale().then(() => 0),
      ),
  },
  {
    name: "unit and integration",
    run: () =>
      node(
        "node_modules/vitest/vitest.mjs",
        "run",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${unitReport}`,
      ),
    counts: () => unitCounts(unitReport),
  },
  {
    name: "journeys in a browser",
    run: () => node("node_modules/@playwright/test/cli.js", "test", "-c", "tests/e2e/playwright.config.ts"),
    counts: () => journeyCounts(journeyReport),
  },
];

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interrupted = signal === "SIGINT" ? 130 : 143;
    for (const child of running) child.kill(signal);
  });
}

process.env["E2E_JSON"] = journeyReport;
process.exitCode = await check();
fs.rmSync(reports, { recursive: true, force: true });

async function check(): Promise<number> {
  const sum = { passed: 0, failed: 0, retried: 0 };
  let status = 0;
  for (const step of steps) {
    console.log(`\n== ${step.name}`);
    const started = Date.now();
    status = await step.run().catch((error: Error) => {
      console.error(error.message);
      return 1;
    });
    status = interrupted || status;
    const counts: Counts = step.counts?.() ?? { passed: 0, failed: 0 };
    sum.passed += counts.passed;
    sum.retried += counts.retried ?? 0;
    sum.failed += status === 0 ? counts.failed : Math.max(1, counts.failed);
    console.log(
      `== ${step.name}: ${status === 0 ? "good" : `failed with status ${status}`} after ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
    if (status !== 0) break;
  }
  const retried = sum.retried > 0 ? ` (${sum.retried} of them at the second attempt, named above as flaky)` : "";
  console.log(`\n${sum.passed} passed${retried}, ${sum.failed} failed`);
  return status;
}

function node(...args: string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
  running.add(child);
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? (signal ? 128 + os.constants.signals[signal] : 1)));
  }).finally(() => running.delete(child));
}

/** The first status that is not 0, once all have ended. Throws what the first of them threw. */
async function together(...work: Promise<number>[]): Promise<number> {
  const ended = await Promise.allSettled(work);
  for (const each of ended) if (each.status === "rejected") throw each.reason;
  return ended.map((each) => (each as PromiseFulfilledResult<number>).value).find((status) => status !== 0) ?? 0;
}

function unitCounts(file: string): Counts {
  const report = readReport<{ numPassedTests: number; numFailedTests: number }>(file);
  return { passed: report?.numPassedTests ?? 0, failed: report?.numFailedTests ?? 0 };
}

function journeyCounts(file: string): Counts {
  const stats = readReport<{ stats: { expected: number; unexpected: number; flaky: number } }>(file)?.stats;
  const { expected = 0, unexpected = 0, flaky = 0 } = stats ?? {};
  return { passed: expected + flaky, failed: unexpected, retried: flaky };
}

/** Nothing where the step died before it could report. */
function readReport<Report>(file: string): Report | undefined {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, "utf8")) as Report) : undefined;
}
