import { CsvError, parse } from "csv-parse/sync";
import type { Localised } from "#app/i18n/localised.ts";

/** The header an archive file must have; order does not matter, nothing may be missing or added. */
const COLUMNS = [
  "year",
  "cycle",
  "city",
  "country",
  "iso2",
  "region",
  "initiative_title",
  "title_basis",
  "description",
  "result",
  "distinctions",
  "theme",
  "sdgs",
  "sdg_basis",
  "lat",
  "lon",
  "population",
  "population_basis",
  "source_url",
  "notes",
] as const;
export type Column = (typeof COLUMNS)[number];

/** Something about one cell. `row` counts as a spreadsheet does: the header is row 1. */
export type CellProblem = { row: number; column: Column | ""; message: string };

/** Result words and the level they stand for; null = a distinction without a level. */
const RESULTS: Record<string, string | null> = {
  winner: "winner",
  shortlisted: "shortlisted",
  deserving: "deserving",
  "special mention": null,
  special_mention: null,
};
/** Levels from the highest down. */
export const LEVELS = ["winner", "shortlisted", "deserving"] as const;

export type ArchiveRow = {
  row: number;
  year: number;
  cycle: number;
  cityName: string;
  countryName: string;
  country: string;
  region: string;
  title: string;
  description: string;
  levelKey: string | null;
  honours: string[];
  theme: string;
  sdgs: number[];
  lat: number | null;
  lon: number | null;
  population: number | null;
  sourceUrl: string | null;
};

/**
 * The archive's programme and how its cycles call their levels. `levelNames[7]` overrides the usual names for cycle 7.
 */
export type ArchiveOptions = {
  programme: { slug: string; name: Localised; about: Localised; timeZone: string; contactEmail: string };
  codePrefix: string;
  cycleName: (year: number) => Localised;
  call: Localised;
  levelNames: Record<"usual" | number, Partial<Record<(typeof LEVELS)[number], Localised>>>;
  themeNames: readonly Localised[];
  /** What stands beside the results of a cycle without a winner. */
  undecided: Localised;
};

/** The file cannot be taken as it is: nothing of it was stored. */
export class ArchiveRefused extends Error {
  constructor(readonly problems: CellProblem[]) {
    super(
      problems
        .map(({ row, column, message }) => `Row ${row}${column ? `, column ${column}` : ""}: ${message}`)
        .join("\n"),
    );
    this.name = "ArchiveRefused";
  }
}

/**
 * Reads an archive file. A row that cannot be placed (unknown result, bad year, no city) refuses the whole file with
 * `ArchiveRefused`; other missing or dirty cells are left out, reported and never filled in.
 */
export function readArchive(csv: string): { rows: ArchiveRow[]; problems: CellProblem[] } {
  const [header = [], ...records] = table(csv);
  const missing = COLUMNS.filter((column) => !header.includes(column));
  const strange = header.filter((name) => !COLUMNS.includes(name as Column));
  const repeated = header.filter((name, index) => header.indexOf(name) !== index);
  const wrong = [
    ...missing.map((name) => `the column ${name} is missing.`),
    ...strange.map((name) => `the column “${name}” is not known.`),
    ...repeated.map((name) => `the column ${name} comes twice.`),
  ];
  if (wrong.length > 0) throw new ArchiveRefused(wrong.map((message) => ({ row: 1, column: "", message })));
  const problems: CellProblem[] = [];
  const fatal: CellProblem[] = [];
  const rows = records.map((record, index) => {
    const cell = (column: Column) => (record[header.indexOf(column)] ?? "").normalize("NFC").trim();
    const about = (list: CellProblem[]) => (column: Column, message: string) =>
      void list.push({ row: index + 2, column, message });
    return readRow(index + 2, cell, about(problems), about(fatal));
  });
  fatal.push(...oneYearPerCycle(rows));
  if (rows.length === 0) fatal.push({ row: 1, column: "", message: "the file has a header but no rows." });
  if (fatal.length > 0) throw new ArchiveRefused(fatal);
  return { rows, problems };
}

function table(csv: string): string[][] {
  try {
    return parse(csv, { bom: true, skip_empty_lines: true }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const row = Number((error as { records?: number }).records ?? 0) + 1;
    const message =
      error.code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH"
        ? `the row does not have ${COLUMNS.length} cells like the header.`
        : `the text is not well-formed CSV (${error.code}).`;
    throw new ArchiveRefused([{ row, column: "", message }]);
  }
}

type Say = (column: Column, message: string) => void;

function readRow(row: number, cell: (column: Column) => string, report: Say, refuse: Say): ArchiveRow {
  const whole = (column: Column, min: number, max: number) => {
    const text = cell(column);
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) refuse(column, `“${text}” is not a whole number from ${min} to ${max}.`);
    return value;
  };
  const result = cell("result").toLowerCase();
  if (!(result in RESULTS)) refuse("result", `“${cell("result")}” is not one of ${Object.keys(RESULTS).join(", ")}.`);
  if (!cell("city")) refuse("city", "the city is missing.");
  if (!cell("region")) refuse("region", "the region is missing.");
  if (!/^[A-Z]{2}$/.test(cell("iso2")))
    refuse("iso2", `“${cell("iso2")}” is not a country code of two capital letters.`);
  for (const column of ["country", "initiative_title", "description", "theme", "sdgs"] as const)
    if (!cell(column)) report(column, "not recorded.");
  return {
    row,
    year: whole("year", 1990, 2100),
    cycle: whole("cycle", 1, 500),
    cityName: cell("city"),
    countryName: cell("country"),
    country: cell("iso2"),
    region: cell("region"),
    title: cell("initiative_title"),
    description: cell("description"),
    levelKey: RESULTS[result] ?? null,
    honours: list(cell("distinctions")),
    theme: cell("theme"),
    sdgs: goals(cell("sdgs"), report),
    ...coordinates(cell, report),
    population: population(cell("population"), report),
    sourceUrl: link(cell("source_url"), report),
  };
}

const list = (text: string): string[] =>
  text
    .split(";")
    .map((part) => part.trim())
    .filter(Boolean);

function goals(text: string, report: Say): number[] {
  const parts = list(text);
  for (const part of parts.filter((each) => !isGoal(each)))
    report("sdgs", `“${part}” is not a goal from 1 to 17 and was left out.`);
  return [...new Set(parts.filter(isGoal).map(Number))].sort((a, b) => a - b);
}

const isGoal = (text: string): boolean => /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 17;

/** A place needs both numbers; half of one is none. */
function coordinates(cell: (column: Column) => string, report: Say): { lat: number | null; lon: number | null } {
  const read = (column: "lat" | "lon", most: number) => {
    const text = cell(column);
    const value = /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : null;
    if (value !== null && Math.abs(value) <= most) return value;
    report(column, text ? `“${text}” is not a coordinate from -${most} to ${most} and was left out.` : "not recorded.");
    return null;
  };
  const [lat, lon] = [read("lat", 90), read("lon", 180)];
  return lat === null || lon === null ? { lat: null, lon: null } : { lat, lon };
}

function population(text: string, report: Say): number | null {
  if (/^\d{1,10}$/.test(text) && Number(text) <= 2_000_000_000) return Number(text);
  report("population", text ? `“${text}” is not a whole number and was left out.` : "not recorded.");
  return null;
}

function link(text: string, report: Say): string | null {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return text;
  report("source_url", text ? `“${text}” is not a web address and was left out.` : "not recorded.");
  return null;
}

function oneYearPerCycle(rows: ArchiveRow[]): CellProblem[] {
  const years = new Map<number, number>();
  return rows.flatMap(({ row, cycle, year }) => {
    const first = years.get(cycle) ?? year;
    years.set(cycle, first);
    return first === year || Number.isNaN(year)
      ? []
      : [{ row, column: "year" as const, message: `cycle ${cycle} was ${first} above and is ${year} here.` }];
  });
}
