import crypto from "node:crypto"; // as a whole: pages read rules, and browsers have no such module
import { canonical, sha256 } from "../audit/rules.ts";
import { DEFAULT_LOCALE } from "#app/i18n/locales.ts";
import type { Localised } from "#app/i18n/localised.ts";
import { CROCKFORD, type NamedCity } from "../entry/rules.ts";

/**
 * What a certificate says, complete in itself: a place on a version of a published list. `level` is a key; null = a
 * distinction without a level. `cycle` is its address, `published` when this version became public. The key of cities
 * that entered together is there only where there are any, and of an honour that was given in English alone only that,
 * so that all others keep their codes.
 */
export type Certified = {
  v: 1;
  result: string;
  cycle: string;
  version: number;
  published: string;
  level: string | null;
  honours: (string | Localised)[];
  city: string;
  country: string;
  countryLabel: string | null;
  coApplicants?: NamedCity[];
  title: string;
};

export const recordOf = (certified: Certified): string => canonical({ ...certified });

/** The honours of a published place as a certificate has them, and as it is read. */
export const certifiedHonours = (honours: readonly Localised[]): Certified["honours"] =>
  honours.map((name) => (Object.keys(name).every((locale) => locale === DEFAULT_LOCALE) ? name.en : { ...name }));
export const honoursOf = ({ honours }: Pick<Certified, "honours">): Localised[] =>
  honours.map((name) => (typeof name === "string" ? { en: name } : name));

const LETTERS = 16;

/**
 * The code printed on a certificate: 80 bits of SHA-256("award certificate v1\n" + record), in letters that are not
 * taken for one another.
 */
export function codeOf(record: string): string {
  const bytes = crypto.createHash("sha256").update(`award certificate v1\n${record}`).digest();
  const bits = [...bytes.subarray(0, (LETTERS * 5) / 8)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from(
    { length: LETTERS },
    (_none, at) => CROCKFORD[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)],
  ).join("");
}

/** A code as it is read and typed: "7K3Q-D9XM-4T2B-WHPA". */
export const spacedCode = (code: string): string => code.match(/.{4}/g)!.join("-");

/**
 * A code as somebody typed it, with or without its dashes; what looks like a digit is one. Null for what no certificate
 * has.
 */
export function readCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s-]+/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return code.length === LETTERS && [...code].every((letter) => CROCKFORD.includes(letter)) ? code : null;
}

/**
 * A version of a list as a file: what is certified of each place, one line each, in the order of their bytes. Its
 * SHA-256 is the list's fingerprint.
 */
export const listText = (records: readonly string[]): string =>
  [...records]
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((record) => `${record}\n`)
    .join("");
export const fingerprintOf = (records: readonly string[]): string => sha256(listText(records));

/** Whether two versions say the same of a place, but for their number and date, and in whatever order honours stand. */
export function saysTheSame(one: Certified, other: Certified): boolean {
  const told = ({ version: _version, published: _published, honours, ...rest }: Certified) =>
    canonical({ ...rest, honours: honours.map((each) => canonical(each)).sort() });
  return told(one) === told(other);
}
