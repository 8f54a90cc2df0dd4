import { type Actor, isStaff } from "../context.ts";
import { decides } from "../round/policy.ts";
import type { RoundState } from "../round/rules.ts";
import type { Refusal } from "../errors.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** How far the decision has come. `proposedBy` null = no proposal stands. */
export type DecisionFacts = { roundId: string; state: RoundState; proposedBy: string | null; approved: boolean };

/** Why a proposal counts no more: the list is another, or whoever signed first has no part in deciding any more. */
export type Outdated = Extract<Refusal, "list-changed" | "proposer-left">;

/**
 * Reading the selection: those who decide, and observers. Not before the freeze: until then there is nothing to choose
 * from.
 */
export function canSeeSelection(actor: Actor, { roundId, state }: Pick<DecisionFacts, "roundId" | "state">): Verdict {
  const may = decides(actor, roundId);
  if (!may.allowed && !isStaff(actor, "observer")) return may;
  return state === "frozen" ? yes : notNow("round-not-frozen");
}

/** Closing the scores for good. The window may still be open: the page says so before it asks. */
export function canFreeze(actor: Actor, { roundId, state }: Pick<DecisionFacts, "roundId" | "state">): Verdict {
  const may = decides(actor, roundId);
  if (!may.allowed) return may;
  if (state === "frozen") return notNow("round-frozen");
  return state === "planned" ? notNow("round-not-open") : yes;
}

/** Whether somebody chooses at all, now, whichever the entry. */
export function maySelect(actor: Actor, facts: DecisionFacts): Verdict {
  const may = decides(actor, facts.roundId);
  if (!may.allowed) return may;
  if (facts.state !== "frozen") return notNow("round-not-frozen");
  return facts.approved ? notNow("already-finalised") : yes;
}

/**
 * Choosing a level for an entry. `conflict`: one between the actor and this very entry, which then does not exist for
 * them.
 */
export function canSelect(actor: Actor, facts: DecisionFacts, { conflict }: { conflict: boolean }): Verdict {
  const may = decides(actor, facts.roundId);
  return may.allowed && conflict ? hidden : maySelect(actor, facts);
}

/**
 * What somebody would sign: the obstacles that may be told them, and whether the list has changed since they read it.
 */
type Signed = { obstacles: readonly Refusal[]; changed: boolean };

/**
 * Proposing the list as it stands. Open to a person in conflict with an entry on it: the other signature is not theirs.
 */
export function canPropose(actor: Actor, facts: DecisionFacts, list: Signed): Verdict {
  const may = maySelect(actor, facts);
  if (!may.allowed) return may;
  if (facts.proposedBy) return notNow("already-proposed");
  return isSignable(list);
}

/**
 * The second signature: another person, and one who can read every line that is signed. They are asked for all that
 * stands in the way of the list, because whoever proposed it may not have been.
 */
export function canApprove(
  actor: Actor,
  facts: DecisionFacts,
  { seesAll, outdated, ...list }: Signed & { seesAll: boolean; outdated: Outdated | null },
): Verdict {
  const may = maySelect(actor, facts);
  if (!may.allowed) return may;
  if (!facts.proposedBy) return notNow("not-proposed");
  if (facts.proposedBy === actor.id) return no("needs-second-person");
  if (!seesAll) return no("conflict-in-list");
  return outdated ? notNow(outdated) : isSignable(list);
}

function isSignable({ obstacles, changed }: Signed): Verdict {
  if (obstacles[0]) return notNow(obstacles[0]);
  return changed ? notNow("list-changed") : yes;
}

/** Working out a balanced list and taking it over: for those who choose, and see the whole list that it moves. */
export function canBalance(actor: Actor, facts: DecisionFacts, { seesAll }: { seesAll: boolean }): Verdict {
  const may = maySelect(actor, facts);
  if (!may.allowed) return may;
  return seesAll ? yes : no("conflict-in-list");
}
