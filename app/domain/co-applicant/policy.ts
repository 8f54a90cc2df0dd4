import { type Actor, teamRole } from "../context.ts";
import { canEdit, type EntryFacts, isUnderWay } from "../entry/policy.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import { type CoApplicantState, MOST_CO_APPLICANTS } from "./rules.ts";

/**
 * `cityId` is the invited city's. Vouched for = whoever the invitation was mailed to is in its team, so that nobody
 * answers for a city by having founded its team.
 */
export type CoApplicantFacts = {
  state: CoApplicantState;
  cityId: string;
  email: string;
  isVouchedFor: boolean;
  entry: EntryFacts;
};

/** Who names a city to enter together with: owners and editors of the team whose entry it is, while it can change. */
export function canInvite(actor: Actor, entry: EntryFacts & { standing: number }, now: Date): Verdict {
  const edit = canEdit(actor, entry, now);
  return edit.allowed && entry.standing >= MOST_CO_APPLICANTS ? notNow("co-applicants-full") : edit;
}

/** The same people take a city off again, or its invitation back. */
export function canRemove(
  actor: Actor,
  { entry, state }: Pick<CoApplicantFacts, "entry" | "state">,
  now: Date,
): Verdict {
  const edit = canEdit(actor, entry, now);
  if (!edit.allowed) return edit;
  return state === "invited" || state === "accepted" ? yes : hidden;
}

/**
 * Who may know of an invitation beside the team that sent it: whoever it was mailed to, and the team that this person
 * is in; after a yes that team alone.
 */
export function canReadInvitation(
  actor: Actor,
  { state, cityId, email, isVouchedFor }: Omit<CoApplicantFacts, "entry">,
): Verdict {
  if (state === "ended") return hidden;
  const isMember = teamRole(actor, cityId) !== undefined;
  if (state === "accepted") return isMember ? yes : hidden;
  return actor.email === email || (isMember && isVouchedFor) ? yes : hidden;
}

/** An owner or editor of the invited city answers, once, while the entry can change. */
export function canAnswer(actor: Actor, invitation: CoApplicantFacts, now: Date): Verdict {
  const speaks = canSpeak(actor, invitation, now);
  return speaks.allowed && invitation.state !== "invited" ? notNow("already-decided") : speaks;
}

/** Its owners and editors also take their city out again, as long as the entry can change. */
export function canLeave(actor: Actor, invitation: CoApplicantFacts, now: Date): Verdict {
  const speaks = canSpeak(actor, invitation, now);
  return speaks.allowed && invitation.state !== "accepted" ? hidden : speaks;
}

function canSpeak(actor: Actor, { entry, ...invitation }: CoApplicantFacts, now: Date): Verdict {
  const known = canReadInvitation(actor, invitation);
  if (!known.allowed) return known;
  const role = teamRole(actor, invitation.cityId);
  if (role === "viewer") return no("viewers-cannot-edit");
  if (!role) return notNow("join-team-first");
  if (!invitation.isVouchedFor && invitation.state !== "accepted") return notNow("email-not-confirmed");
  return isUnderWay(entry, now);
}
