import { ALLOWED_TYPES } from "./files.ts";

const LONGEST_NAME = 150;
const LONGEST_ENDING = 12;
/**
 * Controls, line separators, marks that turn the direction of text, and marks nobody sees. Joiners stay: scripts and
 * emoji need them.
 */
const UNSEEN = /[\p{Cc}\u2028\u2029\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const RESERVED_BY_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * A file name as people may see it and as every system can store it: no path, no control or direction marks, at most
 * 150 characters.
 */
export function cleanName(given: string): string {
  const bare = given.toWellFormed().normalize("NFC").replace(UNSEEN, "");
  const last = bare.split(/[/\\]/).at(-1) ?? "";
  const plain = last
    .replace(/^[a-z]:/i, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|(?<![. ])[. ]+$/g, "");
  const safe = RESERVED_BY_WINDOWS.test(plain) ? `_${plain}` : plain;
  return shortened(safe || "file");
}

/** The clean name, with an ending that tells what the file is: "a.pdf.exe" holding a PDF becomes "a.pdf.exe.pdf". */
export function nameFor(given: string, contentType: string | null): string {
  const name = cleanName(given);
  const endings = contentType === null ? undefined : ALLOWED_TYPES[contentType];
  if (!endings || endings.includes(split(name).ending.slice(1).toLowerCase())) return name;
  return shortened(`${name}.${endings[0]}`);
}

/** A Content-Disposition header after RFC 6266: a plain name for old programs and the whole name for all others. */
export function contentDisposition(name: string, inline: boolean): string {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/g, "_")
    .replace(/["\\%]/g, "_");
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*!~]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${inline ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${whole}`;
}

function split(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf(".");
  if (dot <= 0 || name.length - dot > LONGEST_ENDING) return { stem: name, ending: "" };
  return { stem: name.slice(0, dot), ending: name.slice(dot) };
}

function shortened(name: string): string {
  const { stem, ending } = split(name);
  const room = LONGEST_NAME - [...ending].length;
  return [...stem].slice(0, room).join("").trimEnd() + ending;
}
