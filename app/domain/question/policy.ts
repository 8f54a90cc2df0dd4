import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, notNow, type Verdict, yes } from "../verdict.ts";

/** Who may give a cycle its form: the secretariat, before anybody has started an entry with it. */
export function canCreateForm(actor: Actor, cycle: { hasForm: boolean }): Verdict {
  if (actor !== PORTAL && !isStaff(actor, "secretariat")) return hidden;
  return cycle.hasForm ? notNow("form-exists") : yes;
}
