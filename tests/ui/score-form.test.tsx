import { expect, it } from "vitest";
import type { Mark } from "#app/domain/rubric/rules.ts";
import { ScoreForm } from "#app/ui/score-form.tsx";
import { Distribution } from "#app/ui/score-table.tsx";
import { render } from "./render.tsx";

const ID = "c1";
const name = { en: "Learnability" };
const criterion = {
  id: ID,
  position: 1,
  name,
  description: name,
  weight: 100,
  scale: "tenths",
  min: 0,
  max: 50,
  step: 1,
  anchors: [],
  notApplicable: true,
  commentRule: "optional",
  commentBound: null,
  commentLength: 0,
} as const;

const sheet = (value: Mark, typed?: Record<string, string>, reasoned = true) =>
  render(
    <ScoreForm
      assignmentId="a1"
      criteria={[{ ...criterion, anchors: [] }]}
      scores={[
        { criterionId: ID, value, comment: "", reason: "", version: 1, savedAt: new Date("2026-11-24T02:00:00Z") },
      ]}
      comment=""
      notes=""
      version={1}
      savedAt={null}
      submitted
      reasoned={reasoned}
      typed={typed}
    />,
  );

// The styles hide the reason beside a typed mark for as long as this holds and nobody has touched it; without styles it
// is always there.
it.each<[string, Mark, Record<string, string> | undefined, boolean]>([
  ["a stored number", 37, undefined, true],
  ["the stored number, sent again", 37, { [`score.${ID}`]: "3.7" }, true],
  ["another number, sent without a reason", 37, { [`score.${ID}`]: "4.1" }, false],
  ["leaving out, sent without a reason", 37, { [`score.${ID}`]: "3.7", [`left-out.${ID}`]: "yes" }, false],
  ["stored as left out", "not-applicable", undefined, true],
  ["a number instead of leaving out", "not-applicable", { [`score.${ID}`]: "3.0" }, false],
])("a typed mark knows whether it shows what is stored: %s", (_case, value, typed, stands) => {
  expect(sheet(value, typed)).toContain(`reason.${ID}`);
  expect(/type="number"[^>]*data-standing/.test(sheet(value, typed))).toBe(stands);
});

it("no reason is asked for before the others' scores are open", () =>
  expect(sheet(37, undefined, false)).not.toContain("reason."));

it("tables of scales that read differently say which criteria they are about", () => {
  const other = {
    ...criterion,
    id: "c2",
    name: { en: "Material" },
    scale: "yes-no",
    max: 5,
    step: 5,
    anchors: [],
  } as const;
  const captions = (of: Parameters<typeof Distribution>[0]["criteria"]) =>
    [...render(<Distribution criteria={of} rows={[]} />).matchAll(/<caption[^>]*>(.*?)<\/caption>/g)].map(
      ([, caption]) => caption,
    );
  expect(captions([{ ...criterion, anchors: [] }])).toEqual(["How often you gave each score"]);
  expect(
    captions([
      { ...criterion, anchors: [] },
      { ...other, anchors: [] },
    ]),
  ).toEqual(["How often you gave each score: Learnability", "How often you gave each score: Material"]);
});
