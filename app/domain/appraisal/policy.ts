import type { Actor } from "../context.ts";
import { isChair } from "../round/policy.ts";
import { no, notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";
import type { Stage } from "./rules.ts";

export type AppraisalFacts = { roundId: string; frozen: boolean; stage: Stage; published: boolean };

/**
 * Appraisals are the secretariat's: whoever scored or chaired does not choose what teams are told of it. Observers may
 * know of them.
 */
export function canModerate(actor: Actor, { roundId, frozen }: Pick<AppraisalFacts, "roundId" | "frozen">): Verdict {
  if (isChair(actor, roundId)) return no("not-your-role");
  const may = secretariatOnly(actor);
  if (!may.allowed) return may;
  return frozen ? yes : notNow("round-not-frozen");
}

/** Copying the comments, once. */
export function canPrepare(actor: Actor, facts: AppraisalFacts): Verdict {
  const may = canModerate(actor, facts);
  return may.allowed && facts.stage !== "none" ? notNow("appraisals-made") : may;
}

/** Changing or leaving out a comment: until teams read it. */
export function canEdit(actor: Actor, facts: AppraisalFacts): Verdict {
  const may = canModerate(actor, facts);
  if (!may.allowed) return may;
  return facts.stage === "prepared" ? yes : notNow(facts.stage === "none" ? "appraisals-missing" : "appraisals-out");
}

/** Letting teams read: not before the result of the round is public. */
export function canRelease(actor: Actor, facts: AppraisalFacts): Verdict {
  const may = canEdit(actor, facts);
  return may.allowed && !facts.published ? notNow("not-published") : may;
}
