import { LONGEST_PIECE, type OpenedFile, tailOf } from "./reading.server.ts";

export type ZipEntry = {
  name: string;
  packed: number;
  unpacked: number;
  method: number;
  encrypted: boolean;
  position: number;
};

const LONGEST_END = 65_557;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;

/**
 * What an archive says of its files, read from the directory at its end without unpacking any; null when it has none.
 * Stops after `most` + 1 files.
 */
export async function listZip(file: OpenedFile, most: number): Promise<ZipEntry[] | null> {
  const end = await findEnd(file);
  if (!end) return null;
  if (end.count > most)
    return Array.from({ length: most + 1 }, () => ({
      name: "",
      packed: 0,
      unpacked: 0,
      method: 0,
      encrypted: false,
      position: 0,
    }));
  if (end.length > LONGEST_PIECE) return null;
  const directory = await file.read(end.position, end.length);
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length && entries.length <= most; ) {
    if (directory.readUInt32LE(at) !== ENTRY) return null;
    const [nameLength, extraLength, commentLength] = [
      directory.readUInt16LE(at + 28),
      directory.readUInt16LE(at + 30),
      directory.readUInt16LE(at + 32),
    ];
    entries.push(entryAt(directory, at, nameLength, extraLength));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries.length === end.count || entries.length > most ? entries : null;
}

/** Whether the file ends as an archive, whatever it begins as. */
export async function endsAsZip(file: OpenedFile): Promise<boolean> {
  return (await findEnd(file)) !== null;
}

async function findEnd(file: OpenedFile): Promise<{ count: number; length: number; position: number } | null> {
  const tail = await tailOf(file, LONGEST_END);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END || at + 22 + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const large =
      at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR_64
        ? await file.read(Number(tail.readBigUInt64LE(at - 12)), 56)
        : null;
    if (large?.length === 56 && large.readUInt32LE(0) === END_64) {
      return {
        count: Number(large.readBigUInt64LE(32)),
        length: Number(large.readBigUInt64LE(40)),
        position: Number(large.readBigUInt64LE(48)),
      };
    }
    return {
      count: tail.readUInt16LE(at + 10),
      length: tail.readUInt32LE(at + 12),
      position: tail.readUInt32LE(at + 16),
    };
  }
  return null;
}

function entryAt(directory: Buffer, at: number, nameLength: number, extraLength: number): ZipEntry {
  const nameEnd = at + 46 + nameLength;
  const large = largeNumbers(directory.subarray(nameEnd, nameEnd + extraLength));
  const number = (offset: number) => {
    const short = directory.readUInt32LE(at + offset);
    return short === 0xffffffff ? (large.shift() ?? Number.POSITIVE_INFINITY) : short;
  };
  const [unpacked, packed, position] = [number(24), number(20), number(42)];
  return {
    name: directory.toString("utf8", at + 46, nameEnd),
    packed,
    unpacked,
    position,
    method: directory.readUInt16LE(at + 10),
    encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
  };
}

/** The numbers too large for their fields, in the order of those fields. */
function largeNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const length = Math.min(extra.readUInt16LE(at + 2), extra.length - at - 4);
    return Array.from({ length: Math.floor(length / 8) }, (_none, index) =>
      Number(extra.readBigUInt64LE(at + 4 + index * 8)),
    );
  }
  return [];
}
