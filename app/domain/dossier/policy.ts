import type { Actor } from "../context.ts";
import { canJudge } from "../review/policy.ts";
import type { RoundState } from "../round/rules.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";

/**
 * Taking along what one may open here: a reviewer of the round, once it has begun, the statement is accepted and the
 * conflict question answered for some entry.
 */
export function canTake(
  actor: Actor,
  round: { id: string; state: RoundState; acceptedAt: Date | null },
  opened: number,
): Verdict {
  const verdict = canJudge(actor, round.id);
  if (!verdict.allowed) return verdict;
  if (round.state === "planned") return notNow("round-not-open");
  return round.acceptedAt && opened > 0 ? yes : notNow("conflict-unanswered");
}
