import {
  type Actor,
  hasOtherPart,
  isScrutineerAlone,
  isStaff,
  KEPT_APART,
  type PanelRole,
  PARTS_FOR_TWO,
  PORTAL,
  type StaffRole,
} from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import { canSetUpRound } from "../round/policy.ts";

/**
 * Who may invite to a panel or take somebody off it. A scrutineer comes or goes after the freeze as well: nothing that
 * is frozen depends on one.
 */
export function canManagePanel(actor: Actor, round: { id: string; frozen: boolean }, ...roles: PanelRole[]): Verdict {
  const verdict = canSetUpRound(actor, round.id);
  if (!verdict.allowed) return verdict;
  return round.frozen && !isScrutineerAlone(roles) ? notNow("round-frozen") : yes;
}

/**
 * The part of these that one person alone neither gives nor takes: who chairs decides with others over the list, and
 * who scrutinises gets every score.
 */
export const partForTwo = (actor: Actor, roles: readonly PanelRole[]): (typeof PARTS_FOR_TWO)[number] | undefined =>
  actor === PORTAL ? undefined : PARTS_FOR_TWO.find((role) => roles.includes(role));

/**
 * Joining takes an invitation in one's own name, or the secretariat's hand, which makes neither chairs nor scrutineers;
 * the secretariat itself and observers do not judge. Whoever scrutinises has no other part in the award (`roles` in any
 * round of its cycle, `staff`), and gets none.
 */
export function canJoinPanel(
  actor: Actor,
  {
    accountId,
    role,
    invited,
    frozen,
    roles,
    staff,
  }: {
    accountId: string;
    role: PanelRole;
    invited: boolean;
    frozen: boolean;
    roles: readonly PanelRole[];
    staff: readonly StaffRole[];
  },
): Verdict {
  const allowed = actor === PORTAL || isStaff(actor, "secretariat") || (actor.id === accountId && invited);
  if (!allowed) return hidden;
  if (role !== "scrutineer" && KEPT_APART.some((kept) => staff.includes(kept))) return no("roles-apart");
  if (!invited && partForTwo(actor, [role])) return no("needs-second-person");
  if (role === "scrutineer" ? hasOtherPart(roles, staff) : roles.includes("scrutineer")) return no("roles-apart");
  return frozen && role !== "scrutineer" ? notNow("round-frozen") : yes;
}

/** Nobody invites themselves, or who has this part already. */
export function canInvite(
  actor: Actor,
  round: { id: string; frozen: boolean },
  { email, role, member }: { email: string; role: PanelRole; member: boolean },
): Verdict {
  const verdict = canManagePanel(actor, round, role);
  if (!verdict.allowed) return verdict;
  if (actor.email === email) return no("own-role");
  return member ? notNow("already-member") : yes;
}

/**
 * What two have agreed on is done unless the round has gone on meanwhile: as for whom one person invites or removes.
 */
export function canFollow(
  frozen: boolean,
  { role, ends, member, hasScored }: { role: PanelRole; ends: boolean; member: boolean; hasScored: boolean },
): Verdict {
  if (frozen && role === "chair") return notNow("round-frozen");
  if (ends) return hasScored ? notNow("round-has-started") : yes;
  return member ? notNow("already-member") : yes;
}

/** Somebody who has scored stays on the panel's record; their assignments can end by recusal. */
export function canRemoveMember(
  actor: Actor,
  round: { id: string; frozen: boolean },
  member: { accountId: string; roles: readonly PanelRole[]; hasScored: boolean },
): Verdict {
  const verdict = canManagePanel(actor, round, ...member.roles);
  if (!verdict.allowed) return verdict;
  if (member.accountId === actor.id) return no("own-role");
  return member.hasScored ? notNow("round-has-started") : yes;
}

/**
 * Which criteria a reviewer reads: until the round has begun, and after that of who joined since and has not begun to
 * review.
 */
export function canNameCriteria(
  actor: Actor,
  round: { id: string; frozen: boolean; opensAt: Date; begun: boolean },
  member: { joinedAt: Date; hasScored: boolean },
): Verdict {
  const verdict = canManagePanel(actor, round, "reviewer");
  if (!verdict.allowed || !round.begun) return verdict;
  return member.joinedAt < round.opensAt || member.hasScored ? notNow("criteria-fixed") : yes;
}
