import { posix } from "node:path";
import { promisify } from "node:util";
import { constants, inflateRaw } from "node:zlib";
import type { FileProblem, Inspection } from "../files.ts";
import { codesOf, fetches, plainly, startsProgram } from "../papers/fields.mjs";
import { contentTypes, partAt, relationOf } from "../papers/relations.mjs";
import { type Element, rewriteXml, textOf } from "../papers/xml.mjs";
import { LONGEST_PIECE, type OpenedFile } from "./reading.server.ts";
import { listZip, type ZipEntry } from "./zip.server.ts";

const MOST_ENTRIES = 2_000;
const MOST_UNPACKED = 200_000_000;
const MOST_RATIO = 100;
/** All parts that name other parts or their types, unpacked. */
const MOST_RELATIONS = 2_000_000;
/** All parts that can hold fields, unpacked. */
const MOST_WORDS = 30_000_000;
/** All documents inside a document, unpacked, and how deep they may lie. */
const MOST_INSIDE = 100_000_000;
const DEEPEST = 3;
const OFFICE = "application/vnd.openxmlformats-officedocument";
const WORD = "word/document.xml";
const PARTS: Readonly<Record<string, string>> = {
  [WORD]: `${OFFICE}.wordprocessingml.document`,
  "xl/workbook.xml": `${OFFICE}.spreadsheetml.sheet`,
  "ppt/presentation.xml": `${OFFICE}.presentationml.presentation`,
};
/** As much of a packed part as tells what it is, in bytes. */
const BEGINNING = 4_096;
const TYPES = "[Content_Types].xml";
/**
 * A template on another machine is loaded, with its macros, when the document is opened. One on the author's own disk
 * is not.
 */
const ELSEWHERE = /^\s*(?:(?!file:)[a-z][a-z\d+.-]+:|(?:file:)?[\\/]{2}[^\\/]|(?:file:)?[\\/]{4})/i;
const unpack = promisify(inflateRaw);

type Flaw = Omit<Inspection, "contentType">;
/**
 * What leads to other parts of an archive: to each, by its name in small letters, the kinds of the relationships.
 * `reaches`: something would be fetched.
 */
type Relations = { kinds: Map<string, string[]>; reaches: boolean };

/**
 * What kind of office document an archive is, and whether it is safe to hand on. Trusts the archive's own directory
 * only to refuse.
 */
export async function inspectOffice(file: OpenedFile): Promise<Inspection> {
  const entries = await listZip(file, MOST_ENTRIES);
  if (!entries) return { contentType: null, problem: "broken" };
  if (isBomb(entries, file.size)) return { contentType: null, problem: "archive-bomb" };
  const names = new Set(entries.map(({ name }) => name));
  const part = names.has(TYPES) ? Object.keys(PARTS).find((name) => names.has(name)) : undefined;
  if (!part) return { contentType: null, problem: "wrong-type" };
  return { contentType: PARTS[part] ?? null, ...(await flawOf(entries, file, part, 0)) };
}

async function flawOf(entries: ZipEntry[], file: OpenedFile, main: string, depth: number): Promise<Flaw> {
  if (entries.some(({ encrypted }) => encrypted)) return { problem: "password-protected" };
  if (entries.some(({ name }) => /(^|\/)(vbaproject\.bin|vbadata\.xml|activex\d*\.(bin|xml))$/i.test(name)))
    return { problem: "macros" };
  if (entries.some(({ name }) => /(^|\/)embeddings\//i.test(name) && !/\/$|\.(docx|xlsx|pptx)$/i.test(name)))
    return { problem: "embedded" };
  const relations = await relationsOf(entries, file);
  if (typeof relations === "string") return { problem: relations };
  const problem =
    (await flawOfWords(entries, file, main, relations)) ?? (await flawInside(entries, file, relations, depth));
  return { problem, ...(relations.reaches ? { reaches: true } : {}) };
}

/**
 * Documents inside it may do what it may not do itself neither: whoever presses one opens it in the program of its own.
 * What is no archive opens in none.
 */
async function flawInside(
  entries: ZipEntry[],
  file: OpenedFile,
  found: Relations,
  depth: number,
): Promise<FileProblem | null> {
  const documents = entries.filter(({ name }) => /\.(docx|xlsx|pptx)$/i.test(name));
  if (
    documents.length > 0 &&
    (depth === DEEPEST || documents.reduce((sum, { unpacked }) => sum + unpacked, 0) > MOST_INSIDE)
  )
    return "too-complex";
  for (const document of documents) {
    const bytes = await readEntry(file, document);
    if (!bytes) return "broken";
    const inner: OpenedFile = {
      size: bytes.length,
      read: async (position, length) => bytes.subarray(position, position + Math.min(length, LONGEST_PIECE)),
    };
    const parts = await listZip(inner, MOST_ENTRIES);
    if (!parts) continue;
    if (isBomb(parts, inner.size)) return "archive-bomb";
    const { problem, reaches } = await flawOf(
      parts,
      inner,
      parts.some(({ name }) => name === WORD) ? WORD : "",
      depth + 1,
    );
    if (problem) return problem;
    if (reaches) found.reaches = true;
  }
  return null;
}

async function relationsOf(entries: ZipEntry[], file: OpenedFile): Promise<Relations | FileProblem> {
  const parts = entries.filter(({ name }) => /\.rels$/i.test(name));
  if (
    [...parts, ...entries.filter(({ name }) => name === TYPES)].reduce(
      (sum, { unpacked, packed }) => sum + Math.max(unpacked, packed),
      0,
    ) > MOST_RELATIONS
  )
    return "archive-bomb";
  const found: Relations = { kinds: new Map(), reaches: false };
  for (const entry of parts) {
    const from = posix.join(posix.dirname(entry.name), "..", posix.basename(entry.name).slice(0, -".rels".length));
    const problem = readXml(await readEntry(file, entry), (source) => {
      const problems: (FileProblem | null)[] = [];
      rewriteXml(source, {
        tag: (element) => {
          problems.push(relationProblem(element, from, found));
          return {};
        },
      });
      return problems.find((code) => code !== null) ?? null;
    });
    if (problem) return problem;
  }
  return found;
}

/** Notes what one relationship leads to, and answers why a document may not have it. */
function relationProblem({ name, attributes }: Element, from: string, found: Relations): FileProblem | null {
  if (name !== "Relationship") return null;
  const { kind, target, isOutside, isLink } = relationOf(attributes);
  if (kind.toLowerCase() === "oleobject") return "embedded";
  if (kind === "attachedTemplate" && ELSEWHERE.test(target.replaceAll(/%5c/gi, "\\").replaceAll(/%2f/gi, "/")))
    return "macros";
  // A chunk of another format may name on its own what it fetches.
  if ((isOutside && !isLink) || kind === "aFChunk") found.reaches = true;
  if (isOutside) return null;
  const part = partAt(from, target);
  found.kinds.set(part, [...(found.kinds.get(part) ?? []), kind]);
  return null;
}

/**
 * Whether fields or links of a document would start or ask another program (DDE) when it is opened; notes whether a
 * field would fetch something.
 */
async function flawOfWords(
  entries: ZipEntry[],
  file: OpenedFile,
  main: string,
  found: Relations,
): Promise<FileProblem | null> {
  const { kinds } = found;
  const list = entries.find(({ name }) => name === TYPES);
  const typeOf = readXml(list ? await readEntry(file, list) : null, contentTypes);
  if (typeof typeOf === "string") return typeOf;
  const isSearched = (entry: ZipEntry) => {
    if (main === WORD) return beginsAsXml(file, entry);
    return (
      /^xl\/externalLinks\/[^/]+\.xml$/i.test(entry.name) ||
      kinds.get(entry.name.toLowerCase())?.includes("externalLink") ||
      typeOf(entry.name).includes("externallink")
    );
  };
  let left = MOST_WORDS;
  for (const entry of entries) {
    if (/\/$|\.rels$/i.test(entry.name) || !(await isSearched(entry))) continue;
    left -= entry.unpacked;
    if (left < 0) return "too-complex";
    const problem = readXml(await readEntry(file, entry), (source) => commandProblem(source, found));
    // A drawing and a chunk of another format need not be XML to the letter.
    const isLoose =
      kinds.get(entry.name.toLowerCase())?.every((kind) => kind === "image" || kind === "aFChunk") ?? false;
    if (problem && !(problem === "broken" && isLoose)) return problem;
  }
  return null;
}

/** Whether a part, whatever it is called, begins as XML does. */
async function beginsAsXml(file: OpenedFile, entry: ZipEntry): Promise<boolean> {
  if (/\.xml$/i.test(entry.name)) return true;
  const packed = await packedBytes(file, entry, BEGINNING);
  const bytes =
    packed &&
    (entry.method === 0 ? packed : await unpack(packed, { finishFlush: constants.Z_SYNC_FLUSH }).catch(() => null));
  const text =
    bytes
      ?.toString("latin1")
      .replaceAll("\0", "")
      .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "")
      .trimStart() ?? "";
  return text === "" || text.startsWith("<");
}

/** Looks for links to programs, and in the codes of all fields. */
function commandProblem(part: string, found: Relations): FileProblem | null {
  const plain = plainly(part);
  if (/<!DOCTYPE/i.test(plain)) return "broken";
  const codes = codesOf(plain);
  if (fetches(codes)) found.reaches = true;
  return /<([^\s<>/!?="']+:)?(ddeLink|oleLink)\b/i.test(plain) || startsProgram(codes) ? "embedded" : null;
}

/** Too many files, too many bytes, too much air, or files that share their bytes. */
function isBomb(entries: ZipEntry[], size: number): boolean {
  const total = (amount: (entry: ZipEntry) => number) => entries.reduce((sum, entry) => sum + amount(entry), 0);
  const unpacked = total((entry) => entry.unpacked);
  return (
    entries.length > MOST_ENTRIES ||
    unpacked > MOST_UNPACKED ||
    unpacked > size * MOST_RATIO ||
    total((entry) => entry.packed) > size
  );
}

/** What `look` finds in a part; "broken" for what is no XML, or XML that programs may read in more than one way. */
function readXml<Found>(bytes: Buffer | null, look: (source: string) => Found): Found | "broken" {
  if (bytes === null) return "broken";
  try {
    return look(textOf(bytes));
  } catch {
    return "broken";
  }
}

/** The bytes of a part; null when it is not what the directory says: what lies about its size is not read on. */
async function readEntry(file: OpenedFile, entry: ZipEntry): Promise<Buffer | null> {
  const packed = await packedBytes(file, entry, entry.packed);
  const bytes =
    packed &&
    (entry.method === 0
      ? packed
      : await unpack(packed, { maxOutputLength: Math.max(1, entry.unpacked) }).catch(() => null));
  return bytes?.length === entry.unpacked ? bytes : null;
}

async function packedBytes(file: OpenedFile, { position, packed }: ZipEntry, most: number): Promise<Buffer | null> {
  const head = await file.read(position, 30);
  if (head.length < 30) return null;
  return file.read(position + 30 + head.readUInt16LE(26) + head.readUInt16LE(28), Math.min(packed, most));
}
