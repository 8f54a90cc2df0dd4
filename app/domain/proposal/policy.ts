import { canKeepOpen, canSeePeople } from "../account/policy.ts";
import { type Actor, KEPT_APART, type PanelRole, type StaffRole } from "../context.ts";
import { no, notNow, type Verdict, yes } from "../verdict.ts";
import type { ProposalFacts } from "./rules.ts";

/** An administrator proposes, never for oneself. */
export const canProposeReset = canKeepOpen;

/**
 * Who sees all neither enters nor judges: nobody in a team, or with a part in a panel whose list is not final. An
 * observer may scrutinise.
 */
export function canBeStaff(
  added: readonly StaffRole[],
  { inTeam, panels }: { inTeam: boolean; panels: readonly PanelRole[] },
): Verdict {
  if (!KEPT_APART.some((role) => added.includes(role))) return yes;
  const judges = panels.some((role) => role !== "scrutineer" || added.includes("secretariat"));
  return inTeam || judges ? no("roles-apart") : yes;
}

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

/** Whoever proposed takes it back, until somebody has decided. */
export function canWithdraw(actor: Actor, { by, outcome }: ProposalFacts): Verdict {
  const seen = canSeePeople(actor);
  if (!seen.allowed) return seen;
  if (actor.id !== by) return no("not-the-owner");
  return outcome === null ? yes : notNow("already-decided");
}
