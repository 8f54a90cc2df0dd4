import { type Actor, isStaff } from "../context.ts";
import { hidden, no, notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";
import { isScreened } from "../entry/rules.ts";
import { isReadable, type ScreeningFacts } from "./rules.ts";

/** Who may see which entries there are and how they stand. */
export function canListEntries(actor: Actor): Verdict {
  return isStaff(actor, "secretariat", "observer") ? yes : hidden;
}

function mayScreen(actor: Actor, entry: ScreeningFacts, now: Date): Verdict {
  const may = secretariatOnly(actor);
  if (!may.allowed) return may;
  if (!entry.submitted) return hidden;
  if (entry.withdrawn) return notNow("entry-withdrawn");
  return isReadable(entry, now) ? yes : notNow("call-still-open");
}

/** Saying "valid" or "ineligible" of an entry nobody has judged yet. */
export function canScreen(actor: Actor, entry: ScreeningFacts, now: Date): Verdict {
  const verdict = mayScreen(actor, entry, now);
  if (!verdict.allowed) return verdict;
  return entry.screening ? notNow("already-screened") : yes;
}

/** Confirming that an entry is ineligible: never by the person who said so first. */
export function canConfirm(actor: Actor, entry: ScreeningFacts, now: Date): Verdict {
  const verdict = mayScreen(actor, entry, now);
  if (!verdict.allowed) return verdict;
  if (!entry.screening) return notNow("not-screened-yet");
  if (isScreened(entry.screening)) return notNow("already-screened");
  if (entry.screening.by === actor.id) return no("needs-second-person");
  return entry.screening.inOffice ? yes : notNow("proposer-left");
}

/** Taking a screening back, with a reason; not once somebody reviews the entry. */
export function canReopen(actor: Actor, entry: ScreeningFacts, now: Date): Verdict {
  const verdict = mayScreen(actor, entry, now);
  if (!verdict.allowed) return verdict;
  if (!entry.screening) return notNow("not-screened-yet");
  return entry.assigned ? notNow("entries-given") : yes;
}
