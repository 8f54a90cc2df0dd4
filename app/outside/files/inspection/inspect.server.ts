import { stat } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { ALLOWED_TYPES, type FileProblem, type Inspection } from "../files.ts";
import { imageProblem } from "./image.server.ts";
import { mp4Problem } from "./mp4.server.ts";
import { inspectOffice } from "./office.server.ts";
import { pdfProblem } from "./pdf.server.ts";
import { type OpenedFile, withOpened } from "./reading.server.ts";
import { endsAsZip } from "./zip.server.ts";

const ZIP = Buffer.from("PK\x03\x04", "latin1");
const OLD_OFFICE = Buffer.from("d0cf11e0a1b11ae1", "hex");

/**
 * Looks at a file's bytes: what it is, and why it cannot be taken. `maxBytes` is the most the portal stores. Reads
 * little, unpacks nothing.
 */
export async function inspect(path: string, maxBytes: number): Promise<Inspection> {
  const { size } = await stat(path);
  if (size === 0) return { contentType: null, problem: "empty" };
  if (size > maxBytes) return { contentType: null, problem: "too-big" };
  return withOpened(path, async (file) => {
    const start = await file.read(0, 8);
    if (start.subarray(0, 4).equals(ZIP)) return inspectOffice(file);
    if (start.equals(OLD_OFFICE))
      return { contentType: null, problem: (await isEncryptedOffice(file)) ? "password-protected" : "wrong-type" };
    const contentType = await typeByContent(path);
    if (contentType === null || (await endsAsZip(file))) return { contentType: null, problem: "wrong-type" };
    const problem = await problemOf(contentType, path, file);
    return { contentType: problem === "wrong-type" ? null : contentType, problem };
  });
}

/** The media type that the first bytes tell, if it is one that the portal accepts. */
export async function typeByContent(path: string): Promise<string | null> {
  const type = await fileTypeFromFile(path).catch(() => undefined);
  return type && type.mime in ALLOWED_TYPES ? type.mime : null;
}

function problemOf(contentType: string, path: string, file: OpenedFile): Promise<FileProblem | null> {
  if (contentType === "application/pdf") return pdfProblem(file);
  if (contentType === "video/mp4") return mp4Problem(file);
  return imageProblem(path);
}

/** Word, Excel and PowerPoint put a file with a password into the box of their old format. */
async function isEncryptedOffice(file: OpenedFile): Promise<boolean> {
  const header = await file.read(0, 512);
  if (header.length < 512) return false;
  const sectorSize = 2 ** Math.min(header.readUInt16LE(30), 12);
  const directory = await file.read((header.readUInt32LE(48) + 1) * sectorSize, sectorSize);
  return directory.includes(Buffer.from("EncryptedPackage", "utf16le"));
}
