import { languageName } from "./format.ts";

/** Those in which most cities of the world work: shown first, or alone where few have room. */
export const USUAL_LANGUAGES = "ar bn de en es fa fr hi id it ja ko ms nl no pl pt ru sw ta th tr uk ur vi zh zu".split(" ") as [string, ...string[]];

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** Codes of ISO 639-1 that a newer one has replaced, "iw" for "he", are known to the system by the newer one. */
const isCurrent = (code: string) => Intl.getCanonicalLocales(code)[0] === code && languageName(code, "en") !== code;

/** "tw" is called "Akan", as "ak" is. */
const isFirstOfItsName = (code: string, index: number, codes: readonly string[]) => codes.findIndex((other) => languageName(other, "en") === languageName(code, "en")) === index;

/** The languages of ISO 639-1 that the system can name, and Filipino, which has three letters. */
export const WORLD_LANGUAGES: readonly string[] = [
  ...LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
    .filter(isCurrent)
    .filter(isFirstOfItsName),
  "fil",
];
