import type { Actor } from "../context.ts";
import { canJudge } from "../review/policy.ts";
import { hidden, notNow, type Verdict, yes } from "../verdict.ts";

export type AttestationFacts = {
  roundId: string;
  frozen: boolean;
  /** The result is in the log, and with it the confirmations so far. */
  stated: boolean;
  /** How many reviews of theirs were handed in. */
  reviews: number;
  attestedAt: Date | null;
};

/** Confirming that the scores under one's name are one's own: once, between the freeze and the result. */
export function canAttest(actor: Actor, { roundId, frozen, stated, reviews, attestedAt }: AttestationFacts): Verdict {
  const verdict = canJudge(actor, roundId);
  if (!verdict.allowed) return verdict;
  if (reviews === 0) return hidden;
  if (!frozen) return notNow("round-not-frozen");
  if (attestedAt) return notNow("already-submitted");
  return stated ? notNow("already-finalised") : yes;
}
