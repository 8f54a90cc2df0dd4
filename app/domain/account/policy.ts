import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** Only the portal itself opens accounts for others: the demo's cast, and whoever sets it up from the shell. */
export const canOpenAccounts = (actor: Actor): Verdict => (actor === PORTAL ? yes : hidden);

/** The directory of people: administrators keep it, the secretariat reads it. */
export const canSeePeople = (actor: Actor): Verdict => (isStaff(actor, "administrator", "secretariat") ? yes : hidden);

/** Rights come from an administrator, never from oneself, and only to somebody whose address is proven. */
export function canChangeRoles(actor: Actor, person: { id: string; emailConfirmed: boolean }): Verdict {
  if (actor === PORTAL) return yes;
  const seen = canSeePeople(actor);
  if (!seen.allowed) return seen;
  if (!isStaff(actor, "administrator")) return no("not-your-role");
  if (actor.id === person.id) return no("own-role");
  return person.emailConfirmed ? yes : notNow("person-not-confirmed");
}

/** An administrator shuts others' accounts, never their own: so there is always one left. */
export function canDisable(actor: Actor, person: { id: string; disabledAt: Date | null }): Verdict {
  const may = canKeepOpen(actor, person.id);
  return may.allowed && person.disabledAt ? notNow("account-disabled") : may;
}

/** Opening an account again that was shut: as for shutting it. */
export function canEnable(actor: Actor, person: { id: string; disabledAt: Date | null }): Verdict {
  const may = canKeepOpen(actor, person.id);
  return may.allowed && !person.disabledAt ? notNow("account-enabled") : may;
}

/** An administrator decides about others' accounts, never about their own. */
export function canKeepOpen(actor: Actor, accountId: string): Verdict {
  const seen = canSeePeople(actor);
  if (!seen.allowed) return seen;
  if (!isStaff(actor, "administrator")) return no("not-your-role");
  return actor.id === accountId ? no("own-account") : yes;
}

/** A reviewer's profile is written by nobody else; people on no panel have none. */
export function canKeepProfile(actor: Actor, accountId: string): Verdict {
  if (actor === PORTAL) return yes;
  return actor.id === accountId && actor.panels.length > 0 ? yes : hidden;
}
