import type { DemoStage } from "./cycles.ts";

export type TourKey =
  | "visitor"
  | "amara"
  | "joseph"
  | "lin"
  | "rafael"
  | "ingrid"
  | "chen"
  | "sofie"
  | "nadia"
  | "fatima"
  | "tom";
/** Ids that a stop's address needs: of its cycle and of that cycle's round. */
type Place = { cycleId: string; roundId: string };
export type TourStop = { key: TourKey; stage: DemoStage; href(at: Place): string };

/**
 * Who is worth being, in which cycle, and where to begin: the order in which an award goes from the call to the result.
 */
export const TOUR: readonly TourStop[] = [
  { key: "visitor", stage: "published", href: () => "/cycles/demo-published/results" },
  { key: "amara", stage: "open", href: () => "/entries" },
  { key: "joseph", stage: "open", href: () => "/entries" },
  { key: "lin", stage: "review", href: ({ cycleId }) => `/secretariat/cycles/${cycleId}` },
  { key: "rafael", stage: "review", href: ({ roundId }) => `/judging/rounds/${roundId}` },
  { key: "ingrid", stage: "ready", href: ({ roundId }) => `/rounds/${roundId}/ranking` },
  { key: "chen", stage: "ready", href: ({ roundId }) => `/rounds/${roundId}/finalisation` },
  { key: "sofie", stage: "published", href: ({ roundId }) => `/judging/rounds/${roundId}` },
  { key: "nadia", stage: "published", href: ({ roundId }) => `/judging/rounds/${roundId}/scrutiny` },
  { key: "fatima", stage: "review", href: () => "/audit" },
  { key: "tom", stage: "review", href: () => "/admin/people" },
];
