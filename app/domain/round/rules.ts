import type { ConflictRules } from "#db/schema/round.ts";
import type { Localised } from "#app/i18n/localised.ts";

export type RoundState = "planned" | "open" | "closed" | "frozen";

/** What the secretariat decides of a round. `reviewsPerEntry` null = everyone reads all; levels are the best first, places a maximum. */
export type RoundSettings = {
  name: Localised;
  opensAt: Date;
  closesAt: Date;
  rubricId: string;
  reviewsPerEntry: number | null;
  peersVisible: "never" | "after-own";
  blind: boolean;
  conflictRules: ConflictRules;
  levels: { levelKey: string; places: number }[];
};

/** Where a round stands. Frozen beats the clock; the closing moment itself still belongs to the window. */
export function roundState({ opensAt, closesAt }: { opensAt: Date; closesAt: Date }, frozenAt: Date | null, now: Date): RoundState {
  if (frozenAt) return "frozen";
  if (now < opensAt) return "planned";
  return now <= closesAt ? "open" : "closed";
}

type Judging = Pick<RoundSettings, "rubricId" | "reviewsPerEntry" | "peersVisible" | "blind" | "conflictRules">;

/** Whether what reviewers have relied on would change: rubric, how many read, what peers see, blindness, conflict rules. */
export function changesJudging(standing: Judging, wanted: Judging): boolean {
  return standing.rubricId !== wanted.rubricId || standing.reviewsPerEntry !== wanted.reviewsPerEntry || standing.peersVisible !== wanted.peersVisible
    || standing.blind !== wanted.blind || standing.conflictRules.country !== wanted.conflictRules.country || standing.conflictRules.organisation !== wanted.conflictRules.organisation;
}
