import type { Actor } from "../context.ts";
import { canSeeSelection, type DecisionFacts } from "../shortlist/policy.ts";
import { no, type Verdict, yes } from "../verdict.ts";

/**
 * Taking the report of a panel: whoever may read its selection and sees every line of it. With a line left out it would
 * be another report.
 */
export function canReport(
  actor: Actor,
  facts: Pick<DecisionFacts, "roundId" | "state">,
  { seesAll }: { seesAll: boolean },
): Verdict {
  const may = canSeeSelection(actor, facts);
  if (!may.allowed) return may;
  return seesAll ? yes : no("conflict-in-list");
}
