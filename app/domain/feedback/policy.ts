import type { Actor } from "../context.ts";
import { closesAtFor, isLate } from "../cycle/rules.ts";
import { notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";

/** Whose part it is to tell teams what could be better. */
export const mayGiveFeedback = secretariatOnly;

/** The secretariat writes about what was sent by the early date, as long as the team can still send another version. */
export function canGiveFeedback(
  actor: Actor,
  entry: { withdrawnAt: Date | null; closesAt: Date | null; cycle: { closesAt: Date } },
  now: Date,
): Verdict {
  const may = mayGiveFeedback(actor);
  if (!may.allowed) return may;
  if (entry.withdrawnAt) return notNow("entry-withdrawn");
  return isLate(now, closesAtFor(entry.cycle, entry)) ? notNow("call-closed") : yes;
}
