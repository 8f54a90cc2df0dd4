import { type Actor, isStaff } from "../context.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import { type ConflictAnswer, type ConflictKind, isTakingBack, isWaivable } from "./rules.ts";

/**
 * Answering for oneself, on a panel that judges the entry. What was once a conflict or a doubt only somebody else can
 * lift.
 */
export function canDeclare(
  actor: Actor,
  entry: { cycleId: string } | null,
  answers: { before: ConflictAnswer | null; after: ConflictAnswer },
): Verdict {
  if (actor.panels.length === 0) return no("not-your-role");
  if (!entry || !actor.panels.some(({ cycleId }) => cycleId === entry.cycleId)) return hidden;
  return isTakingBack(answers.before, answers.after) ? no("needs-second-person") : yes;
}

/** Whether somebody lifts conflicts of this person at all: the secretariat, never for itself. */
export function mayWaive(actor: Actor, accountId: string): Verdict {
  if (!isStaff(actor, "secretariat"))
    return isStaff(actor, "observer") || actor.panels.length > 0 ? no("not-your-role") : hidden;
  return accountId === actor.id ? no("own-role") : yes;
}

/** Proposing to lift somebody else's conflict, or to leave it; never one with a person's own city. */
export function canWaive(actor: Actor, conflict: { accountId: string; kinds: readonly ConflictKind[] }): Verdict {
  const may = mayWaive(actor, conflict.accountId);
  if (!may.allowed) return may;
  if (conflict.kinds.length === 0) return hidden;
  return isWaivable(conflict.kinds) ? yes : no("conflict");
}

/**
 * The second person: as whoever proposed it and still may (`inOffice`), but not the same. Without a proposal there is
 * nothing to confirm.
 */
export function canConfirmWaiver(
  actor: Actor,
  {
    proposedBy,
    inOffice,
    ...conflict
  }: Parameters<typeof canWaive>[1] & { proposedBy: string | null; inOffice: boolean },
): Verdict {
  const may = canWaive(actor, conflict);
  if (!may.allowed) return may;
  if (proposedBy === null) return hidden;
  if (proposedBy === actor.id) return no("needs-second-person");
  return inOffice ? yes : notNow("proposer-left");
}
