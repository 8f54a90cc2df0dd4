import { NotFound, Refused } from "./errors.ts";

/** Why something is not allowed. The sentences people read live in the `refusals` catalogues. */
export type Refusal =
  | "not-found" | "not-your-role" | "not-the-owner" | "viewers-cannot-edit" | "own-role" | "roles-apart" | "last-owner"
  | "inquiry-over" | "inquiry-answered" | "call-not-open" | "call-opened" | "call-closed" | "call-still-open" | "entry-withdrawn" | "entry-incomplete" | "nothing-new-to-submit" | "already-submitted"
  | "email-not-confirmed" | "person-not-confirmed" | "already-member" | "not-screened-yet" | "already-screened" | "needs-second-person"
  | "round-not-open" | "round-closed" | "round-frozen" | "round-not-frozen" | "round-has-started" | "method-fixed" | "rules-stated" | "rubric-in-use"
  | "conflict" | "conflict-unanswered" | "recused" | "own-review-first" | "review-incomplete" | "not-assigned" | "already-assigned"
  | "capacity-reached" | "reason-needed" | "already-finalised" | "not-finalised" | "already-published" | "too-many-places"
  | "not-awarded" | "nothing-to-approve" | "reviews-missing" | "selection-incomplete" | "comments-full" | "early-date-passed" | "endorsement-needed" | "endorsement-off" | "already-endorsed" | "co-applicants-full" | "join-team-first" | "file-limit" | "file-quota" | "file-not-ready" | "chair-cannot-publish"
  | "tie-undecided" | "already-proposed" | "not-proposed" | "conflict-in-list" | "list-changed" | "not-published" | "form-exists" | "documents-busy"
  | "ballot-held" | "ballot-open" | "ballot-closed" | "ballot-running" | "ballot-empty" | "ballot-nobody" | "ballot-later"
  | "cycle-archived" | "call-published" | "call-incomplete" | "entries-exist" | "checks-exist" | "nobody-to-remind" | "nobody-to-tell" | "appraisals-made" | "appraisals-missing" | "appraisals-out" | "form-fixed" | "condition-lost"
  | "last-factor" | "no-factor" | "own-account" | "already-decided" | "already-proposed-right" | "own-proposal" | "account-disabled" | "account-enabled";

export type Verdict = { allowed: true } | { allowed: false; because: Refusal; how: "never" | "not-now" | "hidden" };

export const yes: Verdict = { allowed: true };
/** The person may know the thing exists, but never do this to it. Answers 403. */
export const no = (because: Refusal): Verdict => ({ allowed: false, because, how: "never" });
/** Right person, wrong moment. Answers 409 and keeps what was typed. */
export const notNow = (because: Refusal): Verdict => ({ allowed: false, because, how: "not-now" });
/** The person may not even know the thing exists. Answers 404, the same as an invented id. */
export const hidden: Verdict = { allowed: false, because: "not-found", how: "hidden" };

/** The one gate: throws what the verdict says. Every command and every guarded query passes through it. */
export function authorise(verdict: Verdict): void {
  if (verdict.allowed) return;
  if (verdict.how === "hidden") throw new NotFound();
  throw new Refused(verdict.because, verdict.how);
}
