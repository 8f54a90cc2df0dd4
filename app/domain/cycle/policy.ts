import { type Actor, isStaff, PORTAL } from "../context.ts";
import { hidden, no, notNow, secretariatOnly, type Verdict, yes } from "../verdict.ts";
import type { CycleLock } from "./rules.ts";

/** Who may make cycles. */
export function canSetUpCycle(actor: Actor): Verdict {
  return actor === PORTAL ? yes : secretariatOnly(actor);
}

/** How a call takes entries is settled before it opens and holds for everybody; afterwards it can only be read. */
export function canSetEntering(
  actor: Actor,
  cycle: { archived: boolean; publishedAt: Date | null; opensAt: Date },
  now: Date,
): Verdict {
  const may = canSetUpCycle(actor);
  if (!may.allowed) return may;
  if (cycle.archived) return notNow("call-closed");
  return cycle.publishedAt && now >= cycle.opensAt ? notNow("call-opened") : yes;
}

/**
 * Whose part it is to move a closing date: the secretariat's. A chair of the cycle and observers may know that this can
 * be done, never do it.
 */
export function mayMoveDeadline(actor: Actor, cycleId: string): Verdict {
  if (isStaff(actor, "secretariat")) return yes;
  return isStaff(actor, "observer") || actor.panels.some((panel) => panel.cycleId === cycleId && panel.role === "chair")
    ? no("not-your-role")
    : hidden;
}

/** What was made of a cycle's entries as they stand: then nobody may change them all any more. */
export type Judged = { screened: boolean; assigned: boolean; frozen: boolean };

/**
 * Moving a closing date: not of an archived cycle, and not once assigning has begun, a round is frozen or an entry is
 * screened: what is written after that would count without anybody having screened or read it.
 */
export function canMoveDeadline(actor: Actor, cycle: { id: string; archived: boolean } & Judged): Verdict {
  const may = mayMoveDeadline(actor, cycle.id);
  if (!may.allowed) return may;
  if (cycle.archived) return notNow("call-closed");
  if (cycle.assigned) return notNow("entries-given");
  if (cycle.frozen) return notNow("round-frozen");
  return cycle.screened ? notNow("entries-screened") : yes;
}

/** Changing texts, dates and lists: not of an archived cycle, and nothing that a lock holds. */
export function canChangeCycle(actor: Actor, cycle: { archived: boolean }, lock: CycleLock | null): Verdict {
  const may = canSetUpCycle(actor);
  if (!may.allowed) return may;
  if (cycle.archived) return notNow("cycle-archived");
  if (lock === "published") return notNow("call-published");
  if (lock === "early") return notNow("early-date-passed");
  return lock === null ? yes : notNow(lock === "entered" ? "entries-exist" : "checks-exist");
}

/** Publishing a call: once, when nothing is missing, and no question tells what its readers may not see. */
export function canPublishCall(
  actor: Actor,
  cycle: { publishedAt: Date | null },
  gaps: readonly unknown[],
  telling: readonly unknown[],
): Verdict {
  const may = canSetUpCycle(actor);
  if (!may.allowed) return may;
  if (cycle.publishedAt) return notNow("call-published");
  if (gaps.length > 0) return notNow("call-incomplete");
  return telling.length > 0 ? notNow("condition-tells") : yes;
}
