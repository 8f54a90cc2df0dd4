import type { ScaleKind } from "#db/schema/rubric.ts";
import { type Mark, unitsOf } from "../rubric/rules.ts";

/** `total` = the sum of the reviews’ totals, in parts of a point. */
export type Tallied = { entryId: string; code: string; reviews: number; total: number };
/** `rank` null = no review counts, so the scores place it nowhere. */
export type Ranked<T extends Tallied> = T & { rank: number | null; tied: boolean };
export type Level = { levelKey: string; places: number };

/** Orders two means, the higher first: total / reviews compared as fractions, never as rounded numbers. Without reviews comes last. */
export function compareMeans(a: Pick<Tallied, "reviews" | "total">, b: Pick<Tallied, "reviews" | "total">): number {
  if (a.reviews === 0 || b.reviews === 0) return Number(a.reviews === 0) - Number(b.reviews === 0);
  const difference = BigInt(b.total) * BigInt(a.reviews) - BigInt(a.total) * BigInt(b.reviews);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/** Best first. Equal means share a rank and the next one is skipped (1, 2, 2, 4); among equals the code decides only who is listed first. */
export function rank<T extends Tallied>(entries: readonly T[]): Ranked<T>[] {
  const ordered = [...entries].sort((a, b) => compareMeans(a, b) || (a.code < b.code ? -1 : 1));
  const equals = (a: T | undefined, b: T | undefined) => a !== undefined && b !== undefined && a.reviews > 0 && compareMeans(a, b) === 0;
  let place = 0;
  return ordered.map((entry, index) => {
    if (!equals(ordered[index - 1], entry)) place = index + 1;
    return { ...entry, rank: entry.reviews === 0 ? null : place, tied: equals(ordered[index - 1], entry) || equals(entry, ordered[index + 1]) };
  });
}

/** What the ranking alone says about an entry. "tie" and "no-reviews" are for people to decide. */
export type Proposal = { kind: "level"; levelKey: string | null } | { kind: "tie"; between: (string | null)[] } | { kind: "no-reviews" };

/**
 * Fills the levels from the top, best level first. Entries that share a rank and do not all fit on one side of a line are left open:
 * the ranking does not tell them apart. The places they will take are taken, whoever gets them.
 */
export function propose<T extends Tallied>(ranked: readonly Ranked<T>[], levels: readonly Level[]): Map<string, Proposal> {
  const seats = levels.flatMap(({ levelKey, places }) => Array.from({ length: places }, () => levelKey));
  const sharing = new Map<number, number>();
  for (const { rank: place } of ranked) if (place !== null) sharing.set(place, (sharing.get(place) ?? 0) + 1);
  const proposals = new Map<string, Proposal>();
  for (const entry of ranked) {
    if (entry.rank === null) {
      proposals.set(entry.entryId, { kind: "no-reviews" });
      continue;
    }
    const between = [...new Set(Array.from({ length: sharing.get(entry.rank)! }, (_, index) => seats[entry.rank! - 1 + index] ?? null))];
    proposals.set(entry.entryId, between.length === 1 ? { kind: "level", levelKey: between[0]! } : { kind: "tie", between });
  }
  return proposals;
}

/** The ranks after which a line is drawn, with the level that ends there: places 15 and 30 give lines after 15 and 45. */
export function cutLines(levels: readonly Level[]): { after: number; levelKey: string }[] {
  let after = 0;
  return levels.filter(({ places }) => places > 0).map(({ levelKey, places }) => {
    after += places;
    return { levelKey, after };
  });
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

/** The mean of totals counted in `parts` of a point, in points: as an exact fraction ("7/3") and as a decimal: two digits at least, six at most, rounded only there. Null without reviews. */
export function meanOf({ reviews, total, parts }: Pick<Tallied, "reviews" | "total"> & { parts: number }): { fraction: string; decimal: string } | null {
  if (reviews === 0) return null;
  const [top, bottom] = [BigInt(total), BigInt(parts) * BigInt(reviews)];
  const common = gcd(top, bottom) || 1n;
  const fraction = bottom === common ? `${top / common}` : `${top / common}/${bottom / common}`;
  const millionths = (2_000_000n * top + bottom) / (2n * bottom);
  const digits = String(millionths % 1_000_000n).padStart(6, "0").replace(/0{1,4}$/, "");
  return { fraction, decimal: `${millionths / 1_000_000n}.${digits}` };
}

/** One row of a CSV file. Quoted where needed; what a spreadsheet would take for a formula gets an apostrophe first. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = /(^|[\n\r;,"])\s*[=+\-@\t\r|＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",;\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export type CriterionSummary = { criterionId: string; mean: number | null; spread: number | null; least: number | null; most: number | null };

/** How reviewers saw each criterion: mean, standard deviation of the sample (from two scores on), lowest and highest. For reading, never for ranking. */
export function summarise(criteria: readonly { id: string; scale: ScaleKind }[], reviews: readonly { scores: readonly { criterionId: string; value: Mark | null }[] }[]): CriterionSummary[] {
  return criteria.map(({ id: criterionId, ...scale }) => {
    const values = reviews.flatMap(({ scores }) => scores.flatMap((score) => (score.criterionId === criterionId && typeof score.value === "number" ? [score.value / unitsOf(scale)] : [])));
    if (values.length === 0) return { criterionId, mean: null, spread: null, least: null, most: null };
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { criterionId, mean, spread: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null, least: Math.min(...values), most: Math.max(...values) };
  });
}
