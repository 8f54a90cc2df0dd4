import { DEFAULT_LOCALE, directionOf, type Locale } from "#app/i18n/locales.ts";
import type { Document, Sheet, Watermark } from "./document.ts";
import { qrSvg } from "./qr-path.ts";

/**
 * One line of text with what a typesetter needs to know of it: which way it runs and in which language, as far as its
 * letters tell.
 */
export type Line = { text: string; rtl: boolean; lang: string };

/** Controls but tab and line end, and code points that are no characters. */
const UNPRINTABLE = /[^\P{Cc}\t\n]|[\ufffe\uffff]/gu;
const SCRIPTS: [RegExp, string][] = [
  [/\p{Script=Hiragana}|\p{Script=Katakana}/u, "ja"],
  [/\p{Script=Hangul}/u, "ko"],
  [/\p{Script=Han}/u, "zh"],
  [/\p{Script=Arabic}/u, "ar"],
  [/\p{Script=Hebrew}/u, "he"],
  [/\p{Script=Devanagari}/u, "hi"],
  [/\p{Script=Thai}/u, "th"],
  [/\p{Script=Greek}/u, "el"],
  [/[іїєґ]/iu, "uk"],
  [/\p{Script=Cyrillic}/u, "ru"],
];
/** The first letter or mark that has a direction decides, as browsers do with `dir="auto"`. */
const FIRST_STRONG = /[\p{L}\u200e\u200f]/u;
const RIGHT_TO_LEFT = /[\u200f\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Text as every program can hold it: no control characters, no half characters, one kind of line end. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(UNPRINTABLE, "");
}

/** Whether a text runs from right to left: by its first letter that has a direction. */
export function isRightToLeft(text: string): boolean {
  return RIGHT_TO_LEFT.test(FIRST_STRONG.exec(text)?.[0] ?? "");
}

/** Languages by which a typesetter knows ours, and which of them are written in Latin letters. */
const tagOf = (language: Locale): string => language.split("-")[0]!;
/** A number by itself has no direction: it stands where lines of the document begin. */
const isNumber = (text: string): boolean => /^\d[\d.,]*$/.test(text);
const isLatin = (language: Locale): boolean => new Intl.Locale(language).maximize().script === "Latn";

/**
 * The language of a text by its script. Latin letters tell nothing, so they get the document's own language, or English
 * in one that is written otherwise.
 */
export function languageOf(text: string, own: Locale): string {
  const found = SCRIPTS.find(([script]) => script.test(text));
  if (found) return found[1];
  return isLatin(own) || !/\p{Script=Latin}/u.test(text) ? tagOf(own) : DEFAULT_LOCALE;
}

/** The document with every text turned into its lines, paragraphs apart by an empty one. */
export function inLines(document: Document | Sheet | Watermark): unknown {
  const own = directionOf(document.language) === "rtl";
  const lines = (text: string): Line[] =>
    printable(text)
      .split("\n")
      .map((line) => ({
        text: line,
        rtl: isNumber(line) ? own : isRightToLeft(line),
        lang: languageOf(line, document.language),
      }));
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return key === "kind" ? value : lines(value);
    if (Array.isArray(value)) return value.map((each) => walk(each, key));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, name)]));
  };
  const { language, made, title, ...rest } = document;
  const plain = { title: printable(title).replaceAll("\n", " "), language: tagOf(language), made: made.toISOString() };
  const walked = { ...(walk(rest, "") as object), ...plain };
  if (!("sheet" in rest)) return { ...walked, heading: lines(title), pages: rest.pages };
  return rest.sheet === "watermark" ? walked : { ...walked, qr: qrSvg(rest.check.address) };
}
