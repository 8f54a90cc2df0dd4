import type { NamedCity } from "../entry/rules.ts";

/** Where a city stands that was asked to enter together with another. */
export type CoApplicantState = "invited" | "accepted" | "declined" | "ended";

/** How many cities an entry may have asked or accepted at once, beside the one whose entry it is. */
export const MOST_CO_APPLICANTS = 20;

/** "Ended" is whatever came last: taken off, withdrawn before there was an answer, or left. */
export function coApplicantState({
  accepted,
  endedAt,
}: {
  accepted: boolean | null;
  endedAt: Date | null;
}): CoApplicantState {
  if (endedAt) return "ended";
  return accepted === null ? "invited" : accepted ? "accepted" : "declined";
}

/**
 * A city that accepted once: since when it has taken part, and when it was taken off or left, as ISO 8601; null while
 * it takes part.
 */
export type EverAccepted = NamedCity & { acceptedAt: string; endedAt: string | null };
