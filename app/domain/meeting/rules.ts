import type { MotionOutcome } from "#db/schema/meeting.ts";

export type { MotionOutcome };
export const VOTES = ["yes", "no", "abstain"] as const;
export type Vote = (typeof VOTES)[number];

/** Of fewer votes the counts tell each of two voters what the other gave. */
export const SMALLEST_QUORUM = 3;

export type ItemState = "waiting" | "current" | "concluded";
export const itemState = (item: { calledAt: Date | null; concludedAt: Date | null }): ItemState =>
  item.concludedAt ? "concluded" : item.calledAt ? "current" : "waiting";

export type MotionState = "put" | "open" | "closed";
export const motionState = (motion: { openedAt: Date | null; closedAt: Date | null }): MotionState =>
  motion.closedAt ? "closed" : motion.openedAt ? "open" : "put";

/**
 * How many must vote on a motion, abstentions included: what the meeting has set, else more than half of the members
 * whom nothing keeps from its item.
 */
export const quorumOf = (set: number | null, members: number): number =>
  set ?? Math.max(SMALLEST_QUORUM, Math.floor(members / 2) + 1);

/**
 * What a vote gave: more yes than no where enough have voted. Void where somebody who has voted was to leave after all:
 * what they gave cannot be told from the rest.
 */
export function outcomeOf(given: {
  yes: number;
  no: number;
  abstentions: number;
  quorum: number;
  tainted: boolean;
}): MotionOutcome {
  if (given.tainted) return "void";
  if (given.yes + given.no + given.abstentions < given.quorum) return "no-quorum";
  return given.yes > given.no ? "adopted" : "lost";
}

/** Whether the counts of a motion are told: where it decided nothing, or few voted, they would tell on its voters. */
export const isCounted = (outcome: MotionOutcome | null, voters: number): boolean =>
  (outcome === "adopted" || outcome === "lost") && voters >= SMALLEST_QUORUM;
