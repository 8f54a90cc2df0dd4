import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import { canSetUpRound } from "../round/policy.ts";

/** Who may invite to a panel or take somebody off it. */
export function canManagePanel(actor: Actor, round: { id: string; frozen: boolean }): Verdict {
  const verdict = canSetUpRound(actor, round.id);
  if (!verdict.allowed) return verdict;
  return round.frozen ? notNow("round-frozen") : yes;
}

/** Joining takes an invitation in one's own name, or the secretariat's hand. */
export function canJoinPanel(actor: Actor, { accountId, invited, frozen }: { accountId: string; invited: boolean; frozen: boolean }): Verdict {
  const allowed = actor === PORTAL || isStaff(actor, "secretariat") || (actor.id === accountId && invited);
  if (!allowed) return hidden;
  return frozen ? notNow("round-frozen") : yes;
}

/** Somebody who has scored stays on the panel's record; their assignments can end by recusal. */
export function canRemoveMember(actor: Actor, round: { id: string; frozen: boolean }, member: { accountId: string; hasScored: boolean }): Verdict {
  const verdict = canManagePanel(actor, round);
  if (!verdict.allowed) return verdict;
  if (member.accountId === actor.id) return no("own-role");
  return member.hasScored ? notNow("round-has-started") : yes;
}
