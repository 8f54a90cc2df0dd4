import { createHash } from "node:crypto";
import { noteKey } from "#app/domain/commitment/note.ts";

/**
 * A witness with a key of her own: `key` as it is printed, `line` as it stands under a checkpoint that she signs at a
 * time (seconds).
 */
export function aWitness(name = "witness.example/anna", seed = 77) {
  const { sign, bare } = noteKey(name, Buffer.alloc(32, seed));
  const typed = Buffer.concat([Uint8Array.of(4), bare]);
  const id = createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);
  const line = (note: string, at: number | bigint): string => {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(at));
    const signature = sign(Buffer.from(`cosignature/v1\ntime ${at}\n${note.slice(0, note.lastIndexOf("\n\n") + 1)}`));
    return `— ${name} ${Buffer.concat([id, time, signature]).toString("base64")}\n`;
  };
  return { name, key: `${name}+${id.toString("hex")}+${typed.toString("base64")}`, line };
}
export const seconds = (at: Date): number => Math.floor(at.getTime() / 1000);
