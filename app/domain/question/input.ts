import { COUNTRIES } from "../countries.ts";
import type { InputProblem } from "../input.ts";
import { cleanText, emailAddress } from "../input.ts";
import { CELLS, plainDecimal } from "./figures.ts";
import { columnsOf, type FormQuestion, ONGOING, partsOf, SDGS } from "./rules.ts";

/** What a form hands over: every value of a name, in order. */
export type Fields = { all(name: string): string[] };
/**
 * `parts`: in which controls of rows and pairs the problem is, "2.year" or "to"; none where it is in no one of them.
 */
export type Reading = { ok: true; value: unknown } | { ok: false; code: InputProblem; parts?: string[] };
type Asked = Pick<FormQuestion, "key" | "type" | "settings">;

/** The name of a question's control in a form; rows and pairs add their own parts: `q.partners.0.name`. */
export const controlName = (key: string): string => `q.${key}`;

/** How many characters are kept at all. Far above any limit people are told: those warn and never cut. */
const LONGEST_TEXT = 50_000;
const LONGEST_LINE = 1_000;
const LONGEST_CELL = 500;
/** Rows of a partner list or a table. */
export const MOST_ROWS = 20;

/** The most characters that an answer of this kind keeps; of rows, each cell. */
export function longestOf(type: FormQuestion["type"]): number {
  return type === "long-text"
    ? LONGEST_TEXT
    : columnsOf(type).length > 0
      ? LONGEST_CELL
      : type === "email"
        ? 254
        : type === "number"
          ? 40
          : LONGEST_LINE;
}

const fine = (value: unknown): Reading => ({ ok: true, value });
const wrong = (code: InputProblem, parts?: string[]): Reading => ({ ok: false, code, ...(parts ? { parts } : {}) });

/** The answer somebody gave in a form, cleaned and typed, or what is wrong with it. An empty answer reads as null. */
export function readAnswer(question: Asked, fields: Fields): Reading {
  const name = controlName(question.key);
  const [columns, parts] = [columnsOf(question.type), partsOf(question.type)];
  if (columns.length + parts.length > 0) {
    const given = columns.length > 0 ? rowsIn(fields, name, columns) : partsIn(fields, name, parts);
    return given === "repeated" ? wrong("repeated") : acceptAnswer(question, given);
  }
  const given = fields.all(name);
  if (["choices", "themes", "sdgs"].includes(question.type)) return acceptAnswer(question, given);
  if (given.length > 1) return wrong("repeated");
  return acceptAnswer(question, given[0] ?? null);
}

/**
 * Whether a value, wherever it comes from, can be an answer to a question. What it accepts it accepts again unchanged.
 */
export function acceptAnswer(question: Asked, given: unknown): Reading {
  if (given === null || given === undefined || given === "") return fine(null);
  switch (question.type) {
    case "short-text":
      return line(given, LONGEST_LINE);
    case "long-text":
      return text(given, LONGEST_TEXT);
    case "email":
      return email(given);
    case "link":
      return link(given);
    case "number":
      return number(given, question.settings);
    case "date":
      return date(given);
    case "period":
      return period(given);
    case "country":
      return COUNTRIES.includes(given as string) ? fine(given) : wrong("not-a-country");
    case "place":
      return place(given);
    case "choice":
      return isOption(question, given) ? fine(given) : wrong("not-a-choice");
    case "choices":
    case "themes":
      return picks(given, question);
    case "sdgs":
      return goals(given);
    case "partners":
    case "indicators":
    case "budget":
      return rows(given, columnsOf(question.type));
    case "declaration":
      return given === true || given === "yes" ? fine(true) : wrong("not-a-choice");
    case "files":
      return wrong("not-text");
  }
}

function text(given: unknown, longest: number): Reading {
  const read = cleanText.safeParse(given);
  if (!read.success) return wrong("not-text");
  // Marks upon marks upon one letter are a way to spill over other people's lines, not a way to write.
  const tidy = read.data.replace(/(\p{M}{6})\p{M}+/gu, "$1");
  return tidy.length > longest ? wrong("too-long") : fine(tidy || null);
}

function line(given: unknown, longest: number): Reading {
  const read = text(given, longest);
  return read.ok && typeof read.value === "string" ? fine(read.value.replace(/\s+/g, " ")) : read;
}

function email(given: unknown): Reading {
  const read = line(given, 254);
  if (!read.ok || read.value === null) return read;
  const address = emailAddress.safeParse(read.value);
  return address.success ? fine(address.data) : wrong("not-an-email");
}

function link(given: unknown): Reading {
  const read = line(given, LONGEST_LINE);
  if (!read.ok || read.value === null) return read;
  const address = read.value as string;
  if (!/^https?:\/\/[^\s]+$/i.test(address) || !URL.canParse(address)) return wrong("not-a-link");
  const { username, hostname } = new URL(address);
  return username || !hostname.includes(".") ? wrong("not-a-link") : fine(address);
}

/** A decimal number as people write it. */
function number(given: unknown, { min = -1e12, max = 1e12 }: FormQuestion["settings"]): Reading {
  const read = typeof given === "number" ? numeral(given) : line(given, 40);
  if (!read.ok || read.value === null) return read;
  const written = plainDecimal(read.value as string);
  if (/^\d{16,}(?:\.\d+)?$/.test(written)) return wrong("too-large");
  if (!/^-?\d{1,15}(?:\.\d{1,6})?$/.test(written)) return wrong("not-a-number");
  const value = Number(written);
  if (Object.is(value, -0)) return wrong("not-a-number");
  return value < min ? wrong("too-small") : value > max ? wrong("too-large") : fine(value);
}

/**
 * Whether a number was written with signs that people read in two ways, so that it is worth saying what was understood.
 */
export function isReadAnew(
  { question, value }: { question: Pick<FormQuestion, "type">; value: unknown },
  typed: string,
): boolean {
  return (
    question.type === "number" &&
    typeof value === "number" &&
    /\d[ ,.’'\s]\d/.test(typed) &&
    typed.trim() !== String(value)
  );
}

/** Numbers that are numbers already, from an import or an earlier reading. */
function numeral(given: number): Reading {
  return Number.isFinite(given) && !Object.is(given, -0) ? fine(String(given)) : wrong("not-a-number");
}

/** A year, a month or a day, as exactly as it is known: "2019", "2019-03", "2019-03-31". */
function date(given: unknown): Reading {
  const read = line(given, 10);
  if (!read.ok || read.value === null) return read.ok ? read : wrong("not-a-known-date");
  return isDate(read.value as string) ? read : wrong("not-a-known-date");
}

function isDate(written: string): boolean {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(written) ?? [];
  if (!year || Number(year) < 1900 || Number(year) > 2200) return false;
  if (!month) return true;
  const known = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? "1")));
  return known.toISOString().startsWith(`${year}-${month}-${day ?? "01"}`);
}

/** A beginning, and an end, no end that is known, or none because it goes on. */
function period(given: unknown): Reading {
  if (!isRecord(given)) return wrong("not-a-known-date");
  const end = own(given, "to") ?? "";
  const goesOn = end === ONGOING || own(given, "ongoing") === "yes";
  if (goesOn && end !== "" && end !== ONGOING) return wrong("end-or-ongoing", ["to"]);
  const [from, to] = [date(own(given, "from")), goesOn ? fine(ONGOING) : date(end)];
  if (!from.ok || !to.ok) return wrong("not-a-known-date", refused({ from, to }));
  if (from.value === null && to.value === null) return fine(null);
  if (from.value === null) return wrong("no-beginning", ["from"]);
  const [start, stop] = [from.value as string, (to.value as string | null) ?? ""];
  return !goesOn && isBackwards(start, stop) ? wrong("wrong-order", ["to"]) : fine({ from: start, to: stop });
}

/** Compared only as far as both are known: "2019-05" to "2019" is in order. */
function isBackwards(start: string, stop: string): boolean {
  const known = Math.min(start.length, stop.length);
  return stop !== "" && stop.slice(0, known) < start.slice(0, known);
}

/** A place by its name, perhaps with its country and its point on the globe in degrees. */
function place(given: unknown): Reading {
  if (!isRecord(given)) return wrong("not-text");
  const name = line(own(given, "name") ?? "", LONGEST_CELL);
  const country = own(given, "country") || "";
  const [lat, lon] = [degrees(own(given, "lat"), 90), degrees(own(given, "lon"), 180)];
  if (!name.ok) return { ...name, parts: ["name"] };
  if (country !== "" && !COUNTRIES.includes(country as string)) return wrong("not-a-country");
  if (!lat.ok || !lon.ok) return wrong("not-a-point", refused({ lat, lon }));
  if (name.value === null)
    return country === "" && lat.value === null && lon.value === null ? fine(null) : wrong("nameless-place", ["name"]);
  if ((lat.value === null) !== (lon.value === null)) return wrong("not-a-point", [lat.value === null ? "lat" : "lon"]);
  return fine({ name: name.value, country, lat: lat.value, lon: lon.value });
}

const refused = (parts: Record<string, Reading>): string[] => Object.keys(parts).filter((part) => !parts[part]!.ok);

function degrees(given: unknown, most: number): Reading {
  return given === null || given === undefined || given === "" ? fine(null) : number(given, { min: -most, max: most });
}

function isOption({ settings }: Asked, given: unknown): boolean {
  return (settings.options ?? []).some(({ value }) => value === given);
}

function picks(given: unknown, question: Asked): Reading {
  if (!Array.isArray(given) || !given.every((each) => isOption(question, each))) return wrong("not-a-choice");
  if (new Set(given).size !== given.length) return wrong("repeated");
  if (given.length > (question.settings.max ?? 100)) return wrong("too-many");
  const chosen = (question.settings.options ?? []).map(({ value }) => value).filter((value) => given.includes(value));
  return fine(chosen.length > 0 ? chosen : null);
}

function goals(given: unknown): Reading {
  if (!Array.isArray(given)) return wrong("not-a-choice");
  const numbers = given.map((each) => (typeof each === "string" && /^\d{1,2}$/.test(each) ? Number(each) : each));
  if (!numbers.every((each) => SDGS.includes(each as number))) return wrong("not-a-choice");
  if (new Set(numbers).size !== numbers.length) return wrong("repeated");
  return fine(numbers.length > 0 ? (numbers as number[]).toSorted((a, b) => a - b) : null);
}

function rows(given: unknown, columns: readonly string[]): Reading {
  if (!Array.isArray(given)) return wrong("not-text");
  if (given.length > MOST_ROWS) return wrong("too-many");
  const read = new Map<number, Record<string, string>>();
  for (const [index, row] of given.entries()) {
    if (!isRecord(row)) return wrong("not-text");
    const cells: [string, string][] = [];
    for (const column of columns) {
      const cell = line(own(row, column) ?? "", LONGEST_CELL);
      if (!cell.ok) return { ...cell, parts: [`${index}.${column}`] };
      const written = (cell.value as string | null) ?? "";
      cells.push([column, column === "amount" ? plainDecimal(written) : written]);
    }
    if (cells.some(([, cell]) => cell)) read.set(index, Object.fromEntries(cells));
  }
  for (const [column, code, isAmiss] of CELLS) {
    const amiss = [...read].filter(([, row]) => isAmiss(row[column])).map(([index]) => `${index}.${column}`);
    if (amiss.length > 0) return wrong(code, amiss);
  }
  return fine(read.size > 0 ? [...read.values()] : null);
}

const isRecord = (given: unknown): given is object =>
  typeof given === "object" && given !== null && !Array.isArray(given);
/** Only what the object itself holds: "__proto__" and "constructor" are nobody's answer. */
const own = (given: object, name: string): unknown =>
  Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined;

function rowsIn(fields: Fields, name: string, columns: readonly string[]): Record<string, unknown>[] | "repeated" {
  const given: Record<string, unknown>[] = [];
  for (let index = 0; index < MOST_ROWS + 1; index += 1) {
    const cells = columns.map((column) => [column, fields.all(`${name}.${index}.${column}`)] as const);
    if (cells.some(([, values]) => values.length > 1)) return "repeated";
    if (cells.some(([, values]) => values.length === 1))
      given.push(Object.fromEntries(cells.map(([column, values]) => [column, values[0] ?? ""])));
  }
  return given;
}

function partsIn(fields: Fields, name: string, parts: readonly string[]): Record<string, string> | "repeated" {
  const given = parts.map((part) => [part, fields.all(`${name}.${part}`)] as const);
  return given.some(([, values]) => values.length > 1)
    ? "repeated"
    : Object.fromEntries(given.map(([part, values]) => [part, values[0] ?? ""]));
}

/** The fields in which an answer is shown: what `readAnswer` reads back as the same answer. */
export function writeFields(question: Asked, value: unknown): Fields {
  const name = controlName(question.key);
  const written = new Map<string, string[]>();
  if (value === null || value === undefined) return { all: () => [] };
  if (columnsOf(question.type).length > 0) {
    for (const [index, row] of (value as Record<string, string>[]).entries())
      for (const [column, cell] of Object.entries(row)) written.set(`${name}.${index}.${column}`, [cell]);
  } else if (partsOf(question.type).length > 0) {
    for (const [part, held] of Object.entries(value as Record<string, string | number | null>)) {
      if (held === ONGOING) written.set(`${name}.ongoing`, ["yes"]);
      else written.set(`${name}.${part}`, [String(held ?? "")]);
    }
  } else if (Array.isArray(value)) written.set(name, value.map(String));
  else written.set(name, [value === true ? "yes" : String(value)]);
  return { all: (field) => written.get(field) ?? [] };
}
