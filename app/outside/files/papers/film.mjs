import { copyFile, open } from "node:fs/promises";
import { constants } from "node:fs";

/** Boxes that hold what cameras and programs say of themselves, and what nobody reads. */
const PERSONAL = new Set(["udta", "meta", "uuid", "free", "skip", "wide"]);
const INSIDE = new Set(["moov", "trak", "mdia", "minf", "stbl", "edts", "moof", "traf", "mvex"]);
/** Tracks that are seen, heard or read; others hold where a camera went, second by second. */
const SHOWN = new Set(["vide", "soun", "subt", "sbtl", "text", "clcp"]);
const HEADERS = new Set(["mvhd", "tkhd", "mdhd"]);
const MOST_BOXES = 100_000;

/**
 * Copies an MP4 from one path to another without who made it, when, where and with what. Each byte stays where it is,
 * since tables inside point at others: what goes is written over with zeros and marked as free.
 */
export async function cleanFilm(from, to) {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  const file = await open(to, "r+");
  try {
    let left = MOST_BOXES;
    await walk(0, (await file.stat()).size);

    async function walk(start, end) {
      for (let at = start; at + 8 <= end; ) {
        left -= 1;
        if (left < 0) throw new Error("too many boxes");
        const { kind, head, length } = await boxAt(file, at, end);
        if (PERSONAL.has(kind) || (kind === "trak" && !SHOWN.has(await handlerOf(file, at + head, at + length))))
          await blank(file, at, head, length);
        else if (INSIDE.has(kind)) await walk(at + head, at + length);
        else if (HEADERS.has(kind)) await forgetTimes(file, at + head);
        else if (kind === "hdlr") await fill(file, at + head + 24, at + length);
        at += length;
      }
    }
  } finally {
    await file.close();
  }
}

async function boxAt(file, at, end) {
  const bytes = await read(file, at, 16);
  const short = bytes.readUInt32BE(0);
  const length = short === 0 ? end - at : short === 1 ? Number(bytes.readBigUInt64BE(8)) : short;
  const head = short === 1 ? 16 : 8;
  if (length < head || at + length > end) throw new Error("a box that does not end");
  return { kind: bytes.toString("latin1", 4, 8), head, length };
}

/** What a track is for. */
async function handlerOf(file, start, end) {
  for (let at = start; at + 8 <= end; ) {
    const { kind, head, length } = await boxAt(file, at, end);
    if (kind === "hdlr") return (await read(file, at + head + 8, 4)).toString("latin1");
    if (kind === "mdia") return handlerOf(file, at + head, at + length);
    at += length;
  }
  return "";
}

async function blank(file, at, head, length) {
  await file.write(Buffer.from("free", "latin1"), 0, 4, at + 4);
  await fill(file, at + head, at + length);
}

/** Version 1 counts moments in eight bytes, version 0 in four. */
async function forgetTimes(file, at) {
  const [version] = await read(file, at, 1);
  await fill(file, at + 4, at + 4 + (version === 1 ? 16 : 8));
}

async function fill(file, start, end) {
  for (let at = start; at < end; at += 65_536)
    await file.write(Buffer.alloc(Math.min(65_536, end - at)), 0, undefined, at);
}

async function read(file, position, length) {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer;
}
