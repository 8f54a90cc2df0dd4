import { decoded, encoded } from "./xml.mjs";

const ASIDE = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>/g;
const FIELD =
  /<(?:[^\s<>/!?="']+:)?instrText(?=[\s>])(?:[^<>"']|"[^"<]*"|'[^'<]*')*>([^<]*)|\binstr\s*=\s*(?:"([^"]*)"|'([^']*)')|\bfldCharType\s*=\s*["']/gi;

/**
 * A part without remarks, and with words that are written raw written like all others. Remarks may stand amid a code;
 * an element's name can be written in one way only.
 */
export const plainly = (part) => part.replace(ASIDE, (_aside, raw) => (raw === undefined ? "" : encoded(raw)));

/**
 * The codes of all fields of a part that is written `plainly`, one a line. Word spreads a code over several runs, and
 * so does whoever hides one.
 */
export function codesOf(plain) {
  return [...plain.matchAll(FIELD)]
    .map(([, run, double, single]) => {
      if (run !== undefined) return decoded(run);
      const code = double ?? single;
      return code === undefined ? "\n" : `\n${decoded(code)}\n`;
    })
    .join("");
}

/** Would a field start or ask another program (DDE)? */
export const startsProgram = (codes) => /(^|\n)[^\S\n]*DDE(AUTO)?\b/i.test(codes);

/**
 * Would a field fetch a picture, a text, an object or a table from a file or an address, perhaps as soon as the
 * document is opened?
 */
export const fetches = (codes) =>
  /(^|\n)[^\S\n]*(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|RD|DATABASE)\b/i.test(codes);
