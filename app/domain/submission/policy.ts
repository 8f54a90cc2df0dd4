import type { Actor } from "../context.ts";
import { canEdit, type EntryFacts } from "../entry/policy.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";
import type { Limits } from "./rules.ts";

/** Owners and editors submit, under the clock of editing. Whether anything is missing is not a matter of rights. */
export function canSubmit(actor: Actor, entry: EntryFacts, now: Date): Verdict {
  return canEdit(actor, entry, now);
}

/** Whether the call takes one more entry of this city, and one more under its framework; sent again, it is no more. */
export function fitsLimits({ ofCity, ofFramework }: Limits): Verdict {
  if (ofCity && ofCity.others >= ofCity.most) return notNow("city-limit");
  return ofFramework && ofFramework.others >= ofFramework.most ? notNow("framework-limit") : yes;
}
