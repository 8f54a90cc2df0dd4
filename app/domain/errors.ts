/** The only failures the domain expects. Anything else is a bug and answers 500. */
export abstract class DomainError extends Error {}

/** Not there, or not for this person: the two are indistinguishable on purpose. */
export class NotFound extends DomainError {
  constructor() {
    super("not found");
  }
}

/** Why something is not allowed. The sentences people read live in the `refusals` catalogues. */
export type Refusal =
  | "not-found"
  | "not-your-role"
  | "not-the-owner"
  | "viewers-cannot-edit"
  | "own-role"
  | "roles-apart"
  | "last-owner"
  | "inquiry-over"
  | "inquiry-answered"
  | "call-not-open"
  | "call-opened"
  | "call-closed"
  | "call-still-open"
  | "entry-withdrawn"
  | "entry-incomplete"
  | "already-submitted"
  | "email-not-confirmed"
  | "person-not-confirmed"
  | "already-member"
  | "not-screened-yet"
  | "already-screened"
  | "needs-second-person"
  | "proposer-left"
  | "round-not-open"
  | "round-closed"
  | "round-still-open"
  | "round-frozen"
  | "scoring-over"
  | "round-not-frozen"
  | "round-has-started"
  | "entries-given"
  | "key-stated"
  | "key-missing"
  | "seed-missing"
  | "seed-opened"
  | "scoring-not-over"
  | "seed-binds"
  | "seed-is-open"
  | "result-not-stated"
  | "result-signed"
  | "method-fixed"
  | "rules-stated"
  | "rubric-in-use"
  | "conflict"
  | "conflict-unanswered"
  | "recused"
  | "own-review-first"
  | "review-incomplete"
  | "not-assigned"
  | "already-assigned"
  | "criterion-read-enough"
  | "criteria-fixed"
  | "criteria-named"
  | "reason-needed"
  | "already-finalised"
  | "not-finalised"
  | "correction-open"
  | "later-round-begun"
  | "basis-in-correction"
  | "no-correction"
  | "nothing-corrected"
  | "list-unsigned"
  | "already-published"
  | "too-many-places"
  | "not-awarded"
  | "nothing-to-approve"
  | "reviews-missing"
  | "comments-full"
  | "early-date-passed"
  | "endorsement-needed"
  | "city-limit"
  | "framework-limit"
  | "endorsement-off"
  | "already-endorsed"
  | "co-applicants-full"
  | "join-team-first"
  | "file-limit"
  | "question-not-asked"
  | "file-quota"
  | "chair-cannot-publish"
  | "tie-undecided"
  | "already-proposed"
  | "not-proposed"
  | "conflict-in-list"
  | "list-changed"
  | "not-published"
  | "form-exists"
  | "documents-busy"
  | "searches-busy"
  | "package-early"
  | "package-late"
  | "package-outdone"
  | "package-not-whole"
  | "package-city-left"
  | "package-incomplete"
  | "package-not-signed-off"
  | "package-no-round"
  | "package-other-key"
  | "files-away"
  | "ballot-held"
  | "ballot-open"
  | "ballot-closed"
  | "ballot-running"
  | "ballot-empty"
  | "ballot-nobody"
  | "ballot-later"
  | "meeting-running"
  | "meeting-date-past"
  | "meeting-over"
  | "meeting-item-open"
  | "meeting-item-over"
  | "meeting-left-for-item"
  | "meeting-must-leave"
  | "meeting-not-present"
  | "motion-open"
  | "motion-too-few"
  | "motion-closed"
  | "cycle-archived"
  | "call-published"
  | "call-incomplete"
  | "entries-exist"
  | "checks-exist"
  | "entries-screened"
  | "nobody-to-remind"
  | "nobody-to-tell"
  | "appraisals-made"
  | "appraisals-missing"
  | "appraisals-out"
  | "form-fixed"
  | "condition-lost"
  | "condition-tells"
  | "last-factor"
  | "no-factor"
  | "own-account"
  | "already-decided"
  | "already-proposed-right"
  | "own-proposal"
  | "account-disabled"
  | "account-enabled"
  | "database-restored"
  | "log-key-revoked";

/**
 * A rule said no. `how` decides between 403 (never), 409 (not now), 429 (too often) and 503 (to nobody, until the
 * portal is mended).
 */
export class Refused extends DomainError {
  constructor(
    readonly because: Refusal,
    readonly how: "never" | "not-now" | "too-often" | "to-nobody",
  ) {
    super(because);
  }
}

/** Somebody else changed it first. `theirs` is what stands now, so that both texts can be shown. */
export class Stale extends DomainError {
  constructor(
    message: string,
    readonly theirs?: { value: unknown; version: number; at: Date; by: string | null },
  ) {
    super(message);
  }
}

/** What a person sent cannot be accepted: field name → error code of the noun's `input.ts`. Answers 422. */
export class Invalid extends DomainError {
  constructor(readonly fields: Record<string, string>) {
    super("invalid input");
  }
}
