import { decodePDFRawStream, PDFArray, PDFDict, PDFName, PDFNumber, PDFRawStream } from "@cantoo/pdf-lib";

const [CONTENTS, FILTER, PARMS] = ["Contents", "Filter", "DecodeParms"].map((name) => PDFName.of(name));
/** Other names of both, which some viewers heed. */
const ALIASES = ["F", "DP"].map((name) => PDFName.of(name));
/** What all pages of a paper are read from and decode to together, in bytes, at every step. */
const MOST_DECODED = 64 * 2 ** 20;
/** A stream counts as much at the least: very many empty ones are heavy too. */
const LEAST_COUNTED = 1024;
const code = (text) => text.charCodeAt(0);
const WHITE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set([..."()<>[]{}/%"].map(code));
const isRegular = (byte) => byte !== undefined && !WHITE.has(byte) && !DELIMITERS.has(byte);
/** After the end of a picture among the operators come more of them; after bytes that only look like it rarely so. */
const isText = (byte) => WHITE.has(byte) || (byte > 31 && byte < 127);
const LOOK_AHEAD = 12;
/** Longer than all operators and most numbers. */
const LONGEST_WORD = 32;
/** What stands between BI and ID besides names, words in brackets and lists. */
const VALUE = /^(?:[-+.\d]+|true|false|null)$/;

/** What is left of what the pages of one paper may decode to. */
export const roomForContent = () => ({ left: MOST_DECODED });

/**
 * Encloses what a page draws, so that what is drawn after it stands under no clip, matrix or hidden layer that the page
 * leaves open. Throws where what comes after would not be read at all, and where the pages of a paper, which share one
 * `room`, are too heavy to be looked into.
 */
export function encloseContent(node, room) {
  const { context } = node;
  const contents = context.lookup(node.get(CONTENTS));
  const own = contents instanceof PDFArray ? contents.asArray() : contents ? [node.get(CONTENTS)] : [];
  const { below, above, text, marked } = leftOpen(operatorsOf(context, own, room));
  const stream = (operators) => context.register(context.stream(operators));
  const before = stream("q\n".repeat(below + 1));
  const after = stream(`\n${text ? "ET\n" : ""}${"EMC\n".repeat(marked)}${"Q\n".repeat(below + above + 1)}`);
  node.set(CONTENTS, context.obj([before, ...own, after]));
}

/** Streams of a page are read as one, with white space between them. */
function operatorsOf(context, references, room) {
  const parts = [];
  for (const reference of references) {
    take(room, LEAST_COUNTED);
    const stream = context.lookup(reference);
    if (stream instanceof PDFRawStream) parts.push(decoded(stream, room), Buffer.from("\n"));
  }
  return Buffer.concat(parts);
}

function take(room, bytes) {
  if (bytes > room.left) throw new Error("pages that are too heavy");
  room.left -= bytes;
}

/** Goes through one filter after the other, none of which gives more than there is room for. */
function decoded({ dict, contents, transform }, room) {
  if (ALIASES.some((alias) => dict.has(alias))) throw new Error("a page that is read in two ways");
  const filters = listOf(dict.lookup(FILTER));
  const parms = listOf(dict.lookup(PARMS)).map((each) => dict.context.lookup(each));
  let bytes = contents;
  take(room, bytes.length);
  for (const [at, filter] of filters.entries()) {
    const own = parms[at] instanceof PDFDict ? parms[at] : undefined;
    refuseDifferences(own);
    const step = dict.context.obj({ Filter: filter, ...(own && { DecodeParms: own }) });
    bytes = decodedOnce(PDFRawStream.of(step, bytes, at === 0 ? transform : undefined), room);
  }
  return bytes;
}

const listOf = (object) => (object instanceof PDFArray ? object.asArray() : object ? [object] : []);

/** All growth of what a filter gives passes through one method of the library. */
function decodedOnce(raw, room) {
  const stream = decodePDFRawStream(raw);
  const grow = stream.ensureBuffer;
  stream.ensureBuffer = (wanted) => {
    if (wanted > room.left) throw new Error("pages that are too heavy");
    return grow.call(stream, wanted);
  };
  const bytes = stream.decode();
  take(room, bytes.length);
  return bytes;
}

/** The library leaves them as they are, so that what is counted here is not what is drawn. */
function refuseDifferences(parms) {
  const predictor = parms?.lookup(PDFName.of("Predictor"));
  if (predictor && !(predictor instanceof PDFNumber && predictor.asNumber() === 1))
    throw new Error("a page of differences");
}

/**
 * What operators leave open: `below` says how many graphics states they close that they did not open, `above` how many
 * are open beyond those; whether a text is, and how many marked parts.
 */
function leftOpen(bytes) {
  const open = { below: 0, above: 0, text: false, marked: 0, picture: false };
  let [at, brackets] = [0, 0];
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === code("%")) at = endOfComment(bytes, at);
    else if (byte === code("(")) at = endOfString(bytes, at);
    else if (byte === code("<") && bytes[at + 1] !== code("<")) at = found(bytes.indexOf(">", at)) + 1;
    else if (byte === code("/")) at = endOfWord(bytes, at + 1);
    else if (isRegular(byte)) {
      const end = endOfWord(bytes, at);
      const word = bytes.latin1Slice(at, Math.min(end, at + LONGEST_WORD));
      at = open.picture && brackets === 0 && word === "ID" ? endOfPicture(bytes, end) : end;
      if (at > end) open.picture = false;
      // Where something else stands between BI and ID, some viewers begin a picture and others do not.
      else if (open.picture) found(VALUE.test(word) ? at : -1);
      else if (brackets === 0) follow(open, word);
    } else {
      if (byte === code("[") || byte === code("<")) brackets += 1;
      if (byte === code("]") || byte === code(">")) brackets = Math.max(0, brackets - 1);
      at += (byte === code("<") || byte === code(">")) && bytes[at + 1] === byte ? 2 : 1;
    }
  }
  found(brackets > 0 || open.picture ? -1 : at);
  return open;
}

function follow(open, word) {
  if (word === "q") open.above += 1;
  else if (word === "Q" && open.above > 0) open.above -= 1;
  else if (word === "Q") open.below += 1;
  else if (word === "BT" || word === "ET") open.text = word === "BT";
  else if (word === "BMC" || word === "BDC") open.marked += 1;
  else if (word === "BI") open.picture = true;
  else if (word === "EMC") open.marked = Math.max(0, open.marked - 1);
}

function found(place) {
  if (place < 0) throw new Error("a page whose operators do not end");
  return place;
}

function endOfWord(bytes, from) {
  let at = from;
  while (isRegular(bytes[at])) at += 1;
  return at;
}

function endOfComment(bytes, from) {
  let at = from;
  while (at < bytes.length && bytes[at] !== 10 && bytes[at] !== 13) at += 1;
  return at;
}

function endOfString(bytes, from) {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === code("\\")) at += 1;
    else if (bytes[at] === code("(")) depth += 1;
    else if (bytes[at] === code(")") && --depth === 0) return at + 1;
  }
  return found(-1);
}

/** Bytes of a picture are followed by EI between white space. */
function endOfPicture(bytes, from) {
  for (let at = bytes.indexOf("EI", from + 1); ; at = bytes.indexOf("EI", at + 1)) {
    const end = found(at) + 2;
    if (WHITE.has(bytes[at - 1]) && !isRegular(bytes[end]) && bytes.subarray(end, end + LOOK_AHEAD).every(isText))
      return end;
  }
}
