import { canKeepOpen, canSeePeople } from "../account/policy.ts";
import type { Actor } from "../context.ts";
import { no, notNow, type Verdict, yes } from "../verdict.ts";
import type { ProposalFacts } from "./rules.ts";

/** An administrator proposes, never for oneself. */
export const canProposeReset = canKeepOpen;

/** Declining takes another person than the one who proposed it and the one it is about. */
export function canDecline(actor: Actor, { by, accountId, outcome }: ProposalFacts): Verdict {
  const seen = canSeePeople(actor);
  if (!seen.allowed) return seen;
  if (actor.id === by || actor.id === accountId) return no("own-proposal");
  return outcome === null ? yes : notNow("already-decided");
}

/** So does confirming; and whoever proposed it must still have the right to. */
export function canConfirm(actor: Actor, proposal: ProposalFacts): Verdict {
  const may = canDecline(actor, proposal);
  if (!may.allowed) return may;
  return proposal.inOffice ? yes : notNow("proposer-left");
}

export function canWithdraw(actor: Actor, { by, outcome }: ProposalFacts): Verdict {
  const seen = canSeePeople(actor);
  if (!seen.allowed) return seen;
  if (actor.id !== by) return no("not-the-owner");
  return outcome === null ? yes : notNow("already-decided");
}
