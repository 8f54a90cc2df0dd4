import { fork } from "node:child_process";
import { once } from "node:events";
import { readProblem } from "#app/cli/problem-file.ts";
import type { Objective } from "#app/domain/assignment/optimum.ts";
import { FLOOR_SECONDS, SEARCH_SECONDS } from "#app/domain/assignment/rules.ts";
import { solutionOf } from "#app/domain/assignment/solution.ts";
import { solver } from "#app/domain/assignment/solver.ts";
import { syntheticRound } from "../support/synthetic-round.ts";

/**
 * What it costs to assign made-up rounds with all side rules: CPU and peak memory of a process of its own, reading the
 * file included.
 */
type Case = {
  entries: number;
  reviewers: number;
  reviews: number;
  objective: Objective;
  even?: true;
  /** For the search as a whole; when they are over a first plan is taken, of which nothing is proved. */
  seconds?: number;
  cpu: number;
  memory: number;
};
const LONGEST = 600;
const CASES: readonly Case[] = [
  { entries: 274, reviewers: 11, reviews: 3, objective: "fair", cpu: 5, memory: 400 },
  { entries: 300, reviewers: 60, reviews: 3, objective: "fair", cpu: 5, memory: 400 },
  { entries: 1000, reviewers: 300, reviews: 4, objective: "fair", cpu: 30, memory: 600 },
  // As the portal plans it: with even loads, and so much time for floors.
  { entries: 1000, reviewers: 300, reviews: 4, objective: "fair", even: true, cpu: 120, memory: 600 },
  { entries: 3000, reviewers: 600, reviews: 5, objective: "total", cpu: 60, memory: 800 },
  { entries: 3000, reviewers: 600, reviews: 5, objective: "capped", even: true, seconds: 5, cpu: 60, memory: 800 },
  // As the portal plans it.
  {
    ...{ entries: 3000, reviewers: 600, reviews: 5, objective: "capped", even: true },
    ...{ seconds: SEARCH_SECONDS, cpu: 400, memory: 1000 },
  },
];

const index = process.argv[2];
if (index === undefined || index.startsWith("--")) await measureAll();
else await measure(CASES[Number(index)]!);

async function measureAll(): Promise<void> {
  const only = process.argv.find((word) => word.startsWith("--only="))?.slice("--only=".length) ?? "";
  console.log(
    "| round | aim | CPU, s | budget | peak, MB | budget | total, of at most | floor, of at most | not kept | settled |\n|---|---|---|---|---|---|---|---|---|---|",
  );
  for (const [at, { entries, reviewers, reviews }] of CASES.entries()) {
    if (`${entries}x${reviewers}x${reviews}`.includes(only))
      await once(fork(process.argv[1]!, [String(at)], { execArgv: ["--import", "tsx"] }), "exit");
  }
}

async function measure({
  entries,
  reviewers,
  reviews,
  objective,
  even = false,
  seconds = LONGEST,
  cpu,
  memory,
}: Omit<Case, "even"> & { even?: boolean }): Promise<void> {
  const file = JSON.stringify(syntheticRound({ entries, reviewers, reviews, seed: 1 }));
  const before = process.cpuUsage();
  const found = solutionOf(
    await solver(),
    { ...readProblem(file), even },
    { objective, seed: "1" },
    { seconds, floorSeconds: even ? FLOOR_SECONDS : Infinity, now: () => performance.now() },
  );
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  const figures = [
    `${found.total} of ${found.totalBound}`,
    `${found.floor} of ${found.floorBound}`,
    found.violations.length,
    found.settled ? "yes" : "no",
  ];
  console.log(
    `| ${entries}x${reviewers}x${reviews}${even ? ", even" : ""}${seconds < LONGEST ? `, ${seconds} s` : ""} | ${objective} | ${((user + system) / 1e6).toFixed(1)} | ${cpu} | ${peak.toFixed(0)} | ${memory} | ${figures.join(" | ")} |`,
  );
}
