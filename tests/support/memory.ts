import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** More than a run's databases, files and previews come to. */
const ENOUGH = 3 * 2 ** 30;

/** A new folder that lies in memory, where there is room: nobody waits for a disk then. */
export function folderInMemory(prefix: string): string {
  const memory = "/dev/shm";
  const { bavail, bsize } = fs.existsSync(memory) ? fs.statfsSync(memory) : { bavail: 0, bsize: 0 };
  return fs.mkdtempSync(path.join(bavail * bsize >= ENOUGH ? memory : os.tmpdir(), prefix));
}
