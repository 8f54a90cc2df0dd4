import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const SOURCES = ["app", "db", "public", "vite.config.ts", "package-lock.json"];
const MARK = "build/.sources";

/**
 * Builds what the browser and Remix need, unless the build was made from these very sources. Returns whether it had to.
 */
export async function buildIfStale(): Promise<boolean> {
  const sources = fingerprint();
  if (fs.existsSync("build/server/index.js") && readMark() === sources) return false;
  fs.rmSync(MARK, { force: true });
  await build();
  fs.writeFileSync(MARK, sources);
  return true;
}

/** By content: times of files say little after a checkout. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap(filesOf)) hash.update(`${file}\0`).update(fs.readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function filesOf(place: string): string[] {
  if (!fs.existsSync(place)) return [];
  if (fs.statSync(place).isFile()) return [place];
  return fs
    .readdirSync(place)
    .sort()
    .flatMap((name) => filesOf(path.join(place, name)));
}

function readMark(): string | undefined {
  return fs.existsSync(MARK) ? fs.readFileSync(MARK, "utf8") : undefined;
}

function build(): Promise<void> {
  const remix = "node_modules/@remix-run/dev/dist/cli.js";
  const child = spawn(process.execPath, [remix, "vite:build"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  child.stderr.on("data", (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) =>
      status === 0
        ? resolve()
        : reject(new Error(`The build failed.\n${said.replace(/ {2}watchFiles: \[[^\]]*\],?\n/, "").trim()}`)),
    );
  });
}
