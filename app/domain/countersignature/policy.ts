import type { Actor } from "../context.ts";
import { canPublish } from "../result/policy.ts";
import { no, notNow, type Verdict, yes } from "../verdict.ts";

/** `signed`: the version that stands. */
export type CountersignatureFacts = { roundId: string; stated: boolean; inConflict: boolean; signed: boolean };

/**
 * Reading the whole proof before it is public: for who publishes, once the result stands in the log, and with no
 * conflict in the round, because the proof opens its scores.
 */
export function canTakeProof(actor: Actor, { roundId, stated, inConflict }: CountersignatureFacts): Verdict {
  const may = canPublish(actor, { roundId, finalised: true, publication: "none" });
  if (!may.allowed) return may;
  if (inConflict) return no("conflict");
  return stated ? yes : notNow("result-not-stated");
}

/** Signing the result for the award: who may read all of its proof, once for each version of it. */
export function canCountersign(actor: Actor, facts: CountersignatureFacts): Verdict {
  const may = canTakeProof(actor, facts);
  return may.allowed && facts.signed ? notNow("result-signed") : may;
}
