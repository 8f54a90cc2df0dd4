import { type Actor, isStaff } from "../context.ts";
import { decides } from "../round/policy.ts";
import { hidden, no, notNow, type Verdict, yes } from "../verdict.ts";
import type { ItemState, MotionState } from "./rules.ts";

/** Whoever judges or chairs belongs to the meeting; who scrutinises does not. */
export const isMember = (actor: Actor, roundId: string): boolean =>
  actor.panels.some((panel) => panel.roundId === roundId && panel.role !== "scrutineer");

/** The panel, the secretariat and observers know of meetings. */
export const canFollowMeetings = (actor: Actor, roundId: string): Verdict =>
  isMember(actor, roundId) || isStaff(actor, "secretariat", "observer") ? yes : hidden;

/** What chair and secretariat do; the rest of those who know of meetings never. */
function decidesOnMeetings(actor: Actor, roundId: string): Verdict {
  const follows = canFollowMeetings(actor, roundId);
  return follows.allowed && !decides(actor, roundId).allowed ? no("not-your-role") : follows;
}

/** Chair and secretariat open a meeting, once at a time, and not before the freeze: nobody decides until then. */
export function canOpenMeeting(actor: Actor, facts: { roundId: string; frozen: boolean; running: boolean }): Verdict {
  const may = decidesOnMeetings(actor, facts.roundId);
  if (!may.allowed) return may;
  if (!facts.frozen) return notNow("round-not-frozen");
  return facts.running ? notNow("meeting-running") : yes;
}

/** A date to which the panel is called, as it stands; null where there is none yet. */
export type DateFacts = {
  roundId: string;
  standing: { startsAt: Date; cancelledAt: Date | null } | null;
  now: Date;
};

/** Calling the panel to a meeting, also before the freeze, and changing that until it begins: chair and secretariat. */
export function canSetDate(actor: Actor, { roundId, standing, now }: DateFacts): Verdict {
  const may = decidesOnMeetings(actor, roundId);
  if (!may.allowed || !standing) return may;
  return standing.cancelledAt || standing.startsAt <= now ? notNow("meeting-date-past") : yes;
}

export type MeetingFacts = { roundId: string; ended: boolean };

/** Setting the agenda and noting who is there: chair and secretariat, while the meeting goes on. */
export function canLead(actor: Actor, { roundId, ended }: MeetingFacts): Verdict {
  if (!decides(actor, roundId).allowed) return no("not-your-role");
  return ended ? notNow("meeting-over") : yes;
}

/**
 * Everybody of the panel and the secretariat for themselves; for others who leads. Nobody comes in to what they left
 * for, and nobody is shut out of an open vote by somebody else.
 */
export function canCome(
  actor: Actor,
  meeting: MeetingFacts,
  {
    accountId,
    present,
    expected,
    kept,
    away,
    voting,
  }: { accountId: string; present: boolean; expected: boolean; kept: boolean; away: boolean; voting: boolean },
): Verdict {
  const leads = canLead(actor, meeting);
  if (accountId !== actor.id && !leads.allowed) return leads;
  // Who was asked to leave themselves would learn by the answers who else was.
  if (accountId !== actor.id && away) return notNow("meeting-left-for-item");
  if (!expected) return accountId === actor.id ? no("not-your-role") : hidden;
  if (meeting.ended) return notNow("meeting-over");
  if (present) return kept ? notNow("meeting-left-for-item") : yes;
  return accountId !== actor.id && voting && !kept ? notNow("motion-open") : yes;
}

/** An item that the actor may see at all: what a conflict keeps from them is not found, whatever their part. */
export type ItemFacts = MeetingFacts & { state: ItemState; voting: boolean; busy: boolean };

/** Calling an item up: one at a time. */
export function canCall(actor: Actor, item: ItemFacts): Verdict {
  const leads = canArrange(actor, item);
  return leads.allowed && item.busy ? notNow("meeting-item-open") : leads;
}

/** Moving or striking an item, as long as it waits. */
export function canArrange(actor: Actor, item: ItemFacts): Verdict {
  const leads = canLead(actor, item);
  return leads.allowed && item.state !== "waiting" ? notNow("meeting-item-over") : leads;
}

/** Closing the current item with what the minutes say of it; not during a vote, nor before who must leave has. */
export function canConclude(actor: Actor, item: ItemFacts & { toLeave: number }): Verdict {
  const leads = canLead(actor, item);
  if (!leads.allowed) return leads;
  if (item.state !== "current") return notNow("meeting-item-over");
  if (item.voting) return notNow("motion-open");
  return item.toLeave > 0 ? notNow("meeting-must-leave") : yes;
}

/** Ending: not in the middle of an item. */
export function canEndMeeting(actor: Actor, meeting: MeetingFacts & { busy: boolean }): Verdict {
  const leads = canLead(actor, meeting);
  return leads.allowed && meeting.busy ? notNow("meeting-item-open") : leads;
}

/** Putting a motion on the current item: whoever leads, and members who are there. */
export function canPutMotion(actor: Actor, item: ItemFacts & { present: boolean }): Verdict {
  const leads = canLead(actor, item);
  if (!leads.allowed && !isMember(actor, item.roundId)) return leads;
  if (item.ended) return notNow("meeting-over");
  if (item.state !== "current") return notNow("meeting-item-over");
  return leads.allowed || item.present ? yes : notNow("meeting-not-present");
}

/** Saying of the entry that is dealt with that one is in conflict with it: members, whom nothing keeps from it yet. */
export function canStepOut(
  actor: Actor,
  { roundId, ended, entryId }: MeetingFacts & { entryId: string | null },
): Verdict {
  if (!isMember(actor, roundId)) return no("not-your-role");
  if (ended) return notNow("meeting-over");
  return entryId === null ? notNow("meeting-item-over") : yes;
}

/** `toLeave` counts those in the room who must leave for the item; `short`: fewer may stay than the quorum asks for. */
export type MotionFacts = ItemFacts & { motion: MotionState; present: boolean; toLeave: number; short: boolean };

/** One vote at a time, on a motion that was not voted on, once everybody who must leave has left. */
export function canOpenVote(actor: Actor, facts: MotionFacts): Verdict {
  const leads = canLead(actor, facts);
  if (!leads.allowed) return leads;
  if (facts.state !== "current") return notNow("meeting-item-over");
  if (facts.motion !== "put") return notNow("motion-closed");
  if (facts.voting) return notNow("motion-open");
  if (facts.short) return notNow("motion-too-few");
  return facts.toLeave > 0 ? notNow("meeting-must-leave") : yes;
}

/** A vote is a member's who is there, once who must leave has left; they do not find the motion. */
export function canVoteOnMotion(actor: Actor, { roundId, motion, present, toLeave }: MotionFacts): Verdict {
  if (!isMember(actor, roundId)) return no("not-your-role");
  if (motion !== "open") return notNow("motion-closed");
  if (!present) return notNow("meeting-not-present");
  return toLeave > 0 ? notNow("meeting-must-leave") : yes;
}

/** Whoever must leave is marked as gone first, which an open vote does not keep from being done. */
export function canCloseVote(actor: Actor, facts: MotionFacts): Verdict {
  const leads = canLead(actor, facts);
  if (!leads.allowed) return leads;
  if (facts.motion !== "open") return notNow("motion-closed");
  return facts.toLeave > 0 ? notNow("meeting-must-leave") : yes;
}
