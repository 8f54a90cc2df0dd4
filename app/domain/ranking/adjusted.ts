import type { RankingMethod } from "#db/schema/round.ts";
import { compareMeans, rank, type Ranked, type Tallied } from "./rules.ts";
import type { Score } from "./severity.ts";
import { billionths, byAdjusted, type Caveat, type Fitted, fitted } from "./standing.ts";

/**
 * An entry's adjusted score in billionths of a point, and in points what it comes from: intercept + shrinkage × (mean +
 * correction − intercept).
 */
export type Adjusted = { billionths: number; mean: number; correction: number; shrinkage: number; deviation: number };

/**
 * What the scores of a round say once severity is taken out. `corrected` false = it cannot be, for the reason in `why`;
 * then nothing is in `entries`.
 */
export type Adjustment = {
  corrected: boolean;
  why: Caveat;
  intercept: number;
  variance: { entry: number; reviewer: number; residual: number } | null;
  entries: Map<string, Adjusted>;
};

/**
 * Adjusts scores in points. Refuses where data are too thin, and where parts of the round share no reviewer: severity
 * and quality are one there.
 */
export const adjust = (scores: readonly Score[]): Adjustment => adjustmentOf(fitted(scores));

function adjustmentOf({ fit, why }: Pick<Fitted, "fit" | "why">): Adjustment {
  if (!fit || why === "unconnected") return { corrected: false, why, intercept: 0, variance: null, entries: new Map() };
  const { intercept, variance } = fit;
  return {
    corrected: true,
    why,
    intercept,
    variance,
    entries: new Map(
      fit.entries.map(({ id, mean, effect, correction, shrinkage, deviation }) => [
        id,
        { billionths: billionths(intercept + effect), mean, correction, shrinkage, deviation },
      ]),
    ),
  };
}

/**
 * Entries in the order that decides: by means, where equals share a rank, or by adjusted scores, where equals (to nine
 * digits of a point) go by the higher mean, the lower spread and then a lot drawn from `seed`. Where a correction is
 * refused the means decide. Without reviews comes last.
 */
export function rankBy<T extends Tallied>(
  method: RankingMethod,
  entries: readonly T[],
  adjustment: Adjustment,
  seed: string,
): Ranked<T>[] {
  if (method === "mean" || !adjustment.corrected) return rank(entries);
  const valued = (entry: T) => ({ id: entry.entryId, ...adjustment.entries.get(entry.entryId)! });
  const before = byAdjusted({ lowerIsBetter: false, seed });
  const placed = entries
    .filter(({ entryId }) => adjustment.entries.has(entryId))
    .map((entry) => ({ entry, value: valued(entry) }))
    .sort(
      (a, b) =>
        b.value.billionths - a.value.billionths ||
        compareMeans(a.entry, b.entry) ||
        before({ ...a.value, adjusted: 0 }, { ...b.value, adjusted: 0 }),
    );
  const unread = entries
    .filter(({ entryId }) => !adjustment.entries.has(entryId))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  return [
    ...placed.map(({ entry }, index) => ({ ...entry, rank: index + 1, tied: false })),
    ...unread.map((entry) => ({ ...entry, rank: null, tied: false })),
  ];
}

/** The deciding adjusted score of an entry in billionths of a point; null where means decide. */
export const decidingScore = (
  method: RankingMethod,
  { corrected, entries }: Adjustment,
  entryId: string,
): number | null => (method === "adjusted" && corrected ? (entries.get(entryId)?.billionths ?? null) : null);
