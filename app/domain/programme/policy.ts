import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, type Verdict, yes } from "../verdict.ts";

/** Who may open an award, and change what it says of itself. */
export function canCreateProgramme(actor: Actor): Verdict {
  return actor === PORTAL || isStaff(actor, "secretariat") ? yes : hidden;
}
