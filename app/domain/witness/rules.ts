import crypto from "node:crypto"; // as a whole: pages read rules, and browsers have no such module

/**
 * Cosignatures after c2sp.org/tlog-cosignature: the key type of Ed25519 in it, and the bytes of one under a note: 4 of
 * the key's number, 8 of a time, 64 of the signature.
 */
const COSIGNATURE_KEY = 4;
const COSIGNATURE_BYTES = 76;
/** How far a witness's clock may be from ours. */
const CLOCK = 10 * 60_000;

/** A witness's public key. `bare` is its 32 bytes without name and type. */
export type WitnessKey = { name: string; id: string; bare: Buffer };

/** Reads a key as people print it: name+number+key. Null for what is none, or of another kind. */
export function readWitnessKey(written: string): WitnessKey | null {
  const [, name, id, base64] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(written) ?? [];
  const typed = Buffer.from(base64 ?? "", "base64");
  if (!name || typed[0] !== COSIGNATURE_KEY || typed.toString("base64") !== base64) return null;
  return crypto.createHash("sha256").update(`${name}\n`).update(typed).digest("hex").startsWith(id!)
    ? { name, id: id!, bare: typed.subarray(1) }
    : null;
}

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
  { name, id, bare }: WitnessKey,
  text: string,
  { name: by, id: number, time, signature }: Cosigned["cosignatures"][number],
  { from, to }: { from: Date; to: Date },
): boolean {
  const at = Number(time) * 1000;
  if (name !== by || id !== number || at < from.getTime() - CLOCK || at > to.getTime() + CLOCK) return false;
  const key = crypto.createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: bare.toString("base64url") },
    format: "jwk",
  });
  return crypto.verify(null, Buffer.from(`cosignature/v1\ntime ${time}\n${text}`), key, signature);
}
