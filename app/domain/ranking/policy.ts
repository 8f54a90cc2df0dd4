import { type Actor, isStaff } from "../context.ts";
import { isChair } from "../round/policy.ts";
import { hidden, type Verdict, yes } from "../verdict.ts";

/**
 * The chair may look while reviewers score; the secretariat and observers see values only once nobody can change them
 * any more.
 */
export function canSeeRanking(actor: Actor, { roundId, frozen }: { roundId: string; frozen: boolean }): Verdict {
  if (isChair(actor, roundId)) return yes;
  return frozen && isStaff(actor, "secretariat", "observer") ? yes : hidden;
}

/**
 * Single reviews by name: the chair at any time, the secretariat once the scores are frozen. Observers read the order,
 * not who gave what.
 */
export function canSeeReviews(actor: Actor, { roundId, frozen }: { roundId: string; frozen: boolean }): Verdict {
  if (isChair(actor, roundId)) return yes;
  return frozen && isStaff(actor, "secretariat") ? yes : hidden;
}
