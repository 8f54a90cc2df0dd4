import type { Actor } from "../context.ts";
import { canEdit, type EntryFacts } from "../entry/policy.ts";
import type { Verdict } from "../verdict.ts";

/** Owners and editors submit, under the clock of editing. Whether anything is missing is not a matter of rights. */
export function canSubmit(actor: Actor, entry: EntryFacts, now: Date): Verdict {
  return canEdit(actor, entry, now);
}
