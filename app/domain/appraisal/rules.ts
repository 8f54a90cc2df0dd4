import type { Band } from "#db/schema/appraisal.ts";

/** With fewer reviews a band would tell scores, and a comment its author, to whoever knows the panel. */
export const FEWEST_REVIEWS = 3;

/**
 * By thirds of the scale where the mean of the marks lies; null with too few of them. The ends of a third belong to the
 * higher one.
 */
export function bandOf(marks: readonly number[], { min, max }: { min: number; max: number }): Band {
  if (marks.length < FEWEST_REVIEWS) return null;
  // 3 × (mean − min) against whole lengths of the scale, without dividing.
  const above = 3 * (marks.reduce((sum, mark) => sum + mark, 0) - marks.length * min);
  const scale = marks.length * (max - min);
  return above >= 2 * scale ? "upper" : above >= scale ? "middle" : "lower";
}

export type Comment = { id: string; criterionId: string | null; text: string; omitted: boolean };

/** How far a round's appraisals are. */
export type Stage = "none" | "prepared" | "released";
