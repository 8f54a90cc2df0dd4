import type { Actor } from "../context.ts";
import { canSeeReviews } from "../ranking/policy.ts";
import { canJudge } from "../review/policy.ts";
import { isChair } from "../round/policy.ts";
import { type DiscussionRule, isDiscussed } from "../round/rules.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import { MOST_MESSAGES, type OwnReview } from "./rules.ts";

/** What the discussion of a round depends on. */
export type Discussed = { roundId: string; rule: DiscussionRule; frozen: boolean };
/** Of one entry, once it was found: one in conflict is not found at all, whoever asks. */
export type DiscussionFacts = Discussed & { review: OwnReview };

const reads = (actor: Actor, roundId: string) => canJudge(actor, roundId).allowed;

/**
 * What is said in a round is its reviewers', its chair's, and from the freeze on the secretariat's; where the rule of
 * the round says so.
 */
export function canFollowDiscussions(actor: Actor, round: Discussed): Verdict {
  if (round.rule === "off" || !(reads(actor, round.roundId) || canSeeReviews(actor, round).allowed)) return hidden;
  return isDiscussed(round.rule, round.frozen) ? yes : notNow("round-not-frozen");
}

/**
 * One's own review first, the chair's too if they have one to give. Who neither reads the entry nor sees its reviews
 * does not know that there is anything.
 */
export function canFollow(actor: Actor, { review, ...round }: DiscussionFacts): Verdict {
  const owes = review === "owed" && !round.frozen && reads(actor, round.roundId);
  const has = review === "in" && reads(actor, round.roundId);
  if (!owes && !has && !canSeeReviews(actor, round).allowed) return hidden;
  const verdict = canFollowDiscussions(actor, round);
  return verdict.allowed && owes ? notNow("own-review-first") : verdict;
}

/** Whoever judges or chairs speaks, until two people have made the list final. The secretariat reads. */
export function canSpeak(actor: Actor, facts: DiscussionFacts & { final: boolean; messages: number }): Verdict {
  const verdict = canFollow(actor, facts);
  if (!verdict.allowed) return verdict;
  if (!(facts.review === "in" && reads(actor, facts.roundId)) && !isChair(actor, facts.roundId))
    return no("not-your-role");
  if (facts.final) return notNow("already-finalised");
  return facts.messages >= MOST_MESSAGES ? notNow("comments-full") : yes;
}

/** One's own words, as long as one may speak. */
export function canCorrect(actor: Actor, facts: Parameters<typeof canSpeak>[1], message: { by: string }): Verdict {
  const verdict = canSpeak(actor, facts);
  return verdict.allowed && message.by !== actor.id ? no("not-your-role") : verdict;
}
