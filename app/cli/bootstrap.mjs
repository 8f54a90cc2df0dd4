// The door for every npm script: plain Node, no dependency. Makes sure that Node is new enough and the locked
// dependencies are there, then runs the TypeScript in this same process: no child that could be left behind,
// and signals and exit codes need no passing on. Prints to stderr only.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SCRIPTS = {
  start: "app/cli/start.ts",
  dev: "app/cli/dev.ts",
  test: "app/cli/check.ts",
  portal: "app/cli/portal.ts",
  bench: "tests/bench/run.ts",
  "bench:assignment": "tests/bench/assignment.ts",
  "bench:ranking": "tests/bench/ranking.ts",
};
const NEED_TOOLS = ["dev", "test", "bench", "bench:assignment", "bench:ranking"];

const [name = "start", ...args] = process.argv.slice(2);
try {
  checkNode();
  if (!Object.hasOwn(SCRIPTS, name))
    throw new Error(`There is no "${name}". Known are: ${Object.keys(SCRIPTS).join(", ")}.`);
  process.chdir(ROOT);
  installIfNeeded(NEED_TOOLS.includes(name));
  // Settings of this machine are not for tests: they bring their own database.
  if (name !== "test" && fs.existsSync(".env")) process.loadEnvFile(".env");
  process.argv = [process.argv[0], path.join(ROOT, SCRIPTS[name]), ...args];
  const { register } = await import("tsx/esm/api");
  register();
  await import(pathToFileURL(process.argv[1]).href);
} catch (error) {
  console.error(process.env.DEBUG ? error : error.message);
  process.exitCode = 1;
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(
    `Kapok needs Node.js 20.19 or newer, and this is ${process.versions.node}. Get it from https://nodejs.org and try again.`,
  );
}

/**
 * Compares what is locked with what npm says it has installed, so that an install by hand counts and half an install
 * does not.
 */
function installIfNeeded(withTools) {
  const locked = readJson("package-lock.json").packages;
  const installed = readJson("node_modules/.package-lock.json")?.packages ?? {};
  const missing = Object.entries(locked).filter(([at, entry]) => {
    if (at === "" || entry.optional || entry.devOptional || (entry.dev && !withTools)) return false;
    return installed[at]?.version !== entry.version;
  });
  if (missing.length === 0) return;
  console.error(
    `Installing ${Object.keys(installed).length === 0 ? "the locked dependencies (about a minute)" : `dependencies: ${missing.length} differ from the lock`} …`,
  );
  // Nothing of ours needs a package's install script, so none is allowed to run.
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", ...(withTools ? ["--include=dev"] : [])];
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...options], { stdio: ["ignore", 2, 2] })
    : spawnSync("npm", options, { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  if (result.status !== 0) throw new Error("The dependencies could not be installed; npm says why above.");
}

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
