import type { ScaleKind } from "#db/schema/rubric.ts";
import { components } from "../assignment/connectedness.ts";
import { type Steps, unitsOf } from "../rubric/rules.ts";
import { adjustedOrder } from "./cut.ts";
import { fitSeverity, type Score, tooThin } from "./severity.ts";

export type PooledInput = {
  /** Of all rounds, each score with its `round`; a reviewer has another name in each. */
  scores: Score[];
  /** Whose entries are ordered. */
  round: string;
  seed: string;
};

/** The lowest and the highest score that a rubric allows. */
export type Ends = { low: number; high: number };

/**
 * The entries of a round in the order of one model of several rounds, y = mu(round) + u(entry) + v(reviewer in round) +
 * error: what was scored before tells too, and a round of few is not judged by its own scores alone. Null where even so
 * too little is there, or its parts share no entry.
 */
export function pooledOrder({ scores: given, round, seed }: PooledInput): string[] | null {
  const scores = given.toSorted((a, b) => (a.reviewer + a.entry < b.reviewer + b.entry ? -1 : 1));
  if (tooThin(scores) || components(scores) > 1) return null;
  const own = new Set(scores.filter((score) => score.round === round).map(({ entry }) => entry));
  return adjustedOrder(fitSeverity(scores), seed).filter((id) => own.has(id));
}

/** What the criteria allow at least and at most, weighted, in points. */
export function endsOf(criteria: readonly (Steps & { weight: number; scale: ScaleKind })[]): Ends {
  const all = criteria.reduce((sum, { weight }) => sum + weight, 0);
  const at = (end: "min" | "max") =>
    criteria.reduce((sum, criterion) => sum + (criterion.weight * criterion[end]) / unitsOf(criterion), 0) / all;
  return { low: at("min"), high: at("max") };
}

/** A score of one scale as it would stand at the same place of another. */
export const moved = (score: number, from: Ends, to: Ends): number =>
  to.low + ((score - from.low) / (from.high - from.low)) * (to.high - to.low);
