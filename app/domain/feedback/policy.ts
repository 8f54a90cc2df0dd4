import { type Actor, isStaff } from "../context.ts";
import { closesAtFor, isLate } from "../cycle/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** Whose part it is to tell teams what could be better. Observers may know that this can be done, never do it. */
export function mayGiveFeedback(actor: Actor): Verdict {
  if (isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") ? no("not-your-role") : hidden;
}

/** The secretariat writes about what was sent by the early date, as long as the team can still send another version. */
export function canGiveFeedback(
  actor: Actor,
  entry: { withdrawnAt: Date | null; closesAt: Date | null; cycle: { closesAt: Date } },
  now: Date,
): Verdict {
  const may = mayGiveFeedback(actor);
  if (!may.allowed) return may;
  if (entry.withdrawnAt) return notNow("entry-withdrawn");
  return isLate(now, closesAtFor(entry.cycle, entry)) ? notNow("call-closed") : yes;
}
