import { type Actor, isStaff, type PanelRole, PORTAL } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import { canSetUpRound } from "../round/policy.ts";

/** Who may invite to a panel or take somebody off it. */
export function canManagePanel(actor: Actor, round: { id: string; frozen: boolean }): Verdict {
  const verdict = canSetUpRound(actor, round.id);
  if (!verdict.allowed) return verdict;
  return round.frozen ? notNow("round-frozen") : yes;
}

/** Who chairs decides with others over the list, so one person alone neither makes nor unmakes a chair. */
export const needsSecond = (actor: Actor, roles: readonly PanelRole[]): boolean => actor !== PORTAL && roles.includes("chair");

/** Joining takes an invitation in one's own name, or the secretariat's hand, which makes reviewers only; the secretariat itself does not judge. */
export function canJoinPanel(actor: Actor, { accountId, role, invited, frozen }: { accountId: string; role: PanelRole; invited: boolean; frozen: boolean }): Verdict {
  const allowed = actor === PORTAL || isStaff(actor, "secretariat") || (actor.id === accountId && invited);
  if (!allowed) return hidden;
  if (actor.id === accountId && isStaff(actor, "secretariat")) return no("roles-apart");
  if (!invited && needsSecond(actor, [role])) return no("needs-second-person");
  return frozen ? notNow("round-frozen") : yes;
}

/** Nobody invites themselves. */
export function canInvite(actor: Actor, round: { id: string; frozen: boolean }, email: string): Verdict {
  const verdict = canManagePanel(actor, round);
  return verdict.allowed && actor.email === email ? no("own-role") : verdict;
}

/** Somebody who has scored stays on the panel's record; their assignments can end by recusal. */
export function canRemoveMember(actor: Actor, round: { id: string; frozen: boolean }, member: { accountId: string; hasScored: boolean }): Verdict {
  const verdict = canManagePanel(actor, round);
  if (!verdict.allowed) return verdict;
  if (member.accountId === actor.id) return no("own-role");
  return member.hasScored ? notNow("round-has-started") : yes;
}
