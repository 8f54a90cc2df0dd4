import type { Refusal } from "./verdict.ts";

/** The only failures the domain expects. Anything else is a bug and answers 500. */
export abstract class DomainError extends Error {}

/** Not there, or not for this person: the two are indistinguishable on purpose. */
export class NotFound extends DomainError {
  constructor() {
    super("not found");
  }
}

/** A rule said no. `how` decides between 403 (never) and 409 (not now). */
export class Refused extends DomainError {
  constructor(
    readonly because: Refusal,
    readonly how: "never" | "not-now",
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
