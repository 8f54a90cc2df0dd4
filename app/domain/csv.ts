import { CsvError, parse } from "csv-parse/sync";

/** One row of a CSV file. Quoted where needed; what a spreadsheet would take for a formula gets an apostrophe first. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Of the spaces before a sign only those of its own line are read: so a long run of line ends is read once. */
const isFormula = (text: string): boolean => /(^|[\n\r;,"])[^\S\n\r]*[=+\-@\t\r|＝＋－＠]/.test(text);

/** A cell that comes back, without the apostrophe that `csvRow` put before it. */
export const csvText = (cell: string): string =>
  cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = isFormula(cell) ? `'${cell}` : cell;
  return /[",;\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a file, without its byte-order mark; null where it is not UTF-8. */
export function utf8Of(file: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The cells of a table; null where it is none. Spreadsheets of some languages part cells by semicolons or tabs. */
export function csvCells(text: string): string[][] | null {
  const [first = ""] = text.split("\n", 1);
  const delimiter = [",", ";", "\t"].toSorted((a, b) => first.split(b).length - first.split(a).length)[0]!;
  try {
    // All line ends, because a row that somebody added to the end of a file may have another than those before it.
    return parse(text, {
      delimiter,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n", "\r"],
    }) as string[][];
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
