import crypto from "node:crypto";

/** Signed notes and checkpoints, after c2sp.org/signed-note and c2sp.org/tlog-checkpoint, with Ed25519. */

/**
 * A signing key with the name under which people know it. `verifier` is the public half as it is printed:
 * name+number+key; `bare` is its 32 bytes without name and type.
 */
export type NoteKey = { name: string; verifier: string; bare: Buffer; sign(text: Uint8Array): Buffer; id: Buffer };

/** What stands before the 32 bytes of a key: Ed25519 that signs notes, and that cosigns checkpoints. */
export const [NOTES, COSIGNATURES] = [1, 4];
/** What DER puts before the 32 bytes of a private and of a public key. */
const PRIVATE_DER = Buffer.from("302e020100300506032b657004220420", "hex");

const isName = (name: string): boolean => /^[^\s+\p{Cc}]+$/u.test(name);

/** The key that these 32 secret bytes and this name make. Throws for a name that cannot stand in a note. */
export function noteKey(name: string, secret: Buffer): NoteKey {
  if (!isName(name) || secret.length !== 32) throw new TypeError("not a note key");
  const key = crypto.createPrivateKey({ key: Buffer.concat([PRIVATE_DER, secret]), format: "der", type: "pkcs8" });
  const bare = crypto.createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  const typed = Buffer.concat([Uint8Array.of(NOTES), bare]);
  const id = crypto.createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);
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
export function readPublicKey(written: string, type: number): PublicKey | null {
  const [, name, id, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(written) ?? [];
  const typed = Buffer.from(base64 ?? "", "base64");
  if (!name || typed[0] !== type || typed.toString("base64") !== base64) return null;
  return crypto.createHash("sha256").update(`${name}\n`).update(typed).digest("hex").startsWith(id!)
    ? { name, id: id!, bare: typed.subarray(1) }
    : null;
}

/**
 * A note: the text, which ends in a newline, an empty line, the signature. The same text and key give the same note.
 */
export function signNote(text: string, key: Pick<NoteKey, "name" | "id" | "sign">): string {
  if (!text.endsWith("\n") || /[^\n\P{Cc}]/u.test(text) || !text.isWellFormed())
    throw new TypeError("not the text of a note");
  return `${text}\n— ${key.name} ${Buffer.concat([key.id, key.sign(Buffer.from(text))]).toString("base64")}\n`;
}

/** What a checkpoint says: which log, how many leaves, which root. */
export const checkpointText = (origin: string, size: number, root: Buffer): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;
