import type { Actor } from "../context.ts";
import type { ConflictKind } from "../conflict/rules.ts";
import { isChair } from "../round/policy.ts";
import type { RoundState } from "../round/rules.ts";
import { notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";

/** Whose part it is to give entries to reviewers: the secretariat's and the chair's of the round. */
export function mayAssign(actor: Actor, roundId: string): Verdict {
  return isChair(actor, roundId) ? yes : secretariatOnly(actor);
}

/** Giving entries to reviewers: as long as these may score them, or will. */
export function canAssign(actor: Actor, round: { id: string; state: RoundState }): Verdict {
  const may = mayAssign(actor, round.id);
  if (!may.allowed) return may;
  if (round.state === "frozen") return notNow("round-frozen");
  return round.state === "closed" ? notNow("scoring-over") : yes;
}

/** Giving one entry to one reviewer: they can sign in, nothing stands between them, and they have it not already. */
export function canPair({
  shut,
  kinds,
  held,
}: {
  shut: boolean;
  kinds: readonly ConflictKind[];
  held: boolean;
}): Verdict {
  if (shut) return notNow("account-disabled");
  if (kinds.length > 0) return notNow("conflict");
  return held ? notNow("already-assigned") : yes;
}

/**
 * Taking away what others scored: not once a scrutineer's seed of lots is open, when each choice of what counts would
 * be one of the lots. Nor is then anything brought back: scoring is over.
 */
export const canChooseCounting = (round: { seedOpen: boolean }): Verdict =>
  round.seedOpen ? notNow("seed-binds") : yes;

/**
 * Ending an assignment: the reviewer for themselves until the freeze, the secretariat and the chair for anybody until a
 * seed of lots is open; never twice.
 */
export function canRecuse(
  actor: Actor,
  assignment: { reviewerId: string; recused: boolean; round: { id: string; frozen: boolean; seedOpen: boolean } },
): Verdict {
  const own = assignment.reviewerId === actor.id;
  const may = own ? yes : mayAssign(actor, assignment.round.id);
  if (!may.allowed) return may;
  if (assignment.round.frozen) return notNow("round-frozen");
  const choosing = own ? yes : canChooseCounting(assignment.round);
  if (!choosing.allowed) return choosing;
  return assignment.recused ? notNow("recused") : yes;
}
