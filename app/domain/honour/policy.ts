import type { Actor } from "../context.ts";
import { type DecisionFacts, maySelect } from "../shortlist/policy.ts";
import { hidden, type Verdict } from "../verdict.ts";

/**
 * Giving an entry an honour and taking it away: for those who choose its level, until the same moment. `conflict`: one
 * between the actor and this very entry, which then does not exist for them.
 */
export const canHonour = (actor: Actor, facts: DecisionFacts, { conflict }: { conflict: boolean }): Verdict =>
  conflict ? hidden : maySelect(actor, facts);
