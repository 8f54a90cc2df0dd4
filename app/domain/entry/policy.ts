import { type Actor, PORTAL, teamRole } from "../context.ts";
import { closesAtFor, cycleState } from "../cycle/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

type Window = { opensAt: Date; closesAt: Date };
/** What rights on an entry depend on. `closesAt` is the entry's own extension, if it has one. */
export type EntryFacts = { cityId: string; closesAt: Date | null; withdrawnAt: Date | null; cycle: Window };

/** Who has a list of entries of their own: members of city teams, and whoever has no other part in the award yet. */
export function canListOwnEntries(actor: Actor): Verdict {
  return actor.teams.length > 0 || (actor.staff.length === 0 && actor.panels.length === 0) ? yes : no("not-your-role");
}

/** Who may start an entry for a city: its owners and editors, while the call is open. */
export function canStart(actor: Actor, cityId: string, cycle: Window, now: Date): Verdict {
  const member = mayWrite(actor, cityId);
  return member.allowed ? isOpen(cycle, now) : member;
}

/**
 * Who may read a draft: the city's team and nobody else, not even the secretariat. The portal itself seals what is
 * complete at the bell.
 */
export function canReadDraft(actor: Actor, { cityId }: Pick<EntryFacts, "cityId">): Verdict {
  return actor === PORTAL || teamRole(actor, cityId) ? yes : hidden;
}

/**
 * Who may change answers and files, and until when. A request that reached the server at the closing moment is still in
 * time.
 */
export function canEdit(actor: Actor, entry: EntryFacts, now: Date): Verdict {
  const member = mayWrite(actor, entry.cityId);
  return member.allowed ? isUnderWay(entry, now) : member;
}

/** Whether the entry can change at all now, whoever asks. */
export function isUnderWay(entry: EntryFacts, now: Date): Verdict {
  if (entry.withdrawnAt) return notNow("entry-withdrawn");
  return isOpen({ ...entry.cycle, closesAt: closesAtFor(entry.cycle, entry) }, now);
}

/** Only an owner withdraws, before or after the deadline, but not once the scores of a round are frozen. */
export function canWithdraw(actor: Actor, entry: EntryFacts & { frozen: boolean }): Verdict {
  const role = teamRole(actor, entry.cityId);
  if (!role) return hidden;
  if (role !== "owner") return no("not-the-owner");
  if (entry.withdrawnAt) return notNow("entry-withdrawn");
  return entry.frozen ? notNow("round-frozen") : yes;
}

function mayWrite(actor: Actor, cityId: string): Verdict {
  const role = teamRole(actor, cityId);
  if (!role) return hidden;
  return role === "viewer" ? no("viewers-cannot-edit") : yes;
}

function isOpen(cycle: Window, now: Date): Verdict {
  const state = cycleState(cycle, now);
  return state === "open" ? yes : notNow(state === "upcoming" ? "call-not-open" : "call-closed");
}
