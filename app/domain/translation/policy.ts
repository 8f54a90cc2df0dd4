import type { Actor } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import { notNow, type Verdict } from "../verdict.ts";

/**
 * Putting a cycle's texts into other languages: as long as it lives, also after its call has opened. What was imported
 * stays as it came.
 */
export function canTranslate(actor: Actor, cycle: { archived: boolean }): Verdict {
  const may = canSetUpCycle(actor);
  return may.allowed && cycle.archived ? notNow("cycle-archived") : may;
}
