import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, type Verdict, yes } from "../verdict.ts";

/** Archives are read in by whoever runs the portal, or by the secretariat. */
export function canImport(actor: Actor): Verdict {
  return actor === PORTAL || isStaff(actor, "secretariat") ? yes : hidden;
}
