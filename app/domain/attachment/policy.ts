import type { Actor } from "../context.ts";
import { canEdit, type EntryFacts } from "../entry/policy.ts";
import { hidden, notNow, type Verdict, yes } from "../verdict.ts";
import type { Slot } from "./rules.ts";

type Place = { entry: EntryFacts; slot: Slot | null; taken: number };

/** Who may announce files for a slot, while the entry can be changed and the slot has room. */
export function canAttach(actor: Actor, { entry, slot, taken }: Place, files: number, now: Date): Verdict {
  const edit = canEdit(actor, entry, now);
  if (!edit.allowed) return edit;
  if (!slot) return hidden;
  return taken + files > slot.maxCount ? notNow("file-limit") : yes;
}

/** The same for bytes that were announced in time and have now all arrived: the call says for how long after the bell that counts. */
export function canFinish(actor: Actor, place: Place & { graceSeconds: number }, now: Date): Verdict {
  return canAttach(actor, place, 1, new Date(now.getTime() - place.graceSeconds * 1000));
}
