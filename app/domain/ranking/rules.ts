import type { TieRule } from "#db/schema/round.ts";
import type { ScaleKind } from "#db/schema/rubric.ts";
import { type Criterion, gcd, type Mark, unitsOf } from "../rubric/rules.ts";

/** `total` = the sum of the reviews’ totals, in parts of a point. */
export type Tallied = { entryId: string; code: string; reviews: number; total: number };
/**
 * `rank` null = no review counts, so the scores place it nowhere. `brokenBy` is the declared rule that told it from the
 * entry with the same mean before it, or behind it for the first.
 */
export type Ranked<T extends Tallied> = T & { rank: number | null; tied: boolean; brokenBy?: TieRule };
export type Level = { levelKey: string; places: number };
/** What an entry lacks of a value where criteria are divided: those that nobody reads, and others without a score. */
export type Lack = Record<"unread" | "unscored", Criterion["name"][]>;

/**
 * Orders two means, the higher first: total / reviews compared as fractions, never as rounded numbers. Without reviews
 * comes last.
 */
export function compareMeans(a: Pick<Tallied, "reviews" | "total">, b: Pick<Tallied, "reviews" | "total">): number {
  if (a.reviews === 0 || b.reviews === 0) return Number(a.reviews === 0) - Number(b.reviews === 0);
  const difference = BigInt(b.total) * BigInt(a.reviews) - BigInt(a.total) * BigInt(b.reviews);
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/**
 * Best first. Equal means share a rank and the next one is skipped (1, 2, 2, 4); among equals the code decides only who
 * is listed first.
 */
export function rank<T extends Tallied>(entries: readonly T[]): Ranked<T>[] {
  const ordered = [...entries].sort((a, b) => compareMeans(a, b) || (a.code < b.code ? -1 : 1));
  const equals = (a: T | undefined, b: T | undefined) =>
    a !== undefined && b !== undefined && a.reviews > 0 && compareMeans(a, b) === 0;
  let place = 0;
  return ordered.map((entry, index) => {
    if (!equals(ordered[index - 1], entry)) place = index + 1;
    return {
      ...entry,
      rank: entry.reviews === 0 ? null : place,
      tied: equals(ordered[index - 1], entry) || equals(entry, ordered[index + 1]),
    };
  });
}

/**
 * What ties are broken with: the weights of the criteria in their order, every review that counts with its marks (null
 * = not applicable) and its total, and the lots, null before they are drawn.
 */
export type TieFacts = {
  weights: readonly number[];
  reviews: readonly { entry: string; values: readonly (number | null)[]; total: number }[];
  lot: ((entryId: string) => string) | null;
};

/**
 * Orders entries that share a rank by the rules of a round, one after the other; those that no rule tells apart go on
 * sharing one.
 */
export function breakTies<T extends Tallied>(
  ranked: readonly Ranked<T>[],
  order: readonly TieRule[],
  facts: TieFacts,
): Ranked<T>[] {
  const comparisons = order.map((rule) => ({ rule, compare: comparisonBy(rule, facts) }));
  const parted = (a: T, b: T) => {
    for (const { rule, compare } of comparisons) {
      const difference = compare(a.entryId, b.entryId);
      if (difference !== 0) return { rule, difference };
    }
    return null;
  };
  const groups = new Map<number, Ranked<T>[]>();
  for (const entry of ranked) if (entry.tied) groups.set(entry.rank!, [...(groups.get(entry.rank!) ?? []), entry]);
  for (const group of groups.values()) group.sort((a, b) => parted(a, b)?.difference ?? (a.code < b.code ? -1 : 1));
  return ranked.map((entry, index) => {
    if (!entry.tied) return entry;
    const group = groups.get(entry.rank!)!;
    const at = index - ranked.findIndex(({ rank: place }) => place === entry.rank);
    const own = group[at]!;
    const first = group.findIndex((other) => parted(other, own) === null);
    const neighbour = group[at === 0 ? 1 : at - 1]!;
    const by = parted(neighbour, own)?.rule ?? parted(group[at + 1] ?? own, own)?.rule;
    return {
      ...own,
      rank: entry.rank! + first,
      tied: group.some((other) => other !== own && parted(other, own) === null),
      ...(by ? { brokenBy: by } : {}),
    };
  });
}

type Comparison = (a: string, b: string) => number;
type Ratio = { top: bigint; bottom: bigint };
const ascending = (a: Ratio, b: Ratio): number =>
  Number(a.top * b.bottom > b.top * a.bottom) - Number(a.top * b.bottom < b.top * a.bottom);

/** Below zero where the first entry comes before the second by a rule. Exact: sums and fractions of whole numbers. */
function comparisonBy(rule: TieRule, { weights, reviews, lot }: TieFacts): Comparison {
  const of = (entryId: string) => reviews.filter(({ entry }) => entry === entryId);
  const totals = (entryId: string) =>
    of(entryId)
      .map(({ total }) => BigInt(total))
      .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (rule === "lot") return (a, b) => (lot === null || a === b ? 0 : lot(a) < lot(b) ? -1 : 1);
  if (rule === "median") {
    const middle = (entryId: string): Ratio => {
      const sorted = totals(entryId);
      return { top: sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!, bottom: 2n };
    };
    return (a, b) => ascending(middle(b), middle(a));
  }
  if (rule === "spread") {
    const variance = (entryId: string): Ratio => {
      const own = totals(entryId);
      const [count, sum, squares] = [
        BigInt(own.length),
        own.reduce((whole, each) => whole + each, 0n),
        own.reduce((whole, each) => whole + each * each, 0n),
      ];
      return { top: count * squares - sum * sum, bottom: count * count };
    };
    return (a, b) => ascending(variance(a), variance(b));
  }
  const byWeight = weights.map((weight, at) => ({ weight, at })).sort((a, b) => b.weight - a.weight || a.at - b.at);
  const mean = (entryId: string, at: number): Ratio => {
    const marks = of(entryId).flatMap(({ values }) => (values[at] === null ? [] : [values[at]!]));
    return { top: BigInt(marks.reduce((sum, mark) => sum + mark, 0)), bottom: BigInt(marks.length || 1) };
  };
  return (a, b) =>
    byWeight.map(({ at }) => ascending(mean(b, at), mean(a, at))).find((difference) => difference !== 0) ?? 0;
}

/** What the ranking alone says about an entry. "tie" and "no-reviews" are for people to decide. */
export type Proposal =
  | { kind: "level"; levelKey: string | null }
  | { kind: "tie"; between: (string | null)[] }
  | { kind: "no-reviews" };

/**
 * Fills the levels from the top, best level first. Entries that share a rank and do not all fit on one side of a line
 * are left open: the ranking does not tell them apart. The places they will take are taken, whoever gets them.
 */
export function propose<T extends Tallied>(
  ranked: readonly Ranked<T>[],
  levels: readonly Level[],
): Map<string, Proposal> {
  const seats = levels.flatMap(({ levelKey, places }) => Array.from({ length: places }, () => levelKey));
  const sharing = new Map<number, number>();
  for (const { rank: place } of ranked) if (place !== null) sharing.set(place, (sharing.get(place) ?? 0) + 1);
  const proposals = new Map<string, Proposal>();
  for (const entry of ranked) {
    if (entry.rank === null) {
      proposals.set(entry.entryId, { kind: "no-reviews" });
      continue;
    }
    const between = [
      ...new Set(
        Array.from({ length: sharing.get(entry.rank)! }, (_, index) => seats[entry.rank! - 1 + index] ?? null),
      ),
    ];
    proposals.set(
      entry.entryId,
      between.length === 1 ? { kind: "level", levelKey: between[0]! } : { kind: "tie", between },
    );
  }
  return proposals;
}

/**
 * The ranks after which a line is drawn, with the level that ends there: places 15 and 30 give lines after 15 and 45.
 */
export function cutLines(levels: readonly Level[]): { after: number; levelKey: string }[] {
  let after = 0;
  return levels
    .filter(({ places }) => places > 0)
    .map(({ levelKey, places }) => {
      after += places;
      return { levelKey, after };
    });
}

/**
 * The mean of totals counted in `parts` of a point, in points: as an exact fraction ("7/3") and as a decimal: two
 * digits at least, six at most, rounded only there. Null without reviews.
 */
export function meanOf({
  reviews,
  total,
  parts,
}: Pick<Tallied, "reviews" | "total"> & { parts: number }): { fraction: string; decimal: string } | null {
  if (reviews === 0) return null;
  const [top, bottom] = [BigInt(total), BigInt(parts) * BigInt(reviews)];
  const common = gcd(top, bottom) || 1n;
  const fraction = bottom === common ? `${top / common}` : `${top / common}/${bottom / common}`;
  const millionths = (2_000_000n * top + bottom) / (2n * bottom);
  const digits = String(millionths % 1_000_000n)
    .padStart(6, "0")
    .replace(/0{1,4}$/, "");
  return { fraction, decimal: `${millionths / 1_000_000n}.${digits}` };
}

export type CriterionSummary = {
  criterionId: string;
  mean: number | null;
  spread: number | null;
  least: number | null;
  most: number | null;
};

/**
 * How reviewers saw each criterion: mean, standard deviation of the sample (from two scores on), lowest and highest.
 * For reading, never for ranking.
 */
export function summarise(
  criteria: readonly { id: string; scale: ScaleKind }[],
  reviews: readonly { scores: readonly { criterionId: string; value: Mark | null }[] }[],
): CriterionSummary[] {
  return criteria.map(({ id: criterionId, ...scale }) => {
    const values = reviews.flatMap(({ scores }) =>
      scores.flatMap((score) =>
        score.criterionId === criterionId && typeof score.value === "number" ? [score.value / unitsOf(scale)] : [],
      ),
    );
    if (values.length === 0) return { criterionId, mean: null, spread: null, least: null, most: null };
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return {
      criterionId,
      mean,
      spread: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null,
      least: Math.min(...values),
      most: Math.max(...values),
    };
  });
}

/**
 * A chance in whole per cent, rounded towards one half: so that "90 %" is a chance of 0.9, and "100 %" every single
 * draw.
 */
export const percentOf = (chance: number): number =>
  chance > 0.5 ? Math.floor(chance * 100 + 1e-9) : Math.ceil(Math.max(0, chance * 100 - 1e-9));
