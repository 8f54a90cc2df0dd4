import { canonical, sha256 } from "../audit/rules.ts";
import type { Slot } from "../attachment/rules.ts";
import { contentOf, isSignedOff, type LastEndorsement } from "../entry/sealed.ts";

const DAY = 86_400_000;
/** How long a link to sign off holds, in milliseconds. */
export const SIGNING_TIME = 30 * DAY;

/** What a signed letter may be: a paper, or a picture of one. */
export const LETTER: Slot = {
  types: ["application/pdf", "image/jpeg", "image/png", "image/webp"],
  maxBytes: 20_000_000,
  maxCount: 1,
};

/**
 * Where the sign-off of an entry stands. "Changed" ends in: whatever was asked or signed is not what the entry says
 * now.
 */
export type EndorsementState =
  | "none"
  | "asked"
  | "asked-changed"
  | "expired"
  | "declined"
  | "endorsed"
  | "endorsed-changed"
  | "letter-infected";

/** The hash of exactly what would be signed off and sealed now. */
export const contentHash = (entry: Parameters<typeof contentOf>[0]): string => sha256(canonical(contentOf(entry)));

/** What became of the last request, compared with what the entry says now. */
export function endorsementState(last: LastEndorsement | null, hash: string, now: Date): EndorsementState {
  if (!last) return "none";
  if (isSignedOff(last, hash)) return "endorsed";
  if (last.endorsed) return last.letter?.scan === "infected" ? "letter-infected" : "endorsed-changed";
  if (last.endorsed === false) return "declined";
  if (last.expiresAt && new Date(last.expiresAt) <= now) return "expired";
  return last.sha256 === hash ? "asked" : "asked-changed";
}

/**
 * Whether this very text is signed off through a link: then nobody is asked again. A letter can be replaced, by another
 * or by a signature through a link.
 */
export function isSettled(last: LastEndorsement | null, hash: string): boolean {
  return last !== null && !last.letter && isSignedOff(last, hash);
}
