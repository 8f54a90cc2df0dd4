import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type KeyRing, type NoteKey, noteKey, publicNoteKey, type Revoked } from "#app/domain/commitment/note.ts";

/** By their names in the data directory. */
const filesIn = (dataDir: string) => ({
  current: join(dataDir, "log-key"),
  waiting: join(dataDir, "log-key-waiting"),
  next: join(dataDir, "log-key-next"),
  revoked: join(dataDir, "log-keys-revoked"),
});

/**
 * What lies beside the key of the log: `log-key-waiting`, the secret half of one that is about to take its place;
 * `log-key-next`, the public half of one whose secret half is kept elsewhere, and under it that of the key that it is
 * to follow; `log-keys-revoked`, those before.
 */
export function keyRing(dataDir: string, held: () => NoteKey, stopping: Pick<KeyRing, "isHalted" | "halt">): KeyRing {
  const { current, waiting, next, revoked } = filesIn(dataDir);
  const learn = (before: readonly Revoked[]) => {
    const known = readRevoked(revoked);
    const all = new Map(known.map((each) => [each.key, each]));
    // A database that was restored says it again, at another size.
    for (const each of before) if (each.size === 0 || !all.has(each.key)) all.set(each.key, each);
    const text = [...all.values()].sort((a, b) => a.size - b.size).map(revokedText);
    if (text.join("") !== known.map(revokedText).join("")) writeWhole(dataDir, revoked, text.join(""));
  };
  const earlier = () => readRevoked(revoked).filter(({ key }) => key !== held().verifier);
  return {
    earlier,
    ...stopping,
    isLost: () => !existsSync(current),
    waiting: () => (existsSync(waiting) ? readSecret(waiting) : null),
    next: () => {
      const [told = held().verifier] = readAnnounced(next);
      return told === held().verifier || earlier().some(({ key }) => key === told) ? null : told;
    },
    makeNext: (file) => {
      const { verifier } = newSecret(file, held().name);
      return {
        verifier,
        announce: () => writeWhole(dataDir, next, `${verifier}\n${held().verifier}\n`),
        discard: () => rmSync(file, { force: true }),
      };
    },
    prepare: (file) => {
      const text = file === null ? secretText(held().name) : readFileSync(file, "utf8");
      const { name, verifier } = keyIn(text, `${file} holds no key as next-key makes it.`);
      if (name !== held().name)
        throw new Error(`${file} is a key of “${name}”, and the log is “${held().name}”: it keeps its name.`);
      return { verifier, layReady: () => writeWhole(dataDir, waiting, text) };
    },
    learn,
    install: (before) => {
      learn(before);
      try {
        renameSync(waiting, current);
      } catch (error) {
        // Another process had the same to do.
        if (before.some(({ key }) => key === held().verifier)) throw error;
      }
      rmSync(next, { force: true });
      flushed(openSync(dataDir, "r"));
    },
  };
}

/** The key that is to follow, and the one that it follows. */
const readAnnounced = (place: string): string[] =>
  existsSync(place) ? readFileSync(place, "utf8").split("\n").filter(Boolean) : [];

/**
 * The key of the log whose secret half is lost, as it was noted down when the one that is to follow was made; null for
 * none.
 */
export function lostKey(dataDir: string, sign: NoteKey["sign"]): NoteKey | null {
  const [, written] = readAnnounced(filesIn(dataDir).next);
  return written === undefined ? null : publicNoteKey(written, sign);
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
  return keyIn(text);
}

export const readSecret = (place: string): NoteKey =>
  keyIn(
    readFileSync(place, "utf8"),
    `${place} is damaged. Restore it from the backup: without it nothing can be signed that receipts already rest on.`,
  );

function keyIn(text: string, otherwise?: string): NoteKey {
  const [, name, secret] = /^(\S+) ([0-9a-f]{64})\n$/.exec(text) ?? [];
  if (!name || !secret) throw new Error(otherwise);
  return noteKey(name, Buffer.from(secret, "hex"));
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
