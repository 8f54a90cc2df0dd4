import { type Actor, runsTheAward } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";

const rolesIn = (actor: Actor, roundId: string) => actor.panels.filter((panel) => panel.roundId === roundId).map(({ role }) => role);

/** The page of a scrutineer, which holds nothing of the scores. */
export function canScrutinise(actor: Actor, roundId: string): Verdict {
  return rolesIn(actor, roundId).includes("scrutineer") ? yes : hidden;
}

/** Opening every frozen score: after the freeze, for who has no other part in the award and no conflict with anything that was entered. */
export function canTakeOpenings(actor: Actor, { roundId, frozen, inConflict }: { roundId: string; frozen: boolean; inConflict: boolean }): Verdict {
  const may = canScrutinise(actor, roundId);
  if (!may.allowed) return may;
  if (runsTheAward(actor.staff) || rolesIn(actor, roundId).some((role) => role !== "scrutineer")) return no("roles-apart");
  if (inConflict) return no("conflict");
  return frozen ? yes : notNow("round-not-frozen");
}
