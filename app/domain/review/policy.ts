import type { Actor } from "../context.ts";
import { type DiscussionRule, isDiscussed, type RoundState } from "../round/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import { type Missing, windowOf } from "./rules.ts";

/** What rights on an assignment depend on, once it was found: one that ended or is in conflict is not found at all. */
export type ReviewFacts = {
  reviewerId: string;
  /** The conflict question was answered so that the entry may be opened. */
  cleared: boolean;
  /** The confidentiality statement was accepted. */
  accepted: boolean;
  state: RoundState;
  /** A scrutineer's seed of the lots stands in the public log: whoever scored now could know them. */
  seedOpen: boolean;
};

const isReviewer = (actor: Actor, roundId: string) =>
  actor.panels.some((panel) => panel.roundId === roundId && panel.role === "reviewer");

/** The home of judging is for members of panels only. */
export function canJudgeAnywhere(actor: Actor): Verdict {
  return actor.panels.length > 0 ? yes : no("not-your-role");
}

/** The reviewer's pages of a round; its chair has others. */
export function canJudge(actor: Actor, roundId: string): Verdict {
  return isReviewer(actor, roundId) ? yes : hidden;
}

/**
 * Opening the entry and one's own sheet: once the round has begun, the statement is accepted and the conflict question
 * answered.
 */
export function canOpen(actor: Actor, facts: Omit<ReviewFacts, "seedOpen">): Verdict {
  if (actor.id !== facts.reviewerId) return hidden;
  if (facts.state === "planned") return notNow("round-not-open");
  return facts.accepted && facts.cleared ? yes : notNow("conflict-unanswered");
}

/**
 * Giving or changing scores: while the round is open, submitted or not. One that set out before the close and comes
 * behind a seed of the lots is too late: its sender could know them.
 */
export function canScore(actor: Actor, facts: ReviewFacts): Verdict {
  if (actor.id !== facts.reviewerId) return hidden;
  const closed = windowOf(facts.state) ?? (facts.seedOpen ? "round-closed" : null);
  if (closed) return notNow(closed);
  return canOpen(actor, facts);
}

/** Handing in: while scores may be given, and once nothing is missing. */
export function canSubmit(actor: Actor, facts: ReviewFacts, missing: readonly Missing[]): Verdict {
  const verdict = canScore(actor, facts);
  if (!verdict.allowed) return verdict;
  return missing.length > 0 ? notNow("review-incomplete") : yes;
}

/** One's own score first; then what the round allows. */
export function canSeePeers(
  actor: Actor,
  facts: ReviewFacts & { submitted: boolean; peersVisible: "never" | "after-own" },
): Verdict {
  const verdict = canOpen(actor, facts);
  if (!verdict.allowed) return verdict;
  return facts.peersVisible === "after-own" && facts.submitted ? yes : hidden;
}

/**
 * Once the others' scores or words are open to a reviewer, a change of score comes with a reason: nobody moves towards
 * the rest unexplained.
 */
export function needsReason(
  actor: Actor,
  facts: Parameters<typeof canSeePeers>[1] & { discussion: DiscussionRule },
): boolean {
  return canSeePeers(actor, {
    ...facts,
    peersVisible: isDiscussed(facts.discussion, facts.state === "frozen") ? "after-own" : facts.peersVisible,
  }).allowed;
}

/** Saying "I have read and scored all I was given". */
export function canFinish(
  actor: Actor,
  round: { id: string; state: RoundState },
  own: { assigned: number; submitted: number },
): Verdict {
  const verdict = canJudge(actor, round.id);
  if (!verdict.allowed) return verdict;
  const closed = windowOf(round.state);
  if (closed) return notNow(closed);
  return own.submitted < own.assigned ? notNow("reviews-missing") : yes;
}
