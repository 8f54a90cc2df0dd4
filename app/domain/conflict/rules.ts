import type { ConflictKind } from "#db/schema/conflict.ts";

export type { ConflictKind };
export type ConflictAnswer = "none" | "conflict" | "unsure";

const WEIGHT: Record<ConflictAnswer, number> = { none: 0, unsure: 1, conflict: 2 };

/** One may see more conflict than before, never less: taking a word back is for somebody else. */
export const isTakingBack = (before: ConflictAnswer | null, after: ConflictAnswer): boolean =>
  before !== null && WEIGHT[after] < WEIGHT[before];

/** Kinds that an explicit, reasoned override can lift. One's own city is not among them. */
export const isWaivable = (kinds: readonly ConflictKind[]): boolean => kinds.length > 0 && !kinds.includes("team");
