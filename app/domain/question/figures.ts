import type { InputProblem } from "../input.ts";
/**
 * Groups of three apart by one sign, then perhaps decimals after another: "12,345.67", "12.345,67", "12 345,67",
 * "12’345.6".
 */
const GROUPED = /^(-?[1-9]\d{0,2})(?:([ ,’'.])\d{3})(?:\2\d{3})*(?:([.,])\d+)?$/;

/**
 * What is written as a plain decimal: with a comma or a point for decimals and groups of three set apart, as people
 * write. One comma before exactly three digits sets a thousand apart ("1,234"), one point never does ("1.234"); after a
 * nought there is no thousand ("0,380").
 */
export function plainDecimal(written: string): string {
  const [, , group, decimal] = GROUPED.exec(written) ?? [];
  const pointOnce = group === "." && decimal === undefined && written.indexOf(".") === written.lastIndexOf(".");
  if (group !== undefined && group !== decimal && !pointOnce) return written.replaceAll(group, "").replace(",", ".");
  return written.replace(/^(-?\d+),(\d+)$/, "$1.$2");
}

/** Whether a plain decimal is an amount of money: no sign, at most two decimals, below a thousand billion. */
function isAmount(plain: string): boolean {
  return /^\d{1,12}(?:\.\d{1,2})?$/.test(plain);
}

/**
 * The sum of amounts as people write them, exact to the hundredth. What is no amount counts as nothing. The browser and
 * the server run this very function.
 */
export function sumOf(written: readonly string[]): number {
  const plain = written.map((each) => plainDecimal(each.trim().replace(/\s+/g, " "))).filter(isAmount);
  return plain.reduce((sum, each) => sum + Math.round(Number(each) * 100), 0) / 100;
}

/** By its column, when a cell of a row that says anything is wrong, and what is then said. */
export const CELLS: [column: string, code: InputProblem, isAmiss: (cell: string | undefined) => boolean][] = [
  ["name", "nameless-row", (cell) => !cell],
  ["year", "not-a-year", (cell) => Boolean(cell) && !/^\d{4}$/.test(cell!)],
  ["amount", "not-an-amount", (cell) => Boolean(cell) && !isAmount(cell!)],
];
