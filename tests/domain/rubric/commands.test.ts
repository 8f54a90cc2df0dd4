import { describe, expect, it } from "vitest";
import { eventsOf } from "#tests/support/audit.ts";
import { NotFound } from "#app/domain/errors.ts";
import { changeRubric, createRubric } from "#app/domain/rubric/commands.server.ts";
import { isInUse, rubricOf, rubricsOfCycle } from "#app/domain/rubric/queries.server.ts";
import type { NewRubric } from "#app/domain/rubric/rules.ts";
import type { Db } from "#db/client.server.ts";
import { inTransaction, testDatabase } from "#tests/support/database.ts";
import { aCycle, aStaffMember, JUDGING } from "#tests/support/factories.ts";
import { aCandidate, aJudge, aReview, aScoredRound } from "#tests/support/judging.ts";

const { db } = await testDatabase();
const secretariat = async (tx: Db) => ({ db: tx, actor: await aStaffMember(tx), now: JUDGING });
const anchors = [1, 2, 3].map((value) => ({ value, text: { en: `Step ${value}` } }));
const criterion = (name: string, weight: number) => ({
  name: { en: name },
  description: { en: "Look" },
  weight,
  scale: "numbers" as const,
  min: 1,
  max: 3,
  step: 1,
  anchors,
  notApplicable: false,
  commentRule: "optional" as const,
  commentBound: null,
  commentLength: 0,
});
const RUBRIC: NewRubric = {
  name: { en: "Committee" },
  criteria: [criterion("Innovation", 60), criterion("Effect", 40)],
};

describe("writing a rubric", () => {
  it("keeps criteria in order and records it", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const cycle = await aCycle(tx);
      const rubric = await createRubric(ctx, cycle.id, RUBRIC);
      expect(rubric.criteria.map(({ name, weight, position }) => [name.en, weight, position])).toEqual([
        ["Innovation", 60, 1],
        ["Effect", 40, 2],
      ]);
      expect(await rubricsOfCycle(ctx, cycle.id)).toMatchObject([{ id: rubric.id, criteria: 2, rounds: 0 }]);
      expect((await eventsOf(ctx, rubric.id)).map(({ type }) => type)).toEqual(["rubric.created"]);
    }));

  it("keeps the ids of criteria by position, so that open score sheets stay whole", () =>
    inTransaction(db, async (tx) => {
      const ctx = await secretariat(tx);
      const {
        id,
        criteria: [first],
      } = await createRubric(ctx, (await aCycle(tx)).id, RUBRIC);
      await changeRubric(ctx, id, {
        name: { en: "Jury" },
        criteria: [criterion("Novelty", 30), criterion("Effect", 30), criterion("Context", 40)],
      });
      const changed = await rubricOf(ctx, id);
      expect(changed.criteria.map(({ name }) => name.en)).toEqual(["Novelty", "Effect", "Context"]);
      expect(changed.criteria[0]?.id).toBe(first?.id);
      await changeRubric(ctx, id, { name: { en: "Jury" }, criteria: [criterion("Novelty", 100)] });
      expect((await rubricOf(ctx, id)).criteria.map((each) => each.id)).toEqual([first?.id]);
      expect((await eventsOf(ctx, id)).map(({ type }) => type)).toEqual([
        "rubric.created",
        "rubric.changed",
        "rubric.changed",
      ]);
    }));

  it("freezes with the first score, even one of a draft", () =>
    inTransaction(db, async (tx) => {
      const round = await aScoredRound(tx);
      const entry = await aCandidate(tx, { cycle: { id: round.cycleId } });
      const ctx = await secretariat(tx);
      expect(await isInUse(ctx, round.rubricId)).toBe(false);
      await aReview(tx, { round, entry, reviewer: await aJudge(tx, round), values: [3, null], submitted: false });
      expect(await isInUse(ctx, round.rubricId)).toBe(true);
      await expect(changeRubric(ctx, round.rubricId, RUBRIC)).rejects.toMatchObject({
        because: "rubric-in-use",
        how: "not-now",
      });
      expect((await rubricOf(ctx, round.rubricId)).criteria.map(({ weight }) => weight)).toEqual([60, 40]);
      expect(await eventsOf(ctx, round.rubricId)).toEqual([]);
    }));

  it.each([
    [
      "weights that do not add up",
      { ...RUBRIC, criteria: [criterion("Innovation", 60)] },
      { "c1-weight": "weights-not-100" },
    ],
    ["no criteria", { ...RUBRIC, criteria: [] }, { "c1-name": "required" }],
    [
      "steps without anchors",
      { ...RUBRIC, criteria: [{ ...criterion("Innovation", 100), max: 5 }] },
      { "c1-anchors": "anchors-incomplete" },
    ],
    [
      "a scale upside down",
      { ...RUBRIC, criteria: [{ ...criterion("Innovation", 100), min: 3, max: 1 }] },
      { "c1-max": "wrong-scale" },
    ],
  ])("refuses %s, whoever calls", (_case, given, errors) =>
    inTransaction(db, async (tx) => {
      await expect(createRubric(await secretariat(tx), (await aCycle(tx)).id, given)).rejects.toMatchObject({
        fields: errors,
      });
    }),
  );

  it("is refused to observers before anything is looked up or held: an invented rubric answers the same", () =>
    inTransaction(db, async (tx) => {
      const ctx = { db: tx, actor: await aStaffMember(tx, "observer"), now: JUDGING };
      await expect(changeRubric(ctx, "6f1c1f6e-3b0e-4c52-9d29-3f3b7f8f9a10", RUBRIC)).rejects.toMatchObject({
        because: "not-your-role",
      });
    }));

  it("is hidden from administrators, refused to observers", () =>
    inTransaction(db, async (tx) => {
      const [cycle, round] = [await aCycle(tx), await aScoredRound(tx)];
      for (const [role, refusal] of [
        ["administrator", NotFound],
        ["observer", Error],
      ] as const) {
        const ctx = { db: tx, actor: await aStaffMember(tx, role), now: JUDGING };
        await expect(createRubric(ctx, cycle.id, RUBRIC)).rejects.toBeInstanceOf(refusal);
        await expect(changeRubric(ctx, round.rubricId, RUBRIC)).rejects.toBeInstanceOf(refusal);
      }
      expect(await rubricsOfCycle({ db: tx }, cycle.id)).toEqual([]);
      expect((await rubricOf({ db: tx }, round.rubricId)).criteria).toHaveLength(2);
    }));
});
