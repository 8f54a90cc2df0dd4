/** One row of a CSV file. Quoted where needed; what a spreadsheet would take for a formula gets an apostrophe first. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

const isFormula = (text: string): boolean => /(^|[\n\r;,"])\s*[=+\-@\t\r|＝＋－＠]/.test(text);

/** A cell that comes back, without the apostrophe that `csvRow` put before it. */
export const csvText = (cell: string): string =>
  cell.startsWith("'") && isFormula(cell.slice(1)) ? cell.slice(1) : cell;

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = isFormula(cell) ? `'${cell}` : cell;
  return /[",;\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
