import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** Who may make cycles. */
export function canSetUpCycle(actor: Actor): Verdict {
  if (actor === PORTAL || isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") ? no("not-your-role") : hidden;
}

/** Who may move a closing date. Its panel and observers may know that this can be done, never do it; not once assigning has begun. */
export function canMoveDeadline(actor: Actor, cycle: { id: string; archived: boolean; assigned: boolean }): Verdict {
  const knows = isStaff(actor, "observer") || actor.panels.some(({ cycleId, role }) => cycleId === cycle.id && role === "chair");
  if (!isStaff(actor, "secretariat")) return knows ? no("not-your-role") : hidden;
  if (cycle.archived) return notNow("call-closed");
  return cycle.assigned ? notNow("round-has-started") : yes;
}
