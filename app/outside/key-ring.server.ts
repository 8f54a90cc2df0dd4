import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type KeyRing, type NoteKey, noteKey, type Revoked, signingKeys } from "#app/domain/commitment/note.ts";

/**
 * What lies beside the key of the log: `log-key-waiting`, the secret half of one that is about to take its place;
 * `log-key-next`, the public half of one whose secret half is kept elsewhere; `log-keys-revoked`, those before it.
 */
export function keyRing(dataDir: string, held: () => NoteKey, halt: () => void): KeyRing {
  const inData = (name: string) => join(dataDir, name);
  const [waiting, next, revoked] = [inData("log-key-waiting"), inData("log-key-next"), inData("log-keys-revoked")];
  const earlier = () => readRevoked(revoked).filter(({ key }) => key !== held().verifier);
  return {
    earlier,
    halt,
    waiting: () => (existsSync(waiting) ? readSecret(waiting) : null),
    next: () => {
      const told = existsSync(next) ? readFileSync(next, "utf8").trim() : held().verifier;
      return signingKeys({ ...held(), ring: { earlier } }).includes(told) ? null : told;
    },
    makeNext: (file) => {
      const { verifier } = newSecret(file, held().name);
      writeWhole(dataDir, next, `${verifier}\n`);
      return verifier;
    },
    prepare: (file, only) => {
      const text = file === null ? secretText(held().name) : readFileSync(file, "utf8");
      const from = keyIn(text, file ?? waiting);
      if (file !== null) mayFollow(from, file, held().name, signingKeys({ ...held(), ring: { earlier } }));
      const lacking = new Error(`The log says that ${only} follows. Give the file with its secret half: --with FILE.`);
      if (file !== null && only && from.verifier !== only) throw lacking;
      if (file !== null || !only) layReady(dataDir, waiting, text);
      const ready = existsSync(waiting) ? readSecret(waiting) : null;
      if (only && ready?.verifier !== only) throw lacking;
      if (file !== null && ready!.verifier !== from.verifier)
        throw new Error(
          `${waiting} holds another key than ${file}, left by a change that was interrupted. Finish that one without --with.`,
        );
      return ready!;
    },
    install: (change) => {
      const known = readRevoked(revoked);
      if (!known.some(({ key }) => key === change.key))
        writeWhole(dataDir, revoked, [...known, change].map(revokedText).join(""));
      try {
        renameSync(waiting, inData("log-key"));
      } catch (error) {
        // Another process had the same to do.
        if (held().verifier !== change.next) throw error;
      }
      flushed(openSync(dataDir, "r"));
    },
  };
}

function mayFollow(key: NoteKey, file: string, name: string, taken: readonly string[]): void {
  if (key.name !== name)
    throw new Error(`${file} is a key of “${key.name}”, and the log is “${name}”: it keeps its name.`);
  if (taken.includes(key.verifier))
    throw new Error(`${file} is a key that signs for this log, or did: another one has to follow.`);
}

const revokedText = ({ key, next, size, reason }: Revoked): string =>
  `${JSON.stringify({ key, next, size, reason })}\n`;

const readRevoked = (place: string): Revoked[] =>
  existsSync(place)
    ? readFileSync(place, "utf8")
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Revoked)
    : [];

const secretText = (name: string): string => `${name} ${randomBytes(32).toString("hex")}\n`;

/** Makes a key of this name in a file for this user alone, which must not be there. */
export function newSecret(place: string, name: string): NoteKey {
  const text = secretText(name);
  flushed(openSync(place, "wx", 0o600), (file) => writeFileSync(file, text));
  return keyIn(text, place);
}

export const readSecret = (place: string): NoteKey => keyIn(readFileSync(place, "utf8"), place);

function keyIn(text: string, place: string): NoteKey {
  const [, name, secret] = /^(\S+) ([0-9a-f]{64})\n$/.exec(text) ?? [];
  if (!name || !secret)
    throw new Error(
      `${place} is damaged. Restore it from the backup: without it nothing can be signed that receipts already rest on.`,
    );
  return noteKey(name, Buffer.from(secret, "hex"));
}

/** The file whole; one that is there already stays. */
function layReady(dataDir: string, place: string, content: string): void {
  const beside = `${place}.${process.pid}`;
  try {
    flushed(openSync(beside, "w", 0o600), (file) => writeFileSync(file, content));
    linkSync(beside, place);
    flushed(openSync(dataDir, "r"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/** The file whole, in the place of what was there, and on the disk before anybody goes on. */
export function writeWhole(dataDir: string, place: string, content: string): void {
  const beside = `${place}.${process.pid}`;
  try {
    flushed(openSync(beside, "w", 0o600), (file) => writeFileSync(file, content));
    renameSync(beside, place);
    flushed(openSync(dataDir, "r"));
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function flushed(file: number, work?: (file: number) => unknown): void {
  try {
    work?.(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
