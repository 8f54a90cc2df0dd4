import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { noteKey } from "#app/domain/commitment/note.ts";
import { openLogKey } from "#app/outside/log-key.server.ts";
import { PUBLIC_URL } from "./address.ts";
import { KEY } from "./proved-round.ts";

const root = mkdtempSync(path.join(tmpdir(), "kapok-keys-"));
process.on("exit", () => rmSync(root, { recursive: true, force: true }));
const secretOf = (byte: number) => Buffer.alloc(32, byte);

/** The key of the tests' log as a portal holds it, in a folder of its own; and further keys of that log in files. */
export function aKeptKey() {
  const folder = mkdtempSync(path.join(root, "data-"));
  const inFolder = (name: string) => path.join(folder, name);
  const write = (name: string, byte: number) => {
    writeFileSync(inFolder(name), `${KEY.name} ${secretOf(byte).toString("hex")}\n`, { mode: 0o600 });
    return inFolder(name);
  };
  write("log-key", 9);
  return {
    folder,
    inFolder,
    /** As a process opens it. */
    open: (mayBeLost = false) => openLogKey(folder, PUBLIC_URL, mayBeLost),
    /** A file with the secret half of another key of this log. */
    another: (byte: number) => ({ file: write(`another-${byte}`, byte), ...noteKey(KEY.name, secretOf(byte)) }),
  };
}
