import { type Actor, isStaff } from "../context.ts";
import { publishes } from "../result/policy.ts";
import { decides } from "../round/policy.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";

/** `final`: two people have signed a list. `open`: its next version is not out yet; `signed`: two have signed that. */
export type CorrectionFacts = { roundId: string; final: boolean; open: boolean; signed: boolean };

/** Reading how a list was corrected: those who decide, and observers. */
export function canSeeCorrections(actor: Actor, { roundId, final }: CorrectionFacts): Verdict {
  const may = decides(actor, roundId);
  if (!may.allowed && !isStaff(actor, "observer")) return may;
  return final ? yes : notNow("not-finalised");
}

/** Beginning the next version of a list that two people have signed. The one before stands until it is out. */
export function canOpenCorrection(actor: Actor, facts: CorrectionFacts): Verdict {
  const may = decides(actor, facts.roundId);
  if (!may.allowed) return may;
  if (!facts.final) return notNow("not-finalised");
  return facts.open ? notNow("correction-open") : yes;
}

/** Dropping a next version that is not out yet. */
export function canDropCorrection(actor: Actor, { roundId, open }: CorrectionFacts): Verdict {
  const may = decides(actor, roundId);
  if (!may.allowed) return may;
  return open ? yes : notNow("no-correction");
}

/** Putting a signed next version in the place of the one before: whose it is to publish. */
export function canPublishCorrection(actor: Actor, { roundId, open, signed }: CorrectionFacts): Verdict {
  const may = publishes(actor, roundId);
  if (!may.allowed) return may;
  if (!open) return notNow("no-correction");
  return signed ? yes : notNow("not-finalised");
}
