import { expect, it } from "vitest";
import { readModerated } from "#app/domain/appraisal/input.ts";
import { LONGEST_COMMENT } from "#app/domain/review/rules.ts";
import { canEdit, canModerate, canPrepare, canRelease } from "#app/domain/appraisal/policy.ts";
import { bandOf, type Stage } from "#app/domain/appraisal/rules.ts";
import { ANONYMOUS, type StaffRole } from "#app/domain/context.ts";
import { hidden, no, notNow, yes } from "#app/domain/verdict.ts";

const SCALE = { min: 1, max: 4 };
it.each([
  [[4, 4, 4], "upper"],
  [[3, 3, 3], "upper"],
  [[3, 3, 2], "middle"],
  [[2, 2, 2], "middle"],
  [[2, 2, 1], "lower"],
  [[1, 1, 1], "lower"],
  [[4, 4], null],
  [[1], null],
  [[], null],
] as const)("marks %j from 1 to 4 are told as %s", (marks, band) => expect(bandOf(marks, SCALE)).toBe(band));
it("a scale may begin below nothing", () =>
  expect([
    bandOf([-5, -5, -5], { min: -5, max: 1 }),
    bandOf([-3, -3, -3], { min: -5, max: 1 }),
    bandOf([0, 0, 0], { min: -5, max: 1 }),
  ]).toEqual(["lower", "middle", "upper"]));

const STAGES: Stage[] = ["none", "prepared", "released"];
const actor = (...staff: StaffRole[]) => ({ ...ANONYMOUS, id: "x", staff });
const chair = { ...actor("secretariat"), panels: [{ roundId: "r", cycleId: "c", role: "chair" as const }] };

it("who prepares, moderates and releases, and when", () => {
  for (const stage of STAGES)
    for (const published of [false, true])
      for (const frozen of [false, true]) {
        const facts = { roundId: "r", frozen, stage, published };
        for (const can of [canModerate, canPrepare, canEdit, canRelease]) {
          for (const who of [chair, actor("observer")]) expect(can(who, facts)).toEqual(no("not-your-role"));
          for (const who of [ANONYMOUS, actor("administrator")]) expect(can(who, facts)).toEqual(hidden);
        }
        const lin = actor("secretariat");
        const when = (verdict: unknown) => (frozen ? verdict : notNow("round-not-frozen"));
        expect(canModerate(lin, facts)).toEqual(when(yes));
        expect(canPrepare(lin, facts)).toEqual(when(stage === "none" ? yes : notNow("appraisals-made")));
        const editing = stage === "prepared" ? yes : notNow(stage === "none" ? "appraisals-missing" : "appraisals-out");
        expect(canEdit(lin, facts)).toEqual(when(editing));
        expect(canRelease(lin, facts)).toEqual(
          when(stage === "prepared" && !published ? notNow("not-published") : editing),
        );
      }
});

it("a form's comments are those that were copied; one that was emptied is left out with the text that stood", () => {
  const comments = [
    { id: "a", criterionId: null, text: "First", omitted: false },
    { id: "b", criterionId: null, text: "Second", omitted: false },
    { id: "c", criterionId: null, text: "Third", omitted: true },
  ];
  const sent = new Map([
    ["text.a", " Changed \u0007"],
    ["text.b", " "],
    ["text.c", "Third"],
    ["omit.c", "yes"],
    ["text.z", "Foreign"],
  ]);
  const form = { get: (name: string) => sent.get(name) ?? "", has: (name: string) => sent.has(name) };
  expect(readModerated(form, comments)).toEqual({
    ok: true,
    value: [
      { id: "a", text: "Changed", omitted: false },
      { id: "b", text: "Second", omitted: true },
      { id: "c", text: "Third", omitted: true },
    ],
  });
  sent.set("text.a", "x".repeat(LONGEST_COMMENT + 1));
  expect(readModerated(form, comments)).toEqual({ ok: false, errors: { "text.a": "too-long" } });
});
