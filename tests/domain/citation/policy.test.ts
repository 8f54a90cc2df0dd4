import { describe, expect, it } from "vitest";
import { canApproveCorrection, canCite, type CitationFacts } from "#app/domain/citation/policy.ts";
import { ANONYMOUS, type Actor } from "#app/domain/context.ts";

const ROUND = "r1";
const actor = (id: string, given: Partial<Actor>): Actor => ({ ...ANONYMOUS, id, ...given });
const chair = actor("chair", { panels: [{ roundId: ROUND, cycleId: "c", role: "chair" }] });
const lin = actor("lin", { staff: ["secretariat"] });
const others = [
  ANONYMOUS,
  actor("r", { panels: [{ roundId: ROUND, cycleId: "c", role: "reviewer" }] }),
  actor("x", { panels: [{ roundId: "other", cycleId: "c", role: "chair" }] }),
  actor("city", { teams: [{ cityId: "k", role: "owner" }] }),
  actor("t", { staff: ["administrator"] }),
];
const observer = actor("o", { staff: ["observer"] });
const draft: CitationFacts = {
  roundId: ROUND,
  state: "frozen",
  proposedBy: null,
  approved: false,
  conflict: false,
  awarded: true,
  pendingBy: null,
  inOffice: true,
};
const said = (verdict: ReturnType<typeof canCite>) => (verdict.allowed ? "yes" : `${verdict.how} ${verdict.because}`);

describe.each([
  ["writing", canCite],
  ["approving", canApproveCorrection],
] as const)("%s", (_name, rule) => {
  const open = { ...draft, approved: true, pendingBy: "somebody" };
  it.each([chair, lin])("is for those who choose", (person) => expect(said(rule(person, open))).toBe("yes"));
  it.each(others)("does not exist for anybody else", (person) =>
    expect(said(rule(person, open))).toBe("hidden not-found"),
  );
  it("an observer may know of it", () => expect(said(rule(observer, open))).toBe("never not-your-role"));
  it.each([lin, chair, observer])("a conflict outranks every part", (person) =>
    expect(said(rule(person, { ...open, conflict: true }))).toBe("hidden not-found"),
  );
  it("waits for the freeze", () =>
    expect(said(rule(lin, { ...open, state: "open" }))).toBe("not-now round-not-frozen"));
  it("once the list is final, is about entries on it", () =>
    expect(said(rule(lin, { ...open, awarded: false }))).toBe("not-now not-awarded"));
});

it.each([
  ["a draft may be written whatever level it has", canCite, lin, { awarded: false }, "yes"],
  [
    "a draft is signed with the list, not by itself",
    canApproveCorrection,
    lin,
    { pendingBy: "chair" },
    "not-now nothing-to-approve",
  ],
  ["nothing waits", canApproveCorrection, lin, { approved: true }, "not-now nothing-to-approve"],
  [
    "nobody approves their own",
    canApproveCorrection,
    lin,
    { approved: true, pendingBy: "lin" },
    "never needs-second-person",
  ],
  [
    "nobody approves what somebody wrote who has no part in it any more",
    canApproveCorrection,
    lin,
    { approved: true, pendingBy: "chen", inOffice: false },
    "not-now proposer-left",
  ],
] as const)("%s", (_name, rule, person, facts, expected) =>
  expect(said(rule(person, { ...draft, ...facts }))).toBe(expected),
);
