import { canonical, sha256 } from "../audit/rules.ts";
import { contentOf, type LastEndorsement } from "../entry/rules.ts";

const DAY = 86_400_000;
/** How long a link to sign off holds, in milliseconds. */
export const SIGNING_TIME = 30 * DAY;

/** Where the sign-off of an entry stands. "Changed" ends in: whatever was asked or signed is not what the entry says now. */
export type EndorsementState = "none" | "asked" | "asked-changed" | "expired" | "declined" | "endorsed" | "endorsed-changed";

/** The hash of exactly what would be signed off and sealed now. */
export const contentHash = (entry: Parameters<typeof contentOf>[0]): string => sha256(canonical(contentOf(entry)));

/** What became of the last request, compared with what the entry says now. */
export function endorsementState(last: LastEndorsement | null, hash: string, now: Date): EndorsementState {
  if (!last) return "none";
  const isSame = last.sha256 === hash;
  if (last.endorsed) return isSame ? "endorsed" : "endorsed-changed";
  if (last.endorsed === false) return "declined";
  if (new Date(last.expiresAt) <= now) return "expired";
  return isSame ? "asked" : "asked-changed";
}
