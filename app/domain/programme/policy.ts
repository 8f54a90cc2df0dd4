import { type Actor, isStaff } from "../context.ts";
import { hidden, type Verdict, yes } from "../verdict.ts";

/** Who may open a new award. */
export function canCreateProgramme(actor: Actor): Verdict {
  return isStaff(actor, "secretariat") ? yes : hidden;
}
