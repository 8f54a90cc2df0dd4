import { type Actor, isStaff } from "./context.ts";
import { NotFound, type Refusal, Refused } from "./errors.ts";

export type Verdict = { allowed: true } | { allowed: false; because: Refusal; how: "never" | "not-now" | "hidden" };

export const yes: Verdict = { allowed: true };
/** The person may know the thing exists, but never do this to it. Answers 403. */
export const no = (because: Refusal): Verdict => ({ allowed: false, because, how: "never" });
/** Right person, wrong moment. Answers 409 and keeps what was typed. */
export const notNow = (because: Refusal): Verdict => ({ allowed: false, because, how: "not-now" });
/** The person may not even know the thing exists. Answers 404, the same as an invented id. */
export const hidden: Verdict = { allowed: false, because: "not-found", how: "hidden" };

/** What the secretariat does. Observers may know that it can be done, never do it; to others it is not there. */
export function secretariatOnly(actor: Actor): Verdict {
  if (isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") ? no("not-your-role") : hidden;
}

/** Whether it is theirs to do, now or at another moment. */
export const isTheirs = (verdict: Verdict): boolean => verdict.allowed || verdict.how === "not-now";

/** The one gate: throws what the verdict says. Every command and every guarded query passes through it. */
export function authorise(verdict: Verdict): void {
  if (verdict.allowed) return;
  if (verdict.how === "hidden") throw new NotFound();
  throw new Refused(verdict.because, verdict.how);
}
