import crypto from "node:crypto"; // as a whole: pages read rules, and browsers have no such module
import { KEY_TYPES, mayLieBetween, type PublicKey, readPublicKey } from "../commitment/note.ts";

/**
 * Cosignatures after c2sp.org/tlog-cosignature: the bytes of one under a note, 4 of the key's number, 8 of a time, 64
 * of the signature.
 */
const COSIGNATURE_BYTES = 76;

/** A witness's key as people print it; null for what is none. */
export const readWitnessKey = (written: string): PublicKey | null => readPublicKey(written, KEY_TYPES.cosignature);

/** A note in its parts: the text, and each cosignature under it with the line as it stands there. */
export type Cosigned = {
  text: string;
  cosignatures: { line: string; name: string; id: string; time: bigint; signature: Buffer }[];
};

/** Reads the cosignatures under a checkpoint; other signatures are left out. */
export function readCosigned(note: string): Cosigned {
  const end = note.lastIndexOf("\n\n");
  const lines = note
    .slice(end + 2)
    .split("\n")
    .map((line) => ({
      line,
      ...(/^— (?<name>\S+) (?<base64>[A-Za-z0-9+/]{102}==)$/.exec(line)?.groups as
        | { name?: string; base64?: string }
        | undefined),
    }));
  return {
    text: note.slice(0, end + 1),
    cosignatures: lines.flatMap(({ line, name, base64 }) => {
      const bytes = Buffer.from(base64 ?? "", "base64");
      if (!name || bytes.length !== COSIGNATURE_BYTES || bytes.toString("base64") !== base64) return [];
      return [
        {
          line,
          name,
          id: bytes.subarray(0, 4).toString("hex"),
          time: bytes.readBigUInt64BE(4),
          signature: bytes.subarray(12),
        },
      ];
    }),
  };
}

/**
 * Whether the holder of this key signed that at this time the text was the newest checkpoint that they had seen, and
 * that time lies between its making and now.
 */
export function vouchesFor(
  { name, id, bare }: PublicKey,
  text: string,
  { name: by, id: number, time, signature }: Cosigned["cosignatures"][number],
  between: { from: Date; to: Date },
): boolean {
  if (name !== by || id !== number || !mayLieBetween(Number(time) * 1000, between)) return false;
  const key = crypto.createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: bare.toString("base64url") },
    format: "jwk",
  });
  return crypto.verify(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key, signature);
}
