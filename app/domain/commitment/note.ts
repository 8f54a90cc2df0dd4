import crypto from "node:crypto";
import type { TrailMemory } from "../audit/rules.ts";

/** Signed notes and checkpoints, after c2sp.org/signed-note and c2sp.org/tlog-checkpoint, with Ed25519. */

/**
 * A signing key with the name under which people know it. `verifier` is the public half as it is printed:
 * name+number+key; `bare` is its 32 bytes without name and type.
 */
export type NoteKey = {
  name: string;
  verifier: string;
  bare: Buffer;
  sign(text: Uint8Array): Buffer;
  id: Buffer;
  /** Of a key that may be changed while the portal runs: the one that it is now. */
  held?(): NoteKey;
};

/**
 * Where the newest note that a key signed is kept beside the database, and where the audit trail stood: what is
 * restored there does not change it. `keep` answers false where it could not, as on a full disk, and says so to the
 * operator: nobody is stopped by that, and the next look tries again.
 */
export type LogMemory = TrailMemory & { last(): string | null; keep(note: string): boolean };
/**
 * A key of the log that signs for it no more: what follows it, how many leaves it counts for, none where it never
 * signed, and why.
 */
export type Revoked = { key: string; next: string; size: number; reason: string };

/** What lies beside the key of the log, for the time when another takes its place. */
export type KeyRing = {
  /** The public half of the key that was made to be the next, whose secret one is elsewhere; null for none. */
  next(): string | null;
  /**
   * Makes that key: the secret half goes to this file alone, which must not be there. `announce` gives the public one
   * out, `discard` takes the file away.
   */
  makeNext(file: string): Pick<NoteKey, "verifier"> & { announce(): void; discard(): void };
  /** Those that came before, the last one last. */
  earlier(): Revoked[];
  /** A key that lies ready to take the place of the one that signs; null for none. */
  waiting(): NoteKey | null;
  /** The key of this file, or a new one; `layReady` puts it beside the one that signs, for its place. */
  prepare(file: string | null): Pick<NoteKey, "verifier"> & { layReady(): void };
  /** Puts the key that lies ready in the place of the one that signs, learns which came before, announces none. */
  install(before: readonly Revoked[]): void;
  /** Learns which keys came before. */
  learn(before: readonly Revoked[]): void;
  /** Whether the secret half of the key that signs is gone. */
  isLost(): boolean;
  /** Whether nothing is signed here, until another key is in the place of this one. */
  isHalted(): boolean;
  halt(on: boolean): void;
};

/** The key of the log, which remembers what it signed last, and knows which were its keys before. */
export type LogKey = NoteKey & { memory?: LogMemory; ring?: KeyRing };

/** The keys that sign or signed for the log, as people print them, the one that does first. */
export const signingKeys = ({ verifier, ring }: LogKey): string[] => [
  verifier,
  ...(ring?.earlier() ?? []).flatMap(({ key, size }) => (size > 0 ? key : [])),
];

/** Those that were revoked, whether they had signed or not, and behind them the one that signs. */
export const keysUntilNow = ({ verifier, ring }: Pick<LogKey, "verifier" | "ring">): string[] => [
  ...(ring?.earlier() ?? []).map(({ key }) => key),
  verifier,
];

/** Every key of the log, each behind the one that it followed: those revoked, the one that signs, the next. */
export const keysOfLog = (log: LogKey): string[] => [...keysUntilNow(log), ...[log.ring?.next() ?? []].flat()];

/** The keys of the log as a witness takes them, who looks forward: that which signs, then the next if known. */
export const printedKeys = ({ verifier, ring }: LogKey): string =>
  [verifier, ring?.next()].filter((each) => typeof each === "string").join(" ");

/** The keys of the log as readers write them into their trust file, and until how many leaves those revoked count. */
export const trustedKeys = (log: LogKey): { keys: string[]; revoked?: { key: string; size: number }[] } => {
  const revoked = (log.ring?.earlier() ?? []).map(({ key, size }) => ({ key, size }));
  return { keys: keysOfLog(log), ...(revoked.length > 0 ? { revoked } : {}) };
};

/** The same as a scrutineer's program takes them: proofs hold what keys signed that were revoked since. */
export const keysWithEnds = (log: LogKey): string => {
  const { keys, revoked = [] } = trustedKeys(log);
  const ends = new Map(revoked.map(({ key, size }) => [key, size]));
  return keys.map((key) => (ends.has(key) ? `${key}:${ends.get(key)}` : key)).join(" ");
};

/** Whether these 32 bytes are a key of the log, or were: then they are nobody else's. */
export const isOfLog = (log: LogKey, bare: Uint8Array): boolean =>
  keysOfLog(log).some((each) => readPublicKey(each, KEY_TYPES.note)!.bare.equals(bare));

/** The type of a key, which stands before its 32 bytes: Ed25519 that signs notes, and that cosigns checkpoints. */
export const KEY_TYPES = { note: 1, cosignature: 4 } as const;
/** What DER puts before the 32 bytes of a private and of a public key. */
const PRIVATE_DER = Buffer.from("302e020100300506032b657004220420", "hex");
const PUBLIC_DER = Buffer.from("302a300506032b6570032100", "hex");

/** What a key may be called: in one word, with nothing in it that cannot be seen. */
const isName = (name: string): boolean => /^[^\s+\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+$/u.test(name);

/** The number of a key, which stands beside its name: `typed` are its type and its 32 bytes. */
const keyNumber = (name: string, typed: Uint8Array): Buffer =>
  crypto.createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);

/** The key that these 32 secret bytes and this name make. Throws for a name that cannot stand in a note. */
export function noteKey(name: string, secret: Buffer): NoteKey {
  if (!isName(name) || secret.length !== 32) throw new TypeError("not a note key");
  const key = crypto.createPrivateKey({ key: Buffer.concat([PRIVATE_DER, secret]), format: "der", type: "pkcs8" });
  const bare = crypto.createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const typed = Buffer.concat([Uint8Array.of(KEY_TYPES.note), bare]);
  const id = keyNumber(name, typed);
  return {
    name,
    id,
    verifier: `${name}+${id.toString("hex")}+${typed.toString("base64")}`,
    bare,
    sign: (text) => crypto.sign(null, text, key),
  };
}

/** A public key of somebody outside. `bare` is its 32 bytes without name and type. */
export type PublicKey = { name: string; id: string; bare: Buffer };

/** Reads a key as people print it: name+number+key. Null for what is none, or is of another type. */
export function readPublicKey(written: string, type: (typeof KEY_TYPES)[keyof typeof KEY_TYPES]): PublicKey | null {
  const [, name, id, base64] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(written) ?? [];
  const typed = Buffer.from(base64 ?? "", "base64");
  if (!name || !isName(name) || typed[0] !== type || typed.toString("base64") !== base64) return null;
  return keyNumber(name, typed).toString("hex") === id ? { name, id, bare: typed.subarray(1) } : null;
}

/**
 * A note: the text, which ends in a newline, an empty line, the signature. The same text and key give the same note.
 */
export function signNote(text: string, key: Pick<NoteKey, "name" | "id" | "sign" | "held">): string {
  if (!text.endsWith("\n") || /[^\n\P{Cc}]/u.test(text) || !text.isWellFormed())
    throw new TypeError("not the text of a note");
  const { name, id, sign } = key.held?.() ?? key;
  return `${text}\n— ${name} ${Buffer.concat([id, sign(Buffer.from(text))]).toString("base64")}\n`;
}

/** By which of these keys, as people print them, a line under a note signs it; null for none. */
export function signerOf(note: string, keys: readonly string[]): string | null {
  const end = note.lastIndexOf("\n\n") + 1;
  const [text, lines] = [Buffer.from(note.slice(0, end)), note.slice(end + 1).split("\n")];
  const known = keys.map((written) => ({ written, ...readPublicKey(written, KEY_TYPES.note)! }));
  for (const line of lines) {
    const [, name, base64 = ""] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = Buffer.from(base64, "base64");
    const by = known.find((each) => each.name === name && each.id === bytes.subarray(0, 4).toString("hex"));
    if (by && bytes.toString("base64") === base64 && verifies(by.bare, text, bytes.subarray(4))) return by.written;
  }
  return null;
}

const verifies = (bare: Buffer, text: Buffer, signature: Buffer): boolean =>
  crypto.verify(null, text, { key: Buffer.concat([PUBLIC_DER, bare]), format: "der", type: "spki" }, signature);

/** How far the clock of somebody outside, who signs with a time of their own, may be from ours. */
const CLOCK_TOLERANCE = 10 * 60_000;

/** Whether a time that a clock outside told may lie between two of ours. */
export const mayLieBetween = (time: number, { from, to }: { from: Date; to: Date }): boolean =>
  time >= from.getTime() - CLOCK_TOLERANCE && time <= to.getTime() + CLOCK_TOLERANCE;

/** The key of which only this public half is left: `sign` says so. Null for what is none. */
export function publicNoteKey(written: string, sign: NoteKey["sign"]): NoteKey | null {
  const read = readPublicKey(written, KEY_TYPES.note);
  return read && { ...read, id: Buffer.from(read.id, "hex"), verifier: written, sign };
}

/** Which state of the log a note is about that we signed. */
export function stateOf(note: string): { size: number; root: Buffer; note: string } {
  const [, size, root = ""] = note.split("\n");
  return { size: Number(size), root: Buffer.from(root, "base64"), note };
}

/** What a checkpoint says: which log, how many leaves, which root. */
export const checkpointText = (origin: string, size: number, root: Buffer): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;
