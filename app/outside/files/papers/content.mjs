import { decodePDFRawStream, PDFArray, PDFName, PDFRawStream } from "@cantoo/pdf-lib";

const CONTENTS = PDFName.of("Contents");
const code = (text) => text.charCodeAt(0);
const WHITE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITERS = new Set([..."()<>[]{}/%"].map(code));
const isRegular = (byte) => byte !== undefined && !WHITE.has(byte) && !DELIMITERS.has(byte);
/** After the end of a picture among the operators come more of them; after bytes that only look like it rarely so. */
const isText = (byte) => WHITE.has(byte) || (byte > 31 && byte < 127);
const LOOK_AHEAD = 12;

/**
 * Encloses what a page draws, so that what is drawn after it stands under no clip, matrix or hidden layer that the page
 * leaves open. Throws where what comes after would not be read at all.
 */
export function encloseContent(node) {
  const { context } = node;
  const contents = context.lookup(node.get(CONTENTS));
  const own = contents instanceof PDFArray ? contents.asArray() : contents ? [node.get(CONTENTS)] : [];
  const { below, above, text, marked } = leftOpen(Buffer.concat(own.flatMap((each) => operatorsOf(context, each))));
  const stream = (operators) => context.register(context.stream(operators));
  const before = stream("q\n".repeat(below + 1));
  const after = stream(`\n${text ? "ET\n" : ""}${"EMC\n".repeat(marked)}${"Q\n".repeat(below + above + 1)}`);
  node.set(CONTENTS, context.obj([before, ...own, after]));
}

/** Streams of a page are read as one, with white space between them. */
function operatorsOf(context, reference) {
  const stream = context.lookup(reference);
  return stream instanceof PDFRawStream ? [decodePDFRawStream(stream).decode(), Buffer.from("\n")] : [];
}

/**
 * What operators leave open: `below` says how many graphics states they close that they did not open, `above` how many
 * are open beyond those; whether a text is, and how many marked parts.
 */
function leftOpen(bytes) {
  const open = { below: 0, above: 0, text: false, marked: 0 };
  let [at, brackets] = [0, 0];
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === code("%")) at = endOfComment(bytes, at);
    else if (byte === code("(")) at = endOfString(bytes, at);
    else if (byte === code("<") && bytes[at + 1] !== code("<")) at = found(bytes.indexOf(">", at)) + 1;
    else if (byte === code("/")) at = endOfWord(bytes, at + 1);
    else if (isRegular(byte)) {
      const end = endOfWord(bytes, at);
      const word = end - at > 3 ? "" : bytes.latin1Slice(at, end);
      at = word === "ID" ? endOfPicture(bytes, end) : end;
      if (brackets === 0) follow(open, word);
    } else {
      if (byte === code("[") || byte === code("<")) brackets += 1;
      if (byte === code("]") || byte === code(">")) brackets = Math.max(0, brackets - 1);
      at += (byte === code("<") || byte === code(">")) && bytes[at + 1] === byte ? 2 : 1;
    }
  }
  found(brackets > 0 ? -1 : at);
  return open;
}

function follow(open, word) {
  if (word === "q") open.above += 1;
  else if (word === "Q" && open.above > 0) open.above -= 1;
  else if (word === "Q") open.below += 1;
  else if (word === "BT" || word === "ET") open.text = word === "BT";
  else if (word === "BMC" || word === "BDC") open.marked += 1;
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
