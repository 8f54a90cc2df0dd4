import type { ConflictRules } from "#db/schema/round.ts";

export type RoundState = "planned" | "open" | "closed" | "frozen";
export type { ConflictRules };

/** Where a round stands. Frozen beats the clock; the closing moment itself still belongs to the window. */
export function roundState({ opensAt, closesAt }: { opensAt: Date; closesAt: Date }, frozenAt: Date | null, now: Date): RoundState {
  if (frozenAt) return "frozen";
  if (now < opensAt) return "planned";
  return now <= closesAt ? "open" : "closed";
}
