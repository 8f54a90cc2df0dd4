import { rmSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { findBrowser } from "#tests/support/browser.ts";
import { folderInMemory } from "#tests/support/memory.ts";

const WALKS = "pages.e2e.ts";
const named = (...names: string[]) => names.map((name) => `${name}.e2e.ts`);
const JUDGING = named(
  ...["decision", "division", "meeting", "reviewer", "scrutiny", "secretariat"],
  ...["public", "sizes", "team"], // have nothing in common with any, and fill the time
);
const APART = named("keyboard", "offline", "poor-line", "signed-out");
const browser = await findBrowser();
// The first process decides; its workers read the same file and inherit what it decided.
process.env["E2E_PORT"] ??= String(4100 + (process.pid % 800));
if (!process.env["E2E_DATA"]) {
  const folder = folderInMemory("kapok-e2e-");
  process.env["E2E_DATA"] = folder;
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }));
}
const port = Number(process.env["E2E_PORT"]);
const dataDir = process.env["E2E_DATA"];
const baseURL = `http://localhost:${port}`;

/** The journeys run against the product as `npm start` makes it: embedded Postgres, migrations, demonstration. */
export default defineConfig({
  testDir: ".",
  testMatch: "*.e2e.ts",
  outputDir: "../../test-results",
  workers: 3, // for two cores: each waits a third of its time for the browser and the portal
  // Journeys change the one demonstration, so they go one after another: beside each other only those that have no
  // entry, letter or reviewer's scores in common. The walks only read, side by side, what it has become.
  projects: [
    { name: "judging", testMatch: JUDGING, workers: 1 },
    { name: "apart", testMatch: APART, workers: 1 },
    { name: "entering", testIgnore: [...JUDGING, ...APART, WALKS], workers: 1 },
    { name: "walks", testMatch: WALKS, dependencies: ["judging", "apart", "entering"], fullyParallel: true },
  ],
  retries: 1, // for the browser's own hiccups; what passed only then is named at the end of `npm test`
  timeout: 120_000, // for what hangs: a machine may be slow or busy
  expect: { timeout: 30_000 },
  reporter: process.env["E2E_JSON"] ? [["list"], ["json", { outputFile: process.env["E2E_JSON"] }]] : [["list"]],
  use: {
    baseURL,
    viewport: { width: 1280, height: 900 },
    locale: "en-GB",
    timezoneId: "Africa/Kampala",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(browser.executablePath ? { executablePath: browser.executablePath } : {}),
      env: { ...process.env, ...browser.env } as Record<string, string>,
      args: [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ],
    },
  },
  webServer: {
    command: "node --import tsx app/cli/start.ts",
    cwd: path.resolve(import.meta.dirname, "../.."),
    url: `${baseURL}/healthz`,
    timeout: 420_000,
    env: { PORT: String(port), PUBLIC_URL: baseURL, DATA_DIR: dataDir, DISK_RESERVE: "0", NODE_ENV: "production" },
    gracefulShutdown: { signal: "SIGTERM", timeout: 15_000 },
    stdout: "ignore",
    stderr: "pipe",
  },
});
