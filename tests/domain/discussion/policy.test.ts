import { describe, expect, it } from "vitest";
import type { Actor } from "#app/domain/context.ts";
import { canCorrect, canFollow, canFollowDiscussions, canSpeak } from "#app/domain/discussion/policy.ts";
import { messageInput } from "#app/domain/discussion/input.ts";
import { MOST_MESSAGES, type OwnReview, threadOf } from "#app/domain/discussion/rules.ts";
import type { DiscussionRule } from "#app/domain/round/rules.ts";
import type { Verdict } from "#app/domain/verdict.ts";

const someone = (panels: ("reviewer" | "chair")[], staff: Actor["staff"] = [], roundId = "r"): Actor => ({
  id: "me",
  name: "",
  email: "",
  emailConfirmed: true,
  staff,
  teams: [],
  panels: panels.map((role) => ({ roundId, cycleId: "c", role })),
});
const PEOPLE = {
  reviewer: someone(["reviewer"]),
  chair: someone(["chair"]),
  both: someone(["reviewer", "chair"]),
  secretariat: someone([], ["secretariat"]),
  observer: someone([], ["observer"]),
  administrator: someone([], ["administrator"]),
  elsewhere: someone(["reviewer", "chair"], [], "other"),
  nobody: someone([]),
};
type Who = keyof typeof PEOPLE;
const RULES: DiscussionRule[] = ["off", "after-own", "after-freeze"];
const REVIEWS: OwnReview[] = ["in", "owed", null];
const said = (verdict: Verdict) => (verdict.allowed ? "yes" : verdict.how === "hidden" ? "hidden" : verdict.because);

/** Every case, each with what it comes to. */
const CASES = (Object.keys(PEOPLE) as Who[]).flatMap((who) =>
  RULES.flatMap((rule) =>
    [false, true].flatMap((frozen) =>
      REVIEWS.map((review) => ({ who, rule, frozen, review, facts: { roundId: "r", rule, frozen, review } })),
    ),
  ),
);

function wanted({ who, rule, frozen, review }: (typeof CASES)[number]): string {
  const judges = who === "reviewer" || who === "both";
  const leads = who === "chair" || who === "both" || (who === "secretariat" && frozen);
  const has = judges && review !== null && (review === "in" || !frozen);
  if (rule === "off" || !(has || leads)) return "hidden";
  if (rule === "after-freeze" && !frozen) return "round-not-frozen";
  return judges && review === "owed" && !frozen ? "own-review-first" : "yes";
}

describe("who follows a discussion", () => {
  it.each(CASES)("$who, $rule, frozen $frozen, own review $review", (given) =>
    expect(said(canFollow(PEOPLE[given.who], given.facts))).toBe(wanted(given)),
  );

  it("the list of a round is for those for whom there may be something in it", () => {
    for (const { who, rule, frozen, facts } of CASES) {
      const any = REVIEWS.some((review) => canFollow(PEOPLE[who], { ...facts, review }).allowed);
      expect([who, rule, frozen, canFollowDiscussions(PEOPLE[who], facts).allowed]).toEqual([who, rule, frozen, any]);
    }
  });
});

describe("who speaks in it", () => {
  it.each(CASES)("$who, $rule, frozen $frozen, own review $review", (given) => {
    const spoken = (over: Partial<Parameters<typeof canSpeak>[1]> = {}) =>
      said(canSpeak(PEOPLE[given.who], { ...given.facts, final: false, messages: 0, ...over }));
    const follows = wanted(given);
    const expected = follows !== "yes" ? follows : given.who === "secretariat" ? "not-your-role" : "yes";
    expect(spoken()).toBe(expected);
    expect(spoken({ final: true })).toBe(expected === "yes" ? "already-finalised" : expected);
    expect(spoken({ messages: MOST_MESSAGES })).toBe(expected === "yes" ? "comments-full" : expected);
  });

  it("and corrects only their own words", () => {
    const facts = {
      roundId: "r",
      rule: "after-own" as const,
      frozen: false,
      review: "in" as const,
      final: false,
      messages: 1,
    };
    expect(["me", "other"].map((by) => said(canCorrect(PEOPLE.reviewer, facts, { by })))).toEqual([
      "yes",
      "not-your-role",
    ]);
    expect(said(canCorrect(PEOPLE.chair, { ...facts, review: null }, { by: "other" }))).toBe("not-your-role");
    expect(said(canCorrect(PEOPLE.reviewer, { ...facts, final: true }, { by: "me" }))).toBe("already-finalised");
  });
});

describe("a thread", () => {
  const author = { voice: "reviewer" as const, letter: "A", name: null, own: false, gone: false, unread: false };
  const at = (minute: number) => new Date(Date.UTC(2027, 4, 1, 8, minute));

  it("reads with the last words of each message, and what it said before", () => {
    const thread = threadOf([
      { id: "1", corrects: null, text: "first", at: at(1), ...author },
      { id: "2", corrects: null, text: "second", at: at(2), ...author },
      { id: "3", corrects: "1", text: "first, corrected", at: at(3), ...author },
      { id: "4", corrects: "1", text: "first, again", at: at(4), ...author },
    ]);
    expect(thread).toEqual([
      {
        id: "1",
        text: "first, again",
        at: at(1),
        correctedAt: at(4),
        earlier: [
          { text: "first", at: at(1) },
          { text: "first, corrected", at: at(3) },
        ],
        ...author,
      },
      { id: "2", text: "second", at: at(2), correctedAt: null, earlier: [], ...author },
    ]);
  });

  it("B54: words are cleaned, and neither none nor endless", () => {
    expect(messageInput.safeParse({ text: " a\u202eb " }).data).toEqual({ text: "ab", corrects: "" });
    for (const text of ["", " ", "x".repeat(5001), "nul\0"])
      expect(messageInput.safeParse({ text }).success).toBe(false);
  });
});
