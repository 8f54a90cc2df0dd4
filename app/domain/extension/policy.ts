import { type Actor, isStaff } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** Who gives single entries more time. Observers may know that this can be done, never do it. */
export function mayExtend(actor: Actor): Verdict {
  if (isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") ? no("not-your-role") : hidden;
}

/** More time is for entries that nobody has judged yet, and not once a round of their cycle is frozen. */
export function canExtend(actor: Actor, entry: { withdrawn: boolean; screened: boolean; frozen: boolean }): Verdict {
  const may = mayExtend(actor);
  if (!may.allowed) return may;
  if (entry.withdrawn) return notNow("entry-withdrawn");
  if (entry.screened) return notNow("already-screened");
  return entry.frozen ? notNow("round-frozen") : yes;
}
