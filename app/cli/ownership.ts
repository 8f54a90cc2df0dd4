import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, readText } from "#db/postmaster.server.ts";

/** Says who uses a data directory: two portals on one would stop each other's database. */
export type Claim = { release(): void };

/** Claims the data directory for this process, or returns the number of the process that has it. */
export function tryClaim(dataDir: string): Claim | { heldBy: number } {
  const file = path.join(dataDir, "portal.pid");
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  for (;;) {
    try {
      fs.writeFileSync(file, identity(process.pid), { flag: "wx" });
      return { release: () => fs.rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = readText(file) ?? "";
    const pid = Number.parseInt(holder, 10);
    if (pid > 0 && isRunning(pid) && identity(pid) === holder) return { heldBy: pid };
    fs.rmSync(file, { force: true }); // left behind by a process that was killed
  }
}

/** As tryClaim, but lets a process that is just ending finish. Throws a sentence after `seconds`. */
export async function claim(dataDir: string, seconds: number): Promise<Claim> {
  for (const until = Date.now() + seconds * 1000; ; await sleep(100)) {
    const outcome = tryClaim(dataDir);
    if ("release" in outcome) return outcome;
    if (Date.now() > until)
      throw new Error(
        `Process ${outcome.heldBy} already uses ${path.resolve(dataDir)}. Stop it, or set DATA_DIR to another folder.`,
      );
  }
}

/** Number and start time: after a restart of machine or container the number alone may be somebody else's. */
function identity(pid: number): string {
  const status = readText(`/proc/${pid}/stat`);
  const started = status?.slice(status.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  return `${pid} ${started}`.trim();
}
