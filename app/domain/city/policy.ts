import { type Actor, isStaff, KEPT_APART, PORTAL } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import type { Arrival } from "./rules.ts";

/**
 * Anybody but the secretariat and observers founds a team for a city nobody answers for; where others are concerned,
 * one's own address must be proven first.
 */
export function canEnterCity(actor: Actor, city: { arrival: Arrival; isMember: boolean }): Verdict {
  if (city.isMember) return notNow("already-member");
  if (isStaff(actor, ...KEPT_APART)) return no("roles-apart");
  return city.arrival !== "created" && !actor.emailConfirmed && actor !== PORTAL ? notNow("email-not-confirmed") : yes;
}

/** Teams without asking their people: only the portal itself, for its archive and its demo. */
export const canSetUpTeams = (actor: Actor): Verdict => (actor === PORTAL ? yes : hidden);
