import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { crc32, deflateRawSync } from "node:zlib";
import PDFDocument from "pdfkit";
import sharp from "sharp";

/** Small real files for tests, made anew each time: nothing binary is kept in the repository. */

export type ZipPart = {
  name: string;
  bytes?: string | Buffer;
  /** What the directory claims, when that is not the truth. */
  claims?: { unpacked?: number; packed?: number };
  encrypted?: boolean;
};

const OFFICE = "application/vnd.openxmlformats-officedocument";
const MAIN_PART = { docx: "word/document.xml", xlsx: "xl/workbook.xml", pptx: "ppt/presentation.xml" } as const;
const MAIN_TYPE = {
  docx: "wordprocessingml.document",
  xlsx: "spreadsheetml.sheet",
  pptx: "presentationml.presentation",
} as const;

/** A PDF of one page; with a password it opens only for those who know it. */
export function samplePdf(text = "A garden on every roof", password?: string): Promise<Buffer> {
  const document = new PDFDocument({ size: "A6", ...(password ? { userPassword: password, pdfVersion: "1.7" } : {}) });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  document.text(text);
  return new Promise((resolve) => {
    document.on("end", () => resolve(Buffer.concat(parts)));
    document.end();
  });
}

export function samplePng(width = 40, height = 30): Promise<Buffer> {
  return picture(width, height).png().toBuffer();
}

export function sampleWebp(width = 40, height = 30): Promise<Buffer> {
  return picture(width, height).webp().toBuffer();
}

/** A photograph that tells where, when and by whom it was taken. */
export function sampleJpegWithGps(width = 1600, height = 900): Promise<Buffer> {
  return picture(width, height)
    .jpeg()
    .withExif({
      IFD0: { Make: "Kapok Camera", Artist: "Somebody", Copyright: "Somebody" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "23/1 7/1 48/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "113/1 15/1 36/1",
      },
    })
    .toBuffer();
}

/** A PNG of some hundred bytes whose head promises this many pixels. */
export async function samplePngThatClaims(width: number, height: number): Promise<Buffer> {
  const png = Buffer.from(await samplePng(8, 8));
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** The smallest thing that Office would call a document, with more parts if wanted. */
export function sampleOffice(kind: keyof typeof MAIN_PART, more: ZipPart[] = []): Buffer {
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${MAIN_PART[kind]}" ContentType="${OFFICE}.${MAIN_TYPE[kind]}.main+xml"/></Types>`;
  return sampleZip([
    { name: "[Content_Types].xml", bytes: types },
    { name: MAIN_PART[kind], bytes: "<document/>" },
    ...more,
  ]);
}

/** A film of no pictures: the boxes that every MP4 begins with. */
export function sampleMp4(): Buffer {
  const box = (kind: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length + 8);
    head.write(kind, 4, "latin1");
    return Buffer.concat([head, content]);
  };
  return Buffer.concat([
    box("ftyp", Buffer.from("isom\0\0\x02\0isomiso2mp41", "latin1")),
    box("moov", Buffer.alloc(64)),
    box("mdat", Buffer.alloc(256)),
  ]);
}

/** An archive with exactly these parts, which may lie about their sizes. */
export function sampleZip(parts: ZipPart[], comment = ""): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let position = 0;
  for (const { name, bytes = "", claims = {}, encrypted = false } of parts) {
    const plain = Buffer.from(bytes);
    const packed = deflateRawSync(plain);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(encrypted ? 0x801 : 0x800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(crc32(plain), 10);
    facts.writeUInt32LE(claims.packed ?? packed.length, 14);
    facts.writeUInt32LE(claims.unpacked ?? plain.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    files.push(Buffer.from("PK\x03\x04", "latin1"), facts, Buffer.from(name), packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(position, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), facts, rest, Buffer.from(name));
    position += 30 + Buffer.byteLength(name) + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(position, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([...files, listed, end, Buffer.from(comment)]);
}

/** A box of the old Office format; newer Office puts documents with a password into one. */
export function sampleOldOffice(stream: "WordDocument" | "EncryptedPackage"): Buffer {
  const file = Buffer.alloc(512 * 3);
  file.write("d0cf11e0a1b11ae1", 0, "hex");
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  file.write(stream, 512 * 2, "utf16le");
  return file;
}

/** Writes a sample to disk and answers its path. */
export async function onDisk(folder: string, bytes: Buffer, name = "sample"): Promise<string> {
  const path = `${folder}/${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}-${name}`;
  await writeFile(path, bytes);
  return path;
}

function picture(width: number, height: number) {
  const gradient = Buffer.from(
    `<svg width="${width}" height="${height}"><defs><linearGradient id="g"><stop offset="0" stop-color="#0b6"/><stop offset="1" stop-color="#06b"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`,
  );
  return sharp(gradient);
}
