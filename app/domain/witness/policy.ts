import { canVerifyTrail } from "../audit/policy.ts";
import { type Actor, isStaff } from "../context.ts";
import { no, type Verdict, yes } from "../verdict.ts";

/** Who the witnesses are is for the administrator to enter; whoever follows the log sees them. */
export function canManageWitnesses(actor: Actor): Verdict {
  const seen = canVerifyTrail(actor);
  if (!seen.allowed) return seen;
  return isStaff(actor, "administrator") ? yes : no("not-your-role");
}
