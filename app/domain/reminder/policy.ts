import type { Actor } from "../context.ts";
import { canSetUpCycle } from "../cycle/policy.ts";
import type { CycleState } from "../cycle/rules.ts";
import { canSetUpRound } from "../round/policy.ts";
import type { RoundState } from "../round/rules.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";

/** Reminding teams of their drafts: while the call is open. */
export function canRemindTeams(actor: Actor, state: CycleState, due: number): Verdict {
  const may = canSetUpCycle(actor);
  if (!may.allowed) return may;
  if (state !== "open") return notNow(state === "upcoming" ? "call-not-open" : "call-closed");
  return due === 0 ? notNow("nobody-to-remind") : yes;
}

/** Reminding reviewers of what is missing: from the opening of the round to the freeze. */
export function canRemindReviewers(actor: Actor, round: { id: string; state: RoundState }, due: number): Verdict {
  const may = canSetUpRound(actor, round.id);
  if (!may.allowed) return may;
  if (round.state === "planned") return notNow("round-not-open");
  if (round.state === "frozen") return notNow("round-frozen");
  return due === 0 ? notNow("nobody-to-remind") : yes;
}
