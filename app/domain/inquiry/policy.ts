import { type Actor, teamRole } from "../context.ts";
import { hidden, no, notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";
import type { InquiryState } from "./rules.ts";

/** Whose part it is to write to applicants. */
export const mayInquire = secretariatOnly;

/** The secretariat asks about entries it can read, as long as they take part. */
export function canInquire(actor: Actor, entry: { withdrawn: boolean; readable: boolean }): Verdict {
  const may = mayInquire(actor);
  if (!may.allowed) return may;
  if (entry.withdrawn) return notNow("entry-withdrawn");
  return entry.readable ? yes : notNow("call-still-open");
}

/** A reviewer's question is forwarded or declined once. */
export function canDecide(actor: Actor, state: InquiryState): Verdict {
  const may = mayInquire(actor);
  if (!may.allowed) return may;
  return state === "waiting" ? yes : notNow("already-decided");
}

/** Sent on is only what concerns an entry that still takes part. */
export function canForward(actor: Actor, { state, withdrawn }: { state: InquiryState; withdrawn: boolean }): Verdict {
  const may = canDecide(actor, state);
  return may.allowed && withdrawn ? notNow("entry-withdrawn") : may;
}

/** Whoever reads an entry asks about it while their scores can still rest on the answer. */
export function canPropose(assignment: { withdrawn: boolean; frozen: boolean; closed: boolean }): Verdict {
  if (assignment.withdrawn) return notNow("entry-withdrawn");
  if (assignment.frozen) return notNow("round-frozen");
  return assignment.closed ? notNow("round-closed") : yes;
}

/**
 * Owners and editors answer what was forwarded, once and in time. What waits or was declined does not exist for them.
 */
export function canAnswer(
  actor: Actor,
  { cityId, state, withdrawn }: { cityId: string; state: InquiryState; withdrawn: boolean },
): Verdict {
  const role = teamRole(actor, cityId);
  if (!role || state === "waiting" || state === "declined") return hidden;
  if (role === "viewer") return no("viewers-cannot-edit");
  if (withdrawn) return notNow("entry-withdrawn");
  if (state === "answered") return notNow("inquiry-answered");
  return state === "over" ? notNow("inquiry-over") : yes;
}
