import { type Actor, isStaff } from "../context.ts";
import { decides } from "../round/policy.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import type { BallotState } from "./rules.ts";

/**
 * What a ballot depends on: the freeze before it, who may vote and has, and how far the decision about the list has
 * come.
 */
export type BallotFacts = {
  roundId: string;
  frozen: boolean;
  state: BallotState;
  voters: number;
  papers: number;
  /** Of these papers, those that say all they can: of pairs, once every pair is answered. */
  whole: number;
  decision: "none" | "proposed" | "final";
};

/** Those who decide, and observers, follow a ballot. Not before the freeze: nobody votes on what is still scored. */
export function canSeeBallot(actor: Actor, { roundId, frozen }: Pick<BallotFacts, "roundId" | "frozen">): Verdict {
  const may = decides(actor, roundId);
  if (!may.allowed && !isStaff(actor, "observer")) return may;
  return frozen ? yes : notNow("round-not-frozen");
}

/**
 * A round has one ballot, so that nobody votes until it pleases; only one in which nobody has voted may be opened
 * again, under another rule. By somebody who sees the whole ranking: how many of the first stand for election would
 * tell others the rank of what is hidden from them.
 */
export function canOpenBallot(actor: Actor, facts: BallotFacts, { seesAll }: { seesAll: boolean }): Verdict {
  const may = decides(actor, facts.roundId);
  if (!may.allowed) return may;
  if (!facts.frozen) return notNow("round-not-frozen");
  if (facts.decision === "final") return notNow("already-finalised");
  if (facts.decision === "proposed") return notNow("already-proposed");
  if (facts.state === "counted" || facts.papers > 0) return notNow("ballot-held");
  return seesAll ? yes : no("conflict-in-list");
}

/**
 * A paper is its voter's alone, to be read at any time and changed while the ballot is open. `kept`: a conflict that
 * came later keeps them from voting at all.
 */
export function canVote({ state, voter, kept }: { state: BallotState; voter: boolean; kept: boolean }): Verdict {
  if (!voter || state === "none") return hidden;
  if (state !== "open") return notNow("ballot-closed");
  return kept ? no("conflict") : yes;
}

/** Who would be reminded is for those who decide, who see in the register who has not voted, while one can. */
export function canSeeReminders(actor: Actor, { roundId, state }: Pick<BallotFacts, "roundId" | "state">): Verdict {
  const may = decides(actor, roundId);
  return may.allowed && state !== "open" ? notNow("ballot-closed") : may;
}

/** Reminding is for whoever sees who would be; `due` is how many letters would go out. */
export function canRemindVoters(actor: Actor, facts: Pick<BallotFacts, "roundId" | "state">, due: number): Verdict {
  const may = canSeeReminders(actor, facts);
  return may.allowed && due === 0 ? notNow("nobody-to-remind") : may;
}

/** Counting closes: not before its time is over, unless every paper is in and whole, and never without a vote. */
export function canCount(actor: Actor, { roundId, state, voters, papers, whole }: BallotFacts): Verdict {
  const may = decides(actor, roundId);
  if (!may.allowed) return may;
  if (state === "none" || state === "counted") return notNow("ballot-closed");
  if (papers === 0) return notNow("ballot-empty");
  return state === "open" && whole < voters ? notNow("ballot-running") : yes;
}
