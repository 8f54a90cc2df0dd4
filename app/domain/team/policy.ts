import { type Actor, isStaff, KEPT_APART, PORTAL, type StaffRole, type TeamRole, teamRole } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** A team is seen by its members, and by the secretariat and observers. */
export const canSeeTeam = (actor: Actor, cityId: string): Verdict =>
  actor === PORTAL || teamRole(actor, cityId) || isStaff(actor, "secretariat", "observer") ? yes : hidden;

/** Owners run their team. The secretariat can step in, as when a city has lost its people; owners there are told. */
export function canRunTeam(actor: Actor, cityId: string): Verdict {
  if (actor === PORTAL || isStaff(actor, "secretariat")) return yes;
  const role = teamRole(actor, cityId);
  if (role === undefined) return isStaff(actor, "observer") ? no("not-your-role") : hidden;
  return role === "owner" ? yes : no("not-the-owner");
}

/** Nobody invites themselves, or who is a member already. */
export function canInvite(actor: Actor, cityId: string, invited: { email: string; member: boolean }): Verdict {
  const verdict = canRunTeam(actor, cityId);
  if (!verdict.allowed) return verdict;
  if (invited.member) return notNow("already-member");
  return actor.email === invited.email ? no("own-role") : yes;
}

/** The secretariat and observers enter nothing. */
export const canBeMember = ({ staff }: { staff: readonly StaffRole[] }): Verdict =>
  staff.some((role) => KEPT_APART.some((kept) => kept === role)) ? no("roles-apart") : yes;

/** Anybody may leave; only an owner changes others. The last owner stays until there is another. */
export function canChangeMember(
  actor: Actor,
  cityId: string,
  member: { accountId: string; role: TeamRole; owners: number },
  next: TeamRole | "none",
): Verdict {
  const leaves = actor.id === member.accountId && next === "none";
  const verdict = leaves ? canSeeTeam(actor, cityId) : canRunTeam(actor, cityId);
  if (!verdict.allowed) return verdict;
  return member.role === "owner" && next !== "owner" && member.owners <= 1 ? notNow("last-owner") : yes;
}

/** Whoever runs the team hands it to somebody else than themselves. */
export function canHandOver(actor: Actor, cityId: string, successorId: string): Verdict {
  const verdict = canRunTeam(actor, cityId);
  return verdict.allowed && actor.id === successorId ? no("own-role") : verdict;
}
