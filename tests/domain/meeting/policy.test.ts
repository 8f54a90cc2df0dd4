import { describe, expect, it } from "vitest";
import { type Actor, ANONYMOUS, type PanelRole, type StaffRole } from "#app/domain/context.ts";
import {
  canCall,
  canCloseVote,
  canCome,
  canConclude,
  canEndMeeting,
  canFollowMeetings,
  canOpenMeeting,
  canOpenVote,
  canPutMotion,
  canStepOut,
  canVoteOnMotion,
} from "#app/domain/meeting/policy.ts";

const roundId = "round";
const on = (role: PanelRole, round = roundId): Actor => ({
  ...ANONYMOUS,
  id: role,
  panels: [{ roundId: round, cycleId: "cycle", role }],
});
const staff = (role: StaffRole): Actor => ({ ...ANONYMOUS, id: role, staff: [role] });
const PEOPLE = {
  reviewer: on("reviewer"),
  chair: on("chair"),
  scrutineer: on("scrutineer"),
  elsewhere: on("chair", "another"),
  secretariat: staff("secretariat"),
  observer: staff("observer"),
  administrator: staff("administrator"),
};
const answers = (ask: (actor: Actor) => { allowed: boolean; because?: string }) =>
  Object.fromEntries(
    Object.entries(PEOPLE).map(([name, actor]) => {
      const verdict = ask(actor);
      return [name, verdict.allowed ? "yes" : verdict.because];
    }),
  );
const NOBODY = { scrutineer: "not-found", elsewhere: "not-found", administrator: "not-found" };
const meeting = { roundId, ended: false };
const item = { ...meeting, state: "current" as const, voting: false, busy: true };
const motion = { ...item, motion: "put" as const, present: true, toLeave: 0, short: false };

describe("a meeting", () => {
  it("is known to panel, secretariat and observers", () => {
    expect(answers((actor) => canFollowMeetings(actor, roundId))).toEqual({
      ...NOBODY,
      reviewer: "yes",
      chair: "yes",
      secretariat: "yes",
      observer: "yes",
    });
  });

  it("is called by chair and secretariat, one at a time", () => {
    const facts = { roundId, frozen: true, running: false };
    expect(canOpenMeeting(PEOPLE.chair, { ...facts, frozen: false })).toMatchObject({ because: "round-not-frozen" });
    expect(answers((actor) => canOpenMeeting(actor, facts))).toEqual({
      ...NOBODY,
      reviewer: "not-your-role",
      chair: "yes",
      secretariat: "yes",
      observer: "not-your-role",
    });
    expect(canOpenMeeting(PEOPLE.chair, { ...facts, running: true })).toMatchObject({ because: "meeting-running" });
    expect(canOpenMeeting(PEOPLE.chair, { ...facts, frozen: false })).toMatchObject({ because: "round-not-frozen" });
  });

  it("ends not in the middle of an item, and an item not in the middle of a vote", () => {
    expect(canEndMeeting(PEOPLE.chair, { ...meeting, busy: true })).toMatchObject({ because: "meeting-item-open" });
    expect(canEndMeeting(PEOPLE.reviewer, { ...meeting, busy: false })).toMatchObject({ because: "not-your-role" });
    expect(canConclude(PEOPLE.chair, { ...motion, voting: true })).toMatchObject({ because: "motion-open" });
    expect(canConclude(PEOPLE.chair, { ...motion, toLeave: 1 })).toMatchObject({ because: "meeting-must-leave" });
    expect(canConclude(PEOPLE.chair, motion).allowed).toBe(true);
    expect(canCall(PEOPLE.chair, { ...item, state: "waiting" })).toMatchObject({ because: "meeting-item-open" });
    expect(canCall(PEOPLE.chair, { ...item, busy: false })).toMatchObject({ because: "meeting-item-over" });
  });
});

describe("coming and going", () => {
  const come = (actor: Actor, given: Partial<Parameters<typeof canCome>[2]> = {}) =>
    canCome(actor, meeting, {
      accountId: actor.id!,
      present: true,
      expected: true,
      kept: false,
      away: false,
      voting: false,
      ...given,
    });

  it("is said by each for themselves, by chair and secretariat for others, of the panel alone", () => {
    expect(come(PEOPLE.reviewer).allowed).toBe(true);
    expect(come(PEOPLE.reviewer, { accountId: "other" })).toMatchObject({ because: "not-your-role", how: "never" });
    expect(come(PEOPLE.chair, { accountId: "other" }).allowed).toBe(true);
    expect(come(PEOPLE.chair, { accountId: "other", expected: false })).toMatchObject({ how: "hidden" });
    expect(come(PEOPLE.observer, { expected: false })).toMatchObject({ because: "not-your-role" });
  });

  it("nobody comes back to an item they left for, and goes at any time", () => {
    expect(come(PEOPLE.reviewer, { kept: true })).toMatchObject({ because: "meeting-left-for-item", how: "not-now" });
    expect(come(PEOPLE.chair, { accountId: "other", kept: true })).toMatchObject({ because: "meeting-left-for-item" });
    expect(come(PEOPLE.reviewer, { kept: true, present: false }).allowed).toBe(true);
  });

  it("nobody is shut out of an open vote by somebody else, but for who must leave", () => {
    const gone = { present: false, voting: true };
    expect(come(PEOPLE.chair, { ...gone, accountId: "other" })).toMatchObject({ because: "motion-open" });
    expect(come(PEOPLE.chair, { ...gone, accountId: "other", voting: false }).allowed).toBe(true);
    expect(come(PEOPLE.chair, { ...gone, accountId: "other", kept: true }).allowed).toBe(true);
    expect(come(PEOPLE.chair, { ...gone, accountId: "other", present: true }).allowed).toBe(true);
    expect(come(PEOPLE.reviewer, gone).allowed).toBe(true);
  });
});

it("a conflict with the entry that is dealt with is declared in the room by members", () => {
  expect(answers((actor) => canStepOut(actor, { ...meeting, entryId: "entry" }))).toMatchObject({
    reviewer: "yes",
    chair: "yes",
    secretariat: "not-your-role",
    observer: "not-your-role",
  });
  expect(canStepOut(PEOPLE.chair, { ...meeting, entryId: null })).toMatchObject({ because: "meeting-item-over" });
  expect(canStepOut(PEOPLE.chair, { roundId, ended: true, entryId: "entry" })).toMatchObject({
    because: "meeting-over",
  });
});

describe("a motion", () => {
  it("is put by whoever leads and by members who are there, on what is dealt with", () => {
    expect(answers((actor) => canPutMotion(actor, { ...item, present: false }))).toMatchObject({
      reviewer: "meeting-not-present",
      chair: "yes",
      secretariat: "yes",
      observer: "not-your-role",
    });
    expect(canPutMotion(PEOPLE.reviewer, { ...item, present: true }).allowed).toBe(true);
    expect(canPutMotion(PEOPLE.chair, { ...item, state: "concluded", present: true })).toMatchObject({
      because: "meeting-item-over",
    });
  });

  it("is voted on one at a time, when everybody who must leave has left", () => {
    expect(canOpenVote(PEOPLE.chair, motion).allowed).toBe(true);
    expect(canOpenVote(PEOPLE.reviewer, motion)).toMatchObject({ because: "not-your-role" });
    expect(canOpenVote(PEOPLE.chair, { ...motion, toLeave: 1 })).toMatchObject({ because: "meeting-must-leave" });
    expect(canOpenVote(PEOPLE.chair, { ...motion, voting: true })).toMatchObject({ because: "motion-open" });
    expect(canOpenVote(PEOPLE.chair, { ...motion, motion: "closed" })).toMatchObject({ because: "motion-closed" });
    expect(canOpenVote(PEOPLE.chair, { ...motion, short: true })).toMatchObject({ because: "motion-too-few" });
  });

  it("is voted on by members who are there, while the vote is open", () => {
    const open = { ...motion, motion: "open" as const };
    expect(answers((actor) => canVoteOnMotion(actor, open))).toMatchObject({
      reviewer: "yes",
      chair: "yes",
      secretariat: "not-your-role",
      observer: "not-your-role",
      scrutineer: "not-your-role",
    });
    expect(canVoteOnMotion(PEOPLE.reviewer, { ...open, present: false })).toMatchObject({
      because: "meeting-not-present",
    });
    for (const verdict of [
      canVoteOnMotion(PEOPLE.reviewer, { ...open, toLeave: 1 }),
      canCloseVote(PEOPLE.chair, { ...open, toLeave: 1 }),
    ])
      expect(verdict).toMatchObject({ because: "meeting-must-leave", how: "not-now" });
    expect(canVoteOnMotion(PEOPLE.reviewer, motion)).toMatchObject({ because: "motion-closed" });
    expect(canCloseVote(PEOPLE.chair, open).allowed).toBe(true);
    expect(canCloseVote(PEOPLE.chair, motion)).toMatchObject({ because: "motion-closed" });
    expect(canCloseVote(PEOPLE.reviewer, open)).toMatchObject({ because: "not-your-role" });
  });
});
