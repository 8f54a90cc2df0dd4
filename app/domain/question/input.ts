import type { InputProblem } from "../input.ts";
import { cleanText, emailAddress } from "../input.ts";
import { columnsOf, type FormQuestion, SDGS } from "./rules.ts";

/** What a form hands over: every value of a name, in order. */
export type Fields = { all(name: string): string[] };
export type Reading = { ok: true; value: unknown } | { ok: false; code: InputProblem };
type Asked = Pick<FormQuestion, "key" | "type" | "settings">;

/** The name of a question's control in a form; rows and pairs add their own parts: `q.partners.0.name`. */
export const controlName = (key: string): string => `q.${key}`;

/** How many characters are kept at all. Far above any limit people are told: those warn and never cut. */
const LONGEST_TEXT = 50_000;
const LONGEST_LINE = 1_000;
const LONGEST_CELL = 500;
/** Rows of a partner list or an indicator table. */
export const MOST_ROWS = 20;

/** The most characters that an answer of this kind keeps; of rows, each cell. */
export function longestOf(type: FormQuestion["type"]): number {
  return type === "long-text" ? LONGEST_TEXT : columnsOf(type).length > 0 ? LONGEST_CELL : type === "email" ? 254 : type === "number" ? 40 : LONGEST_LINE;
}

const fine = (value: unknown): Reading => ({ ok: true, value });
const wrong = (code: InputProblem): Reading => ({ ok: false, code });

/** The answer somebody gave in a form, cleaned and typed, or what is wrong with it. An empty answer reads as null. */
export function readAnswer(question: Asked, fields: Fields): Reading {
  const name = controlName(question.key);
  const columns = columnsOf(question.type);
  if (columns.length > 0 || question.type === "period") {
    const parts = columns.length > 0 ? rowsOf(fields, name, columns) : pairOf(fields, name);
    return parts === "repeated" ? wrong("repeated") : acceptAnswer(question, parts);
  }
  const given = fields.all(name);
  if (["choices", "themes", "sdgs"].includes(question.type)) return acceptAnswer(question, given);
  if (given.length > 1) return wrong("repeated");
  return acceptAnswer(question, given[0] ?? null);
}

/** Whether a value, wherever it comes from, can be an answer to a question. What it accepts it accepts again unchanged. */
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
    case "choice":
      return isOption(question, given) ? fine(given) : wrong("not-a-choice");
    case "choices":
    case "themes":
      return picks(given, question);
    case "sdgs":
      return goals(given);
    case "partners":
    case "indicators":
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

/** Groups of three apart by one sign, then perhaps decimals after another: "12,345.67", "12.345,67", "12 345,67", "12’345.6". */
const GROUPED = /^(-?[1-9]\d{0,2})(?:([ ,’'.])\d{3})(?:\2\d{3})*(?:([.,])\d+)?$/;

/**
 * What is written as a plain decimal: with a comma or a point for decimals and groups of three set apart, as people write. One comma before
 * exactly three digits sets a thousand apart ("1,234"), one point never does ("1.234"); after a nought there is no thousand ("0,380").
 */
function plainDecimal(written: string): string {
  const [, , group, decimal] = GROUPED.exec(written) ?? [];
  const pointOnce = group === "." && decimal === undefined && written.indexOf(".") === written.lastIndexOf(".");
  if (group !== undefined && group !== decimal && !pointOnce) return written.replaceAll(group, "").replace(",", ".");
  return written.replace(/^(-?\d+),(\d+)$/, "$1.$2");
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

/** Whether a number was written with signs that people read in two ways, so that it is worth saying what was understood. */
export function isReadAnew({ question, value }: { question: Pick<FormQuestion, "type">; value: unknown }, typed: string): boolean {
  return question.type === "number" && typeof value === "number" && /\d[ ,.’'\s]\d/.test(typed) && typed.trim() !== String(value);
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

function period(given: unknown): Reading {
  if (!isRecord(given)) return wrong("not-a-known-date");
  const [from, to] = [date(own(given, "from")), date(own(given, "to"))];
  if (!from.ok || !to.ok) return wrong("not-a-known-date");
  if (from.value === null && to.value === null) return fine(null);
  if (from.value === null) return wrong("required");
  // Compared only as far as both are known: "2019-05" to "2019" is in order.
  const [start, end] = [from.value as string, (to.value as string | null) ?? ""];
  const known = Math.min(start.length, end.length);
  return end && end.slice(0, known) < start.slice(0, known) ? wrong("wrong-order") : fine({ from: start, to: end });
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
  const read: Record<string, string>[] = [];
  for (const row of given) {
    if (!isRecord(row)) return wrong("not-text");
    const cells: [string, string][] = [];
    for (const column of columns) {
      const cell = line(own(row, column) ?? "", LONGEST_CELL);
      if (!cell.ok) return cell;
      cells.push([column, (cell.value as string | null) ?? ""]);
    }
    if (cells.some(([, cell]) => cell)) read.push(Object.fromEntries(cells));
  }
  if (read.some((row) => !row["name"])) return wrong("nameless-row");
  if (read.some(({ year }) => year && !/^\d{4}$/.test(year))) return wrong("not-a-year");
  return fine(read.length > 0 ? read : null);
}

const isRecord = (given: unknown): given is object => typeof given === "object" && given !== null && !Array.isArray(given);
/** Only what the object itself holds: "__proto__" and "constructor" are nobody's answer. */
const own = (given: object, name: string): unknown => (Object.hasOwn(given, name) ? (given as Record<string, unknown>)[name] : undefined);

function rowsOf(fields: Fields, name: string, columns: readonly string[]): Record<string, unknown>[] | "repeated" {
  const given: Record<string, unknown>[] = [];
  for (let index = 0; index < MOST_ROWS + 1; index += 1) {
    const cells = columns.map((column) => [column, fields.all(`${name}.${index}.${column}`)] as const);
    if (cells.some(([, values]) => values.length > 1)) return "repeated";
    if (cells.some(([, values]) => values.length === 1)) given.push(Object.fromEntries(cells.map(([column, values]) => [column, values[0] ?? ""])));
  }
  return given;
}

function pairOf(fields: Fields, name: string): { from: string; to: string } | "repeated" {
  const [from, to] = [fields.all(`${name}.from`), fields.all(`${name}.to`)];
  return from.length > 1 || to.length > 1 ? "repeated" : { from: from[0] ?? "", to: to[0] ?? "" };
}

/** The fields in which an answer is shown: what `readAnswer` reads back as the same answer. */
export function writeFields(question: Asked, value: unknown): Fields {
  const name = controlName(question.key);
  const written = new Map<string, string[]>();
  if (value === null || value === undefined) return { all: () => [] };
  if (columnsOf(question.type).length > 0) {
    for (const [index, row] of (value as Record<string, string>[]).entries()) for (const [column, cell] of Object.entries(row)) written.set(`${name}.${index}.${column}`, [cell]);
  } else if (question.type === "period") {
    for (const [part, date] of Object.entries(value as Record<string, string>)) written.set(`${name}.${part}`, [date]);
  } else if (Array.isArray(value)) written.set(name, value.map(String));
  else written.set(name, [value === true ? "yes" : String(value)]);
  return { all: (field) => written.get(field) ?? [] };
}
