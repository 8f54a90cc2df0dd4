import crypto from "node:crypto";
import type { TrailMemory } from "../audit/rules.ts";

/** Signed notes and checkpoints, after c2sp.org/signed-note and c2sp.org/tlog-checkpoint, with Ed25519. */

/**
 * A signing key with the name under which people know it. `verifier` is the public half as it is printed:
 * name+number+key; `bare` is its 32 bytes without name and type.
 */
export type NoteKey = { name: string; verifier: string; bare: Buffer; sign(text: Uint8Array): Buffer; id: Buffer };

/**
 * Where the newest note that a key signed is kept beside the database, and where the audit trail stood: what is
 * restored there does not change it. `keep` answers false where it could not, as on a full disk, and says so to the
 * operator: nobody is stopped by that, and the next look tries again.
 */
export type LogMemory = TrailMemory & { last(): string | null; keep(note: string): boolean };
/** The key of the log, which remembers what it signed last. */
export type LogKey = NoteKey & { memory?: LogMemory };

/** The type of a key, which stands before its 32 bytes: Ed25519 that signs notes, and that cosigns checkpoints. */
export const KEY_TYPES = { note: 1, cosignature: 4 } as const;
/** What DER puts before the 32 bytes of a private and of a public key. */
const PRIVATE_DER = Buffer.from("302e020100300506032b657004220420", "hex");

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
export function signNote(text: string, key: Pick<NoteKey, "name" | "id" | "sign">): string {
  if (!text.endsWith("\n") || /[^\n\P{Cc}]/u.test(text) || !text.isWellFormed())
    throw new TypeError("not the text of a note");
  return `${text}\n— ${key.name} ${Buffer.concat([key.id, key.sign(Buffer.from(text))]).toString("base64")}\n`;
}

/** How far the clock of somebody outside, who signs with a time of their own, may be from ours. */
const CLOCK_TOLERANCE = 10 * 60_000;

/** Whether a time that a clock outside told may lie between two of ours. */
export const mayLieBetween = (time: number, { from, to }: { from: Date; to: Date }): boolean =>
  time >= from.getTime() - CLOCK_TOLERANCE && time <= to.getTime() + CLOCK_TOLERANCE;

/** Which state of the log a note is about that we signed. */
export function stateOf(note: string): { size: number; root: Buffer; note: string } {
  const [, size, root = ""] = note.split("\n");
  return { size: Number(size), root: Buffer.from(root, "base64"), note };
}

/** What a checkpoint says: which log, how many leaves, which root. */
export const checkpointText = (origin: string, size: number, root: Buffer): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;
