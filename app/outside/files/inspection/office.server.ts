import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import type { FileProblem, Inspection } from "../files.ts";
import type { OpenedFile } from "./reading.server.ts";
import { listZip, type ZipEntry } from "./zip.server.ts";

const MOST_ENTRIES = 2_000;
const MOST_UNPACKED = 200_000_000;
const MOST_RATIO = 100;
/** All parts that name other parts, unpacked. */
const MOST_RELATIONS = 2_000_000;
/** All parts that can hold fields, unpacked. */
const MOST_WORDS = 30_000_000;
const OFFICE = "application/vnd.openxmlformats-officedocument";
const PARTS: Readonly<Record<string, string>> = {
  "word/document.xml": `${OFFICE}.wordprocessingml.document`,
  "xl/workbook.xml": `${OFFICE}.spreadsheetml.sheet`,
  "ppt/presentation.xml": `${OFFICE}.presentationml.presentation`,
};
const unpack = promisify(inflateRaw);

/** What kind of office document an archive is, and whether it is safe to hand on. Trusts the archive's own directory only to refuse. */
export async function inspectOffice(file: OpenedFile): Promise<Inspection> {
  const entries = await listZip(file, MOST_ENTRIES);
  if (!entries) return { contentType: null, problem: "broken" };
  if (isBomb(entries, file.size)) return { contentType: null, problem: "archive-bomb" };
  const names = new Set(entries.map(({ name }) => name));
  const part = names.has("[Content_Types].xml") ? Object.keys(PARTS).find((name) => names.has(name)) : undefined;
  if (!part) return { contentType: null, problem: "wrong-type" };
  return { contentType: PARTS[part] ?? null, problem: await problemOf(entries, file) };
}

async function problemOf(entries: ZipEntry[], file: OpenedFile): Promise<FileProblem | null> {
  if (entries.some(({ encrypted }) => encrypted)) return "password-protected";
  if (entries.some(({ name }) => /(^|\/)(vbaproject\.bin|vbadata\.xml|activex\d*\.(bin|xml))$/i.test(name))) return "macros";
  if (entries.some(({ name }) => /(^|\/)embeddings\//i.test(name) && !/\/$|\.(docx|xlsx|pptx)$/i.test(name))) return "embedded";
  const relations = entries.filter(({ name }) => /\.rels$/i.test(name));
  if (relations.reduce((sum, { unpacked, packed }) => sum + Math.max(unpacked, packed), 0) > MOST_RELATIONS) return "archive-bomb";
  for (const entry of relations) {
    const text = await readEntry(file, entry);
    if (text === null) return "broken";
    if (fetchesItsTemplate(text)) return "macros";
    if (/\/relationships\/oleObject["']/i.test(text)) return "embedded";
  }
  return talksToPrograms(entries, file);
}

/** Whether fields or links of a document would start or ask another program (DDE) when it is opened. Charts keep their workbook and are left alone. */
async function talksToPrograms(entries: ZipEntry[], file: OpenedFile): Promise<FileProblem | null> {
  const parts = entries.filter(({ name }) => /^word\/[^/]+\.xml$|^xl\/externalLinks\/[^/]+\.xml$/i.test(name));
  if (parts.reduce((sum, { unpacked }) => sum + unpacked, 0) > MOST_WORDS) return "too-complex";
  for (const entry of parts) {
    const text = await readEntry(file, entry);
    if (text === null) return "broken";
    if (/<(\w+:)?(ddeLink|oleLink)\b/i.test(text) || /(^|\n)\s*DDE(AUTO)?\b/i.test(fieldsOf(text))) return "embedded";
  }
  return null;
}

/** The codes of all fields, one a line. Word spreads a code over several runs, and so does whoever hides one. */
function fieldsOf(part: string): string {
  const codes = part.matchAll(/<(?:\w+:)?instrText[^>]*>([^<]*)|\binstr\s*=\s*["']([^"']*)|fldCharType\s*=\s*["'](begin)/gi);
  return [...codes].map(([, run, simple, begin]) => (begin ? "\n" : simple !== undefined ? `\n${simple}\n` : run)).join("");
}

/** Too many files, too many bytes, too much air, or files that share their bytes. */
function isBomb(entries: ZipEntry[], size: number): boolean {
  const total = (amount: (entry: ZipEntry) => number) => entries.reduce((sum, entry) => sum + amount(entry), 0);
  const unpacked = total((entry) => entry.unpacked);
  return entries.length > MOST_ENTRIES || unpacked > MOST_UNPACKED || unpacked > size * MOST_RATIO || total((entry) => entry.packed) > size;
}

/** A template on another machine is loaded, with its macros, when the document is opened. One on the author's own disk is not. */
function fetchesItsTemplate(relations: string): boolean {
  const templates = relations.split("<").filter((element) => element.includes("attachedTemplate"));
  return templates.some((template) => /Target\s*=\s*["'](https?:|ftp:|\\\\|file:\/\/[^/])/i.test(template));
}

/** A part as text, whatever its encoding; null when it is not what the directory says: what lies about its size is not read on. */
async function readEntry(file: OpenedFile, { position, packed, unpacked, method }: ZipEntry): Promise<string | null> {
  const head = await file.read(position, 30);
  if (head.length < 30) return null;
  const bytes = await file.read(position + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), packed);
  const text = method === 0 ? bytes : await unpack(bytes, { maxOutputLength: Math.max(1, unpacked) }).catch(() => null);
  return text?.length === unpacked ? text.toString("latin1").replaceAll("\0", "") : null;
}
