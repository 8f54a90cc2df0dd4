import type { Actor } from "../context.ts";
import { maySelect, type DecisionFacts } from "../shortlist/policy.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/**
 * `awarded`: the list names the entry; `pendingBy`: who wrote the correction that waits for a second person, null =
 * none waits; `inOffice`: they may still write it.
 */
export type CitationFacts = DecisionFacts & {
  conflict: boolean;
  awarded: boolean;
  pendingBy: string | null;
  inOffice: boolean;
};

/**
 * Writing the panel's words about an entry, before its list is final; afterwards proposing to correct them. For those
 * who choose.
 */
export function canCite(actor: Actor, facts: CitationFacts): Verdict {
  if (facts.conflict) return hidden;
  const may = maySelect(actor, { ...facts, approved: false });
  if (!may.allowed) return may;
  return facts.approved && !facts.awarded ? notNow("not-awarded") : yes;
}

/** The second signature under a correction. */
export function canApproveCorrection(actor: Actor, facts: CitationFacts): Verdict {
  const may = canCite(actor, facts);
  if (!may.allowed) return may;
  if (!facts.approved || facts.pendingBy === null) return notNow("nothing-to-approve");
  if (facts.pendingBy === actor.id) return no("needs-second-person");
  return facts.inOffice ? yes : notNow("proposer-left");
}
