import { and, asc, eq, gt } from "drizzle-orm";
import { rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import { keepLanguages } from "#app/i18n/localised.ts";
import { SYSTEM_STREAM } from "../audit/rules.ts";
import type { Actor, Context } from "../context.ts";
import { getCycle } from "../cycle/queries.server.ts";
import { Invalid } from "../errors.ts";
import { transact } from "../transact.server.ts";
import { authorise, notNow } from "../verdict.ts";
import { faultOfAll } from "./input.ts";
import { canChangeRubric } from "./policy.ts";
import { areCriteriaNamed, isInUse, rubricOf } from "./queries.server.ts";
import { faultOf, MOST_CRITERIA, type NewCriterion, type NewRubric, partsOf } from "./rules.ts";

/**
 * Writes a rubric for a cycle. Throws Invalid unless the weights add up to 100, every step of every scale has an anchor
 * and some criterion always applies.
 */
export function createRubric(outer: Context<Actor>, cycleId: string, given: NewRubric) {
  return transact(outer, async (ctx) => {
    authorise(canChangeRubric(ctx.actor, { inUse: false }));
    await getCycle(ctx, cycleId);
    refuseUnsound(given);
    const [rubric] = await ctx.db
      .insert(rubrics)
      .values({ cycleId, name: given.name, parts: partsNow(given.criteria), createdAt: ctx.now })
      .returning({ id: rubrics.id });
    await ctx.db
      .insert(criteria)
      .values(given.criteria.map((criterion, index) => ({ ...criterion, rubricId: rubric!.id, position: index + 1 })));
    const event = {
      type: "rubric.created" as const,
      stream: SYSTEM_STREAM,
      subjectId: rubric!.id,
      details: { cycleId },
    };
    return { result: await rubricOf(ctx, rubric!.id), event };
  });
}

/**
 * Changes a rubric that nobody has scored with and that stands in no rules. While criteria of it are named for
 * reviewers their number and names stay. Criteria keep their ids by position, so that open score sheets stay
 * whole. Waits for scores in flight: it holds every round that judges by it, and the rubric itself, of which somebody
 * may be translating the words.
 */
export function changeRubric(outer: Context, rubricId: string, given: NewRubric): Promise<void> {
  return transact(outer, async (ctx) => {
    authorise(canChangeRubric(ctx.actor, { inUse: false }));
    const judging = await ctx.db
      .select({ divided: rounds.divided })
      .from(rounds)
      .where(eq(rounds.rubricId, rubricId))
      .orderBy(asc(rounds.id))
      .for("update");
    await ctx.db.select({ id: rubrics.id }).from(rubrics).where(eq(rubrics.id, rubricId)).for("update");
    const rubric = await rubricOf(ctx, rubricId);
    authorise(canChangeRubric(ctx.actor, { inUse: await isInUse(ctx, rubricId) }));
    refuseUnsound(given);
    if ((await areCriteriaNamed(ctx, { rubricId })) && !areSameCriteria(given.criteria, rubric.criteria))
      authorise(notNow("criteria-named"));
    const left = given.criteria.findIndex(({ notApplicable }) => notApplicable);
    if (left >= 0 && judging.some(({ divided }) => divided))
      throw new Invalid({ [`c${left + 1}-not-applicable`]: "all-must-apply" });
    const kept = keepLanguages(given, rubric);
    await ctx.db
      .update(rubrics)
      .set({ name: kept.name, parts: partsNow(given.criteria) })
      .where(eq(rubrics.id, rubricId));
    for (const [index, criterion] of kept.criteria.entries()) {
      const standing = rubric.criteria[index];
      if (standing)
        await ctx.db
          .update(criteria)
          .set({ ...criterion, position: index + 1 })
          .where(eq(criteria.id, standing.id));
      else await ctx.db.insert(criteria).values({ ...criterion, rubricId, position: index + 1 });
    }
    await ctx.db
      .delete(criteria)
      .where(and(eq(criteria.rubricId, rubricId), gt(criteria.position, given.criteria.length)));
    return {
      result: undefined,
      event: {
        type: "rubric.changed",
        stream: SYSTEM_STREAM,
        subjectId: rubricId,
        details: { criteria: given.criteria.length },
      },
    };
  });
}

/** Whether these are as many criteria, and under the same names: who reads the second one goes on reading the same. */
const areSameCriteria = (given: readonly NewCriterion[], standing: readonly NewCriterion[]): boolean =>
  given.length === standing.length && given.every(({ name }, at) => name.en === standing[at]!.name.en);

function refuseUnsound({ criteria: given }: NewRubric): void {
  if (given.length === 0) throw new Invalid({ "c1-name": "required" });
  if (given.length > MOST_CRITERIA) throw new Invalid({ "c1-name": "too-many" });
  for (const [index, criterion] of given.entries()) {
    const fault = faultOf(criterion);
    if (fault) throw new Invalid({ [`c${index + 1}-${fault[0]}`]: fault[1] });
  }
  const fault = faultOfAll(given);
  if (Object.keys(fault).length > 0) throw new Invalid(fault);
}

/** The parts of sound criteria. */
const partsNow = (criteria: readonly NewCriterion[]): number => partsOf(criteria)!;
