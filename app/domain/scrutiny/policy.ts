import { type Actor, hasOtherPart } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

/** The page of a scrutineer, which holds nothing of the scores. */
export function canScrutinise(actor: Actor, roundId: string): Verdict {
  return actor.panels.some((panel) => panel.roundId === roundId && panel.role === "scrutineer") ? yes : hidden;
}

/**
 * Opening every frozen score: after the freeze, for who has no other part in the award, in no round of the cycle, and
 * no conflict with anything that was entered.
 */
export function canTakeOpenings(
  actor: Actor,
  { roundId, cycleId, frozen, inConflict }: { roundId: string; cycleId: string; frozen: boolean; inConflict: boolean },
): Verdict {
  const may = canScrutinise(actor, roundId);
  if (!may.allowed) return may;
  if (
    hasOtherPart(
      actor.panels.filter((panel) => panel.cycleId === cycleId).map(({ role }) => role),
      actor.staff,
    )
  )
    return no("roles-apart");
  if (inConflict) return no("conflict");
  return frozen ? yes : notNow("round-not-frozen");
}
