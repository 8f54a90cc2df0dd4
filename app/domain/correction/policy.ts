import { type Actor, isStaff } from "../context.ts";
import { publishes } from "../result/policy.ts";
import { decides } from "../round/policy.ts";
import { no, notNow, type Verdict, yes } from "../verdict.ts";

/**
 * `final`: two people have signed a list. `open`: its next version is not out yet; `signed`: two have signed that, the
 * first of them `proposedBy`. `judged`: a later round judges by the list already. `stated`: a signed state of the
 * public log ends with the list that stands. `seesAll`: the actor, every line.
 */
export type CorrectionFacts = {
  roundId: string;
  final: boolean;
  open: boolean;
  signed: boolean;
  proposedBy: string | null;
  judged: boolean;
  stated: boolean;
  seesAll: boolean;
};

/** Reading how a list was corrected: those who decide, and observers. */
export function canSeeCorrections(
  actor: Actor,
  { roundId, final }: Pick<CorrectionFacts, "roundId" | "final">,
): Verdict {
  const may = decides(actor, roundId);
  if (!may.allowed && !isStaff(actor, "observer")) return may;
  return final ? yes : notNow("not-finalised");
}

/**
 * Beginning the next version of a list that two people have signed, for those who see all of it; the one before stands
 * until it is out. Not once a later round judges by that, and not before a signed state of the public log shows it: so
 * that no version takes the place of one that nobody could hold against it.
 */
export function canOpenCorrection(actor: Actor, facts: CorrectionFacts): Verdict {
  const may = decides(actor, facts.roundId);
  if (!may.allowed) return may;
  if (!facts.final) return notNow("not-finalised");
  if (facts.open) return notNow("correction-open");
  if (facts.judged) return notNow("later-round-begun");
  if (!facts.seesAll) return no("conflict-in-list");
  return facts.stated ? yes : notNow("list-unsigned");
}

/**
 * Dropping a next version that is not out yet, for those who see the whole list: it puts back what was chosen. What two
 * people have signed is not for the first of them alone to undo.
 */
export function canDropCorrection(actor: Actor, facts: CorrectionFacts): Verdict {
  const may = decides(actor, facts.roundId);
  if (!may.allowed) return may;
  if (!facts.open) return notNow("no-correction");
  if (!facts.seesAll) return no("conflict-in-list");
  return facts.signed && facts.proposedBy === actor.id ? no("needs-second-person") : yes;
}

/** Whether a next version may still come to stand, whoever signs or publishes it. */
export const canStand = ({ open, judged }: Pick<CorrectionFacts, "open" | "judged">): Verdict =>
  open && judged ? notNow("later-round-begun") : yes;

/** Putting a signed next version in the place of the one before: whose it is to publish. */
export function canPublishCorrection(actor: Actor, { roundId, open, signed, judged }: CorrectionFacts): Verdict {
  const may = publishes(actor, roundId);
  if (!may.allowed) return may;
  if (!open) return notNow("no-correction");
  return signed ? canStand({ open, judged }) : notNow("not-finalised");
}
