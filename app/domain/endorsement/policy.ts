import type { Actor } from "../context.ts";
import { canEdit, type EntryFacts } from "../entry/policy.ts";
import { notNow, type Verdict } from "../verdict.ts";

export type EndorsementRule = "off" | "optional" | "required";

/**
 * Owners and editors ask, or send a signed letter, while the call is open, unless the call knows no sign-off or this
 * very text has one through a link.
 */
export function canAsk(
  actor: Actor,
  entry: EntryFacts & { rule: EndorsementRule; isEndorsed: boolean },
  now: Date,
): Verdict {
  const edit = canEdit(actor, entry, now);
  if (!edit.allowed) return edit;
  if (entry.rule === "off") return notNow("endorsement-off");
  return entry.isEndorsed ? notNow("already-endorsed") : edit;
}
