/** One thing between angle brackets: a comment, CDATA, an instruction, or a tag with its attributes. */
const MARKUP =
  /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|(\/?)([^\s<>/!?="']+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>)/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const REFERENCE = /&(?:#x([\da-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));|&/gi;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** XML as text, whichever of the encodings that Office may use it comes in. Throws for any other. */
export function textOf(bytes) {
  const [first, second] = bytes;
  const is = (...mark) => mark[0] === first && mark[1] === second;
  const encoding = is(0xff, 0xfe) || is(0x3c, 0) ? "utf-16le" : is(0xfe, 0xff) || is(0, 0x3c) ? "utf-16be" : "utf-8";
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  if (text.includes("\0")) throw new Error("no text");
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)/i.exec(text)?.[1];
  if (declared && !/^utf-?(8|16)$/i.test(declared)) throw new Error("an encoding that Office does not write");
  return text;
}

/**
 * What an attribute or words mean to whoever reads the XML: references to characters are those characters. Throws for
 * names that only a document type could explain.
 */
export const decoded = (words) =>
  words.replace(REFERENCE, (whole, hex, decimal, name) => {
    if (name !== undefined && Object.hasOwn(NAMED, name)) return NAMED[name];
    if (hex === undefined && decimal === undefined) throw new Error(`nobody says what ${whole} is`);
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });

/** Words as they are written in XML, in an attribute or an element. */
export const encoded = (words) => words.replace(/[&<>"\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`);

/**
 * Rewrites XML tag by tag and leaves every other byte as it is. `tag` gets { name, parent, attributes }, names without
 * prefix and values decoded, and answers the attributes to change (null: to leave out), by their whole name, or "drop"
 * to leave the element out with all in it. `text` gets the words inside an element as they are written, CDATA like all
 * others, and the element's name, and answers what shall stand there. Comments and instructions go. Throws for what is
 * not well-formed, and for a document type: that could name other files.
 */
export function rewriteXml(source, { tag, text = (words) => words }) {
  const written = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'];
  const open = [];
  let dropped = Number.POSITIVE_INFINITY;
  const write = (piece) => open.length < dropped && written.push(piece);
  for (let at = 0; at < source.length; ) {
    const next = source.indexOf("<", at);
    if (next !== at) {
      const words = source.slice(at, next < 0 ? source.length : next);
      if (open.length > 0) write(text(words, open.at(-1).name));
      else if (words.trim() !== "") throw new Error("words outside of any element");
      if (next < 0) break;
    }
    MARKUP.lastIndex = next;
    const found = MARKUP.exec(source);
    if (!found) throw new Error("no well-formed XML");
    at = MARKUP.lastIndex;
    const [whole, closes, qualified, inside, empty] = found;
    if (qualified === undefined) {
      if (whole.startsWith("<![")) write(text(encoded(whole.slice(9, -3)), open.at(-1)?.name ?? ""));
    } else if (closes) {
      if (open.at(-1)?.qualified !== qualified) throw new Error("elements that do not close");
      write(whole);
      open.pop();
      if (open.length < dropped) dropped = Number.POSITIVE_INFINITY;
    } else if (open.length < dropped) begin(whole, qualified, inside, empty);
    else if (!empty) open.push({ qualified, name: localName(qualified) });
  }
  if (open.length > 0) throw new Error("elements that do not close");
  return written.join("");

  function begin(whole, qualified, inside, empty) {
    const name = localName(qualified);
    const pairs = Array.from(inside.matchAll(ATTRIBUTE), ([, key, double, single]) => [key, decoded(double ?? single)]);
    const attributes = new Map(pairs);
    if (attributes.size < pairs.length) throw new Error("an attribute given twice");
    const changes = tag({ name, parent: open.at(-1)?.name ?? "", attributes });
    if (changes !== "drop")
      write(
        Object.keys(changes).length === 0
          ? whole
          : `<${qualified}${inside.replace(ATTRIBUTE, (same, key) => changed(same, key, changes))}${empty && "/"}>`,
      );
    if (empty) return;
    if (changes === "drop") dropped = open.length + 1;
    open.push({ qualified, name });
  }
}

export const localName = (qualified) => qualified.slice(qualified.indexOf(":") + 1);

function changed(same, key, changes) {
  if (!Object.hasOwn(changes, key)) return same;
  return changes[key] === null ? "" : `${key}="${encoded(changes[key])}"`;
}
