import type { Localised } from "#app/i18n/localised.ts";

/** As many as one page lists. */
export const MOST_DUTIES = 100;

/** The most urgent first: what stands between a decision and the public, then what keeps somebody else waiting. */
export const DUTIES = [
  "approve",
  "correction",
  "publish",
  "propose",
  "count",
  "vote-again",
  "freeze",
  "ineligible",
  "package",
  "inquiry",
  "screening",
  "assign",
  "feedback",
  "waiver",
  "proposal",
] as const;

/**
 * Something that waits for one of the secretariat or a chair. `id` is of the cycle (ineligible, screening, feedback),
 * the proposal (package), the entry (inquiry, correction) or else the round whose page it is done on; null where it is
 * done on a page for all (proposal). `code` names the one entry it is about, `cycle` and `round` say where.
 */
export type Duty = {
  kind: (typeof DUTIES)[number];
  id: string | null;
  roundId: string | null;
  code: string | null;
  count: number;
  cycle: Localised | null;
  round: Localised | null;
};
