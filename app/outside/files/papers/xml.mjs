/** One thing between angle brackets: a comment, CDATA, an instruction, or a tag with its attributes. */
const MARKUP = /<(?:!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\?[\s\S]*?\?>|(\/?)([^\s<>/!?="']+)((?:\s+[^\s<>/="']+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>)/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** XML as text, whichever of the encodings that Office may use it comes in. Throws for any other. */
export function textOf(bytes) {
  const [first, second] = bytes;
  const encoding = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)/i.exec(text)?.[1];
  if (declared && !/^utf-?(8|16)$/i.test(declared)) throw new Error("an encoding that Office does not write");
  return text;
}

/**
 * Rewrites XML tag by tag and leaves every other byte as it is. `tag` gets { name, parent, attributes }, names without prefix, and answers the attributes to change (null: to leave
 * out), by their whole name, or "drop" to leave the element out with all in it. `text` gets the words inside an element and its name, and answers what shall stand there.
 * Comments and instructions go. Throws for what is not well-formed, and for a document type: that could name other files.
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
      if (whole.startsWith("<![")) write(whole);
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
    const attributes = new Map(Array.from(inside.matchAll(ATTRIBUTE), ([, key, double, single]) => [key, double ?? single]));
    const changes = tag({ name, parent: open.at(-1)?.name ?? "", attributes });
    if (changes !== "drop") write(Object.keys(changes).length === 0 ? whole : `<${qualified}${inside.replace(ATTRIBUTE, (same, key) => changed(same, key, changes))}${empty && "/"}>`);
    if (empty) return;
    if (changes === "drop") dropped = open.length + 1;
    open.push({ qualified, name });
  }
}

export const localName = (qualified) => qualified.slice(qualified.indexOf(":") + 1);

function changed(same, key, changes) {
  if (!Object.hasOwn(changes, key)) return same;
  return changes[key] === null ? "" : `${key}="${changes[key]}"`;
}
