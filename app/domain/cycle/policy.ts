import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** Who may make cycles. */
export function canSetUpCycle(actor: Actor): Verdict {
  if (actor === PORTAL || isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") ? no("not-your-role") : hidden;
}

/** Whose part it is to move a closing date: the secretariat's. A chair of the cycle and observers may know that this can be done, never do it. */
export function mayMoveDeadline(actor: Actor, cycleId: string): Verdict {
  if (isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") || actor.panels.some((panel) => panel.cycleId === cycleId && panel.role === "chair") ? no("not-your-role") : hidden;
}

/** Moving a closing date: not of an archived cycle, and not once assigning has begun. */
export function canMoveDeadline(actor: Actor, cycle: { id: string; archived: boolean; assigned: boolean }): Verdict {
  const may = mayMoveDeadline(actor, cycle.id);
  if (!may.allowed) return may;
  if (cycle.archived) return notNow("call-closed");
  return cycle.assigned ? notNow("round-has-started") : yes;
}
