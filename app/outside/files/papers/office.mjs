import { posix } from "node:path";
import { strToU8, unzipSync, zipSync } from "fflate";
import { codesOf, fetches, plainly } from "./fields.mjs";
import { cleanMedia } from "./media.mjs";
import { isPersonalPart, withoutPaths, withoutPeople } from "./personal.mjs";
import { contentTypes, partAt, relationOf } from "./relations.mjs";
import { decoded, encoded, localName, rewriteXml, textOf } from "./xml.mjs";

/** All parts of a document and of the documents inside it, unpacked. Bytes. */
const MOST_UNPACKED = 200_000_000;
const LARGEST_XML = 60_000_000;
const DEEPEST = 3;
const TYPES = "[Content_Types].xml";
const HIDDEN_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedfont";
/** Archives hold local times without a zone; all copies are of the first day they know. */
const EPOCH = new Date(1980, 0, 1);

/**
 * A copy of a DOCX, XLSX or PPTX without properties, thumbnail, signatures, and what comments, tracked changes,
 * pictures and settings tell of people, machines and places; its words stay. Holds what its relationships lead to and
 * nothing else. Throws for parts it cannot look into.
 */
export const cleanOffice = (bytes) => clean(bytes, { left: MOST_UNPACKED }, 0);

async function clean(bytes, budget, depth) {
  if (depth > DEEPEST) throw new Error("documents inside documents inside documents");
  const parts = unpacked(bytes, budget);
  const kept = new Map();
  /** Of each part, what it is to those that lead to it. */
  const kinds = new Map();
  const waiting = [""];
  while (waiting.length > 0) {
    const part = waiting.pop();
    const rels = relationsOf(part);
    const relations = parts.get(rels.toLowerCase());
    if (relations)
      kept.set(relations.name, strToU8(rewriteXml(xmlOf(relations), { tag: (element) => relation(element, part) })));
    else if (part === "") throw new Error("an archive without relationships");
  }
  const types = parts.get(TYPES.toLowerCase());
  if (!types) throw new Error("an archive without content types");
  const typeOf = contentTypes(xmlOf(types));
  const held = new Set([...kept.keys()].map((name) => `/${name}`.toLowerCase()));
  const listed = rewriteXml(xmlOf(types), {
    tag: ({ name, attributes }) =>
      name === "Override" && !held.has(decodeURI(attributes.get("PartName") ?? "").toLowerCase()) ? "drop" : {},
  });
  const copy = { [TYPES]: strToU8(listed) };
  for (const [name, content] of [...kept].sort(([a], [b]) => (a < b ? -1 : 1)))
    copy[name] = content ?? (await contentOf(parts.get(name.toLowerCase())));
  return zipSync(copy, { mtime: EPOCH });

  function relation({ name, attributes }, from) {
    if (name !== "Relationship") return {};
    const { kind, target, isOutside, isLink } = relationOf(attributes);
    if (isPersonalPart(kind)) return "drop";
    // A link that somebody may press stays; whatever would be fetched unasked does not.
    if (isOutside) return isLink ? {} : { Target: "about:blank" };
    const part = parts.get(partAt(from, target));
    if (!part) return {};
    kinds.set(part.name, [...(kinds.get(part.name) ?? []), kind]);
    if (!kept.has(part.name)) {
      kept.set(part.name, null);
      waiting.push(part.name);
    }
    return {};
  }

  function contentOf(part) {
    const ending = part.name.split(".").at(-1).toLowerCase();
    if (["xml", "vml", "svg"].includes(ending)) return strToU8(cleanXml(part));
    if (["docx", "xlsx", "pptx"].includes(ending)) return clean(part.bytes, budget, depth + 1);
    // What is a font to all that lead to it is read as nothing else. Word hides how its fonts begin, and says so.
    const isFont =
      kinds.get(part.name)?.every((kind) => kind === "font") &&
      (typeOf(part.name) === HIDDEN_FONT || beginsAsFont(part.bytes));
    return isFont ? part.bytes : cleanMedia(part.bytes);
  }
}

/** TrueType, OpenType, or the envelope that PowerPoint puts them into: that begins with its own length. */
function beginsAsFont(bytes) {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isEnvelope =
    view.length > 36 && view.readUInt32LE(0) === view.length && view.toString("latin1", 34, 36) === "LP";
  return isEnvelope || ["\0\x01\0\0", "OTTO", "true", "ttcf"].includes(view.toString("latin1", 0, 4));
}

/** The parts of an archive by their names in small letters, as Office compares them. */
function unpacked(bytes, budget) {
  const found = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      budget.left -= originalSize;
      if (budget.left < 0) throw new Error("too much to unpack");
      return !name.endsWith("/");
    },
  });
  return new Map(Object.entries(found).map(([name, content]) => [name.toLowerCase(), { name, bytes: content }]));
}

function xmlOf(part) {
  if (part.bytes.length > LARGEST_XML) throw new Error("too much text in one part");
  return textOf(part.bytes);
}

/** "word/document.xml" → "word/_rels/document.xml.rels"; the package itself is "". */
const relationsOf = (part) => posix.join(posix.dirname(part), "_rels", `${posix.basename(part)}.rels`);

function cleanXml(part) {
  const source = xmlOf(part);
  // Excel lists who commented, and begins each comment with its name. Programs call that part as they like.
  const authors = [...source.matchAll(/<(?:\w+:)?author>([^<]+)<\//g)]
    .map(([, name]) => name)
    .filter((name) => !isThread(name));
  // A code that fetches something may be spread and nested in many ways: then none of the part's codes stays, and all
  // that fields showed last does.
  const isQuiet = fetches(codesOf(plainly(source)));
  return rewriteXml(source, { tag: isQuiet ? withoutCode : withoutPeople, text });

  function text(words, element) {
    if (element === "instrText") return isQuiet ? "" : encoded(withoutPaths(decoded(words)));
    if (element === "author") return isThread(words) ? words : "Author";
    const signed = element === "t" ? authors.find((name) => words.startsWith(`${name}:`)) : undefined;
    return signed === undefined ? words : `Author${words.slice(signed.length)}`;
  }
}

function withoutCode(element) {
  const changes = withoutPeople(element);
  if (changes === "drop") return changes;
  return {
    ...changes,
    ...Object.fromEntries(
      [...element.attributes.keys()].filter((key) => localName(key) === "instr").map((key) => [key, ""]),
    ),
  };
}

/** Ties a comment of older programs to the thread that newer ones show. */
const isThread = (author) => /^tc=\{[0-9a-f-]+\}$/i.test(author);
