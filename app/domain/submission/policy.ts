import type { Actor } from "../context.ts";
import type { EndorsementRule } from "../endorsement/policy.ts";
import { canEdit, type EntryFacts } from "../entry/policy.ts";
import type { Issue } from "../entry/rules.ts";
import { notNow, type Verdict, yes } from "../verdict.ts";
import type { Limits, Taken } from "./rules.ts";

/** What is about to be sealed: what it lacks, whether it holds a sign-off of exactly this text, what the call takes. */
export type SealingFacts = {
  issues: readonly Issue[];
  signedOff: boolean;
  cycle: { endorsement: EndorsementRule };
  limits: Limits;
};

/** Owners and editors submit what is ready, under the clock of editing. */
export function canSubmit(actor: Actor, entry: EntryFacts & SealingFacts, now: Date): Verdict {
  const may = canEdit(actor, entry, now);
  return may.allowed ? isReady(entry) : may;
}

/**
 * Whether an entry may be sealed, whoever does: nothing required is missing, nor a sign-off where the call asks for
 * one, and the call takes one more.
 */
export function isReady({ issues, signedOff, cycle, limits }: SealingFacts): Verdict {
  if (issues.length > 0) return notNow("entry-incomplete");
  return lacksSignOff(cycle.endorsement, signedOff) ? notNow("endorsement-needed") : fitsLimits(limits);
}

/** Whether a sign-off is asked for and not there. */
export const lacksSignOff = (rule: EndorsementRule, signedOff: boolean): boolean => rule === "required" && !signedOff;

/**
 * Whether the call takes one more entry of this city, and one more under its framework; what counts already may stay.
 */
export function fitsLimits({ ofCity, ofFramework }: Limits): Verdict {
  if (isFull(ofCity)) return notNow("city-limit");
  return isFull(ofFramework) ? notNow("framework-limit") : yes;
}

const isFull = (limit: Taken | null): boolean =>
  limit !== null && limit.taken === limit.others && limit.others >= limit.most;
