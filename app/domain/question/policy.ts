import { canSetUpCycle } from "../cycle/policy.ts";
import type { CycleLocks } from "../cycle/rules.ts";
import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, notNow, type Verdict, yes } from "../verdict.ts";

/** Who may give a cycle its form: the secretariat, before anybody has started an entry with it. */
export function canCreateForm(actor: Actor, cycle: { hasForm: boolean }): Verdict {
  if (actor !== PORTAL && !isStaff(actor, "secretariat")) return hidden;
  return cycle.hasForm ? notNow("form-exists") : yes;
}

/** Changing a form: until its call opens, and never once somebody answers it. */
export function canChangeForm(
  actor: Actor,
  cycle: Pick<CycleLocks, "opened" | "entered"> & { archived: boolean },
): Verdict {
  const may = canSetUpCycle(actor);
  if (!may.allowed) return may;
  if (cycle.archived) return notNow("cycle-archived");
  return cycle.opened || cycle.entered ? notNow("form-fixed") : yes;
}
