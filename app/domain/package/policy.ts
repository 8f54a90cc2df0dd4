import type { Actor } from "../context.ts";
import { canExtend, mayExtend } from "../extension/policy.ts";
import { no, notNow, type Verdict, yes } from "../verdict.ts";

type EntryFacts = Parameters<typeof canExtend>[1];
/** What a signed package is worth beside what the portal holds. */
export type PackageFacts = {
  /** The team can still submit by itself, or files that it announced in time may arrive. */
  open: boolean;
  /** Something in it was saved after the bell. */
  late: boolean;
  /** What it holds counts already. */
  same: boolean;
  /** The entry has a submission that it had not when the package was made. */
  outdone: boolean;
  /** Every answer and file in it is stored here exactly so, and they are all that it is the hash of. */
  whole: boolean;
  /** A city that it names beside the team's own does not enter with it any more. */
  cityLeft: boolean;
  /** Required answers are missing in it. */
  incomplete: boolean;
  /**
   * The call asks for a sign-off of exactly this, and it has none; or the letter of its sign-off is not here, or has a
   * virus.
   */
  unsigned: boolean;
  /** Its cycle has no round yet, so that no conflict could stand. */
  roundless: boolean;
  /** The file store does not answer whether its bytes are here. */
  away: boolean;
};

/**
 * Whether a package can stand in the place of a submission: for whoever may give more time, once the entry is closed,
 * and only what was saved whole and in time.
 */
export function canAccept(
  actor: Actor,
  entry: EntryFacts,
  { open, late, same, outdone, whole, cityLeft, incomplete, unsigned, roundless, away }: PackageFacts,
): Verdict {
  const may = canExtend(actor, entry);
  if (!may.allowed) return may;
  if (open) return notNow("package-early");
  if (late) return notNow("package-late");
  if (same) return notNow("already-submitted");
  if (outdone) return notNow("package-outdone");
  if (!whole) return notNow("package-not-whole");
  if (cityLeft) return notNow("package-city-left");
  if (incomplete) return notNow("package-incomplete");
  if (unsigned) return notNow("package-not-signed-off");
  if (roundless) return notNow("package-no-round");
  return away ? notNow("files-away") : yes;
}

type ProposalFacts = { by: string; outcome: string | null; inOffice: boolean };

/**
 * The second person agrees, under the same conditions as when it was proposed. Without facts nothing can be weighed:
 * no key that the portal has, or had, signed it.
 */
export function canConfirm(
  actor: Actor,
  entry: EntryFacts,
  facts: PackageFacts | null,
  proposal: ProposalFacts,
): Verdict {
  const may = canDecline(actor, proposal);
  if (!may.allowed) return may;
  if (!facts) return notNow("package-other-key");
  if (proposal.by === actor.id) return no("needs-second-person");
  return proposal.inOffice ? canAccept(actor, entry, facts) : notNow("proposer-left");
}

/** Whoever could agree turns it down; whoever proposed it takes it back. */
export function canDecline(actor: Actor, { outcome }: ProposalFacts): Verdict {
  const may = mayExtend(actor);
  if (!may.allowed) return may;
  return outcome === null ? yes : notNow("already-decided");
}
