import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type LogKey, type LogMemory, noteKey } from "#app/domain/commitment/note.ts";

/**
 * The key that signs receipts and the log. Made at the first start, for this user alone, beside the database and not in
 * it: whoever changes the database cannot sign what they made of it. It keeps the name it was made under, whatever
 * address the portal moves to.
 */
export function openLogKey(dataDir: string, publicUrl: string): LogKey {
  mkdirSync(dataDir, { recursive: true });
  const place = join(dataDir, "log-key");
  try {
    writeFileSync(place, `${new URL(publicUrl).host}/log ${randomBytes(32).toString("hex")}\n`, {
      mode: 0o600,
      flag: "wx",
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const [, name, secret] = /^(\S+) ([0-9a-f]{64})\n$/.exec(readFileSync(place, "utf8")) ?? [];
  if (!name || !secret)
    throw new Error(
      `${place} is damaged. Restore it from the backup: without it nothing can be signed that receipts already rest on.`,
    );
  return { ...noteKey(name, Buffer.from(secret, "hex")), memory: memoryIn(dataDir) };
}

const memoryFile = (dataDir: string): string => join(dataDir, "log-signed");

/** Forgets what was signed, where the database that it was signed in is emptied. */
export const forgetSigned = (dataDir: string): void => rmSync(memoryFile(dataDir), { force: true });

/** One file beside the key: replaced whole, and on the disk before anybody goes on. */
function memoryIn(dataDir: string): LogMemory {
  const place = memoryFile(dataDir);
  return {
    last: () => {
      if (!existsSync(place)) return null;
      const note = readFileSync(place, "utf8");
      if (!/^\S+\n[1-9]\d{0,14}\n[A-Za-z0-9+/]{43}=\n\n/.test(note))
        throw new Error(`${place} is damaged. It holds the state of the log that was signed last: restore it.`);
      return note;
    },
    keep: (note) => {
      const beside = `${place}.${process.pid}`;
      flushed(openSync(beside, "w", 0o600), (file) => writeSync(file, note));
      renameSync(beside, place);
      flushed(openSync(dataDir, "r"));
    },
  };
}

function flushed(file: number, work?: (file: number) => unknown): void {
  try {
    work?.(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
