import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type Postmaster = { pid: number; port: number; ready: boolean };

/** What the server says of itself in its pid file, or null where there is none. */
export function readPostmaster(data: string): Postmaster | null {
  const lines = readText(path.join(data, "postmaster.pid"))?.split("\n");
  if (!lines) return null;
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === "ready" };
}

/** A server that still runs in this data directory, perhaps since before we were started. */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  for (let tries = 0; tries < 600; tries++) {
    const found = readPostmaster(data);
    if (!found || !isRunning(found.pid) || !serves(found.pid, data)) return null;
    if (found.ready) return found;
    await sleep(50);
  }
  return null;
}

/** Signal 0 also reaches a zombie, which stays where process 1 reaps late or never: that one counts as gone. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const status = readText(`/proc/${pid}/stat`);
  return !(status && / [ZX] /.test(status.slice(status.lastIndexOf(")"))));
}

/**
 * After a restart of the machine the number may belong to anybody. Where there is no /proc we take the pid file's word.
 */
function serves(pid: number, data: string): boolean {
  const command = readText(`/proc/${pid}/cmdline`);
  return command === null || command.split("\0").includes(data);
}

/**
 * Fast shutdown: open transactions are rolled back. After 30 s the server is told to drop everything; it recovers at
 * the next start.
 */
export async function stopPostmaster(pid: number): Promise<void> {
  signal(pid, "SIGINT");
  for (let waited = 0; isRunning(pid); waited += 10) {
    if (waited === 30_000) signal(pid, "SIGQUIT");
    await sleep(10);
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export function readText(file: string): string | null {
  try {
    return fs.readFileSync(file, "latin1");
  } catch {
    return null;
  }
}
