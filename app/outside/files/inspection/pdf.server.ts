import type { FileProblem } from "../files.ts";
import { type OpenedFile, tailOf } from "./reading.server.ts";

const TAIL = 4096;
const CROSS_REFERENCE = 65_536;

/** Whether a PDF is whole and opens without a password. Follows the end of the file to its trailer; reads no pages. */
export async function pdfProblem(file: OpenedFile): Promise<FileProblem | null> {
  const start = await file.read(0, 5);
  if (start.toString("latin1") !== "%PDF-") return "wrong-type";
  const tail = (await tailOf(file, TAIL)).toString("latin1");
  if (!tail.includes("%%EOF")) return "broken";
  const pointer = tail.match(/startxref\s+(\d{1,12})\s+%%EOF(?![\s\S]*startxref)/);
  if (!pointer) return "broken";
  const trailer = /trailer(?:(?!trailer)[\s\S])*$/.exec(tail)?.[0] ?? "";
  const reference = (await file.read(Number(pointer[1]), CROSS_REFERENCE)).toString("latin1");
  return isEncrypted(trailer) || isEncrypted(upToData(reference)) ? "password-protected" : null;
}

/** The trailer follows a table of references; a newer file has it in the head of a packed stream. */
function upToData(reference: string): string {
  const end = reference.search(/startxref|\bstream\r?\n/);
  return end < 0 ? reference : reference.slice(0, end);
}

function isEncrypted(trailer: string): boolean {
  return /\/Encrypt\s*(\d|<<)/.test(trailer);
}
