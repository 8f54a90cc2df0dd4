import sharp from "sharp";
import { withoutMetadata } from "./jpeg.mjs";

/** Of a PNG: how it looks. All other chunks are words, times or a program's own. */
const PNG_CHUNKS = new Set([
  "IHDR",
  "PLTE",
  "IDAT",
  "IEND",
  "tRNS",
  "gAMA",
  "cHRM",
  "sRGB",
  "iCCP",
  "sBIT",
  "bKGD",
  "pHYs",
  "cICP",
  "acTL",
  "fcTL",
  "fdAT",
]);
const RIFF_CHUNKS = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP", "fmt ", "fact", "data"]);
const [EMF_END, EMF_COMMENT, EMF_PLUS_END, EMF_PLUS_COMMENT] = [14, 70, 0x4002, 0x4003];
const [WMF_END, WMF_ESCAPE, WMF_COMMENT] = [0, 0x0626, 15];
/** How EXIF, XMP, Photoshop's words and those of a PNG begin. */
const TELLING = ["Exif\0\0", "http://ns.adobe.com/", "Photoshop 3.0", "tEXt", "iTXt", "zTXt", "eXIf"];

/**
 * A picture or sound inside a document, without who made it, where and with what. Throws for kinds that nobody looked
 * into.
 */
export function cleanMedia(bytes) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = view.toString("latin1", 0, 12);
  const begins = (...marks) => marks.some((mark) => head.startsWith(mark));
  if (begins("\xff\xd8\xff")) return withoutMetadata(view);
  if (begins("\x89PNG\r\n\x1a\n")) return png(view);
  if (begins("GIF87a", "GIF89a")) return gif(view);
  if (begins("RIFF") && ["WEBP", "WAVE"].includes(head.slice(8))) return riff(view);
  if (begins("II*\0", "MM\0*")) return sharp(view).tiff({ compression: "lzw" }).toBuffer();
  if (begins("\x01\0\0\0") && view.length > 88 && view.toString("latin1", 40, 44) === " EMF") return silent(emf(view));
  if (begins("\xd7\xcd\xc6\x9a")) return silent(wmf(view, 22));
  if (begins("\x01\0\x09\0")) return silent(wmf(view, 0));
  if (begins("BM")) return silent(view);
  throw new Error("a kind of file nobody looked into");
}

function png(bytes) {
  const kept = [bytes.subarray(0, 8)];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const [kind, end] = [bytes.toString("latin1", at + 4, at + 8), at + 12 + bytes.readUInt32BE(at)];
    if (end > bytes.length) break;
    if (PNG_CHUNKS.has(kind)) kept.push(bytes.subarray(at, end));
    if (kind === "IEND") return Buffer.concat(kept);
    at = end;
  }
  throw new Error("a picture that does not end");
}

/** Images, how long each is shown and how often all are; no comments and no program's own words. */
function gif(bytes) {
  const palette = (flags) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + palette(bytes[10]);
  const kept = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const from = at;
    if (bytes[at] === 0x3b) return Buffer.concat([...kept, bytes.subarray(at, at + 1)]);
    if (bytes[at] === 0x2c) at = endOfBlocks(bytes, at + 11 + palette(bytes[at + 9]));
    else if (bytes[at] === 0x21) at = endOfBlocks(bytes, at + 2);
    else break;
    const shows =
      bytes[from] === 0x2c ||
      bytes[from + 1] === 0xf9 ||
      (bytes[from + 1] === 0xff && bytes.toString("latin1", from + 3, from + 14) === "NETSCAPE2.0");
    if (shows) kept.push(bytes.subarray(from, at));
  }
  throw new Error("a picture that does not end");
}

function endOfBlocks(bytes, from) {
  let at = from;
  while (bytes[at] > 0) at += bytes[at] + 1;
  return at + 1;
}

function riff(bytes) {
  const kept = [bytes.subarray(8, 12)];
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [kind, length] = [bytes.toString("latin1", at, at + 4), bytes.readUInt32LE(at + 4)];
    const end = at + 8 + length + (length % 2);
    const chunk = Buffer.from(bytes.subarray(at, end));
    // The head of a WebP says which other chunks there are: EXIF is 8, XMP 4.
    if (kind === "VP8X") chunk[8] &= ~12;
    if (RIFF_CHUNKS.has(kind)) kept.push(chunk);
    at = end;
  }
  const content = Buffer.concat(kept);
  const head = Buffer.from("RIFF\0\0\0\0", "latin1");
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

/**
 * The head of a drawing names the program and the title, and between its lines a program may write what it likes; other
 * drawings there stay.
 */
function emf(bytes) {
  const clean = Buffer.from(bytes);
  const [letters, from] = [clean.readUInt32LE(60), clean.readUInt32LE(64)];
  clean.fill(0, from, from + 2 * letters);
  let ends = 0;
  for (const { at, end, kind } of records(clean, 0, EMF_END, (at) => [
    clean.readUInt32LE(at),
    clean.readUInt32LE(at + 4),
  ])) {
    if (kind === EMF_COMMENT && clean.toString("latin1", at + 12, at + 16) === "EMF+") {
      const inner = records(clean.subarray(0, at + 12 + clean.readUInt32LE(at + 8)), at + 16, EMF_PLUS_END, (at) => [
        clean.readUInt16LE(at),
        clean.readUInt32LE(at + 4),
      ]);
      for (const note of inner) if (note.kind === EMF_PLUS_COMMENT) clean.fill(0, note.at + 12, note.end);
    } else if (kind === EMF_COMMENT) clean.fill(0, at + 12, end);
    ends = end;
  }
  return clean.subarray(0, ends);
}

/** What a drawing of old Windows tells a printer or another program is not drawn. */
function wmf(bytes, placed) {
  const clean = Buffer.from(bytes);
  let ends = 0;
  for (const { at, end, kind } of records(clean, placed + 18, WMF_END, (at) => [
    clean.readUInt16LE(at + 4),
    2 * clean.readUInt32LE(at),
  ])) {
    if (kind === WMF_ESCAPE) clean.fill(0, at + 10, end).writeUInt16LE(WMF_COMMENT, at + 6);
    ends = end;
  }
  return clean.subarray(0, ends);
}

/** Throws where a drawing carries a photograph with words of its own: nobody looks into drawings that deep. */
function silent(drawing) {
  if (TELLING.some((mark) => drawing.includes(mark, 0, "latin1")))
    throw new Error("a photograph with words of its own");
  return drawing;
}

/**
 * What a drawing is made of, one after another, up to what ends it. Throws where one is longer than the drawing or has
 * no room for its own head.
 */
function* records(bytes, from, last, headOf) {
  for (let at = from; at + 6 <= bytes.length; ) {
    const [kind, length] = headOf(at);
    if (length < 6 || at + length > bytes.length) throw new Error("a drawing that does not end");
    yield { at, end: at + length, kind };
    if (kind === last) return;
    at += length;
  }
}
