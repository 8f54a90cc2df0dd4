import { inflateRawSync } from "node:zlib";

/** The files of an archive by name, found through the directory at its end. */
export function filesIn(zip: Buffer): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (
    let at = zip.readUInt32LE(zip.lastIndexOf("PK\u0005\u0006") + 16);
    zip.readUInt32LE(at) === 0x02014b50;
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  ) {
    const name = zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28));
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    found.set(name, zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed));
  }
  return found;
}
