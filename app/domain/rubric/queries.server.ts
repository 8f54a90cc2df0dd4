import { asc, count, countDistinct, eq, getTableColumns } from "drizzle-orm";
import { assignments } from "#db/schema/assignment.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { Criterion, Rubric } from "./rules.ts";

/** A rubric with its criteria in order. The criteria of an award are public. */
export async function rubricOf({ db }: Pick<Context<Actor>, "db">, rubricId: string): Promise<Rubric> {
  const rows = await db.select({ id: rubrics.id, cycleId: rubrics.cycleId, name: rubrics.name, criterion: getTableColumns(criteria) }).from(rubrics)
    .leftJoin(criteria, eq(criteria.rubricId, rubrics.id)).where(eq(rubrics.id, rubricId)).orderBy(asc(criteria.position));
  const [rubric] = rows;
  if (!rubric) throw new NotFound();
  const found = rows.flatMap(({ criterion }) => (criterion ? [withoutRubric(criterion)] : []));
  return { id: rubric.id, cycleId: rubric.cycleId, name: rubric.name, criteria: found };
}

function withoutRubric({ rubricId: _rubricId, ...criterion }: typeof criteria.$inferSelect): Criterion {
  return criterion;
}

/** The rubrics of a cycle by age, with how many criteria they have and how many rounds judge by them. */
export function rubricsOfCycle({ db }: Pick<Context<Actor>, "db">, cycleId: string) {
  return db.select({ id: rubrics.id, name: rubrics.name, criteria: countDistinct(criteria.id), rounds: countDistinct(rounds.id) }).from(rubrics)
    .leftJoin(criteria, eq(criteria.rubricId, rubrics.id)).leftJoin(rounds, eq(rounds.rubricId, rubrics.id))
    .where(eq(rubrics.cycleId, cycleId)).groupBy(rubrics.id).orderBy(asc(rubrics.createdAt), asc(rubrics.id));
}

/** Whether somebody has given a score with it. */
export async function isInUse({ db }: Pick<Context<Actor>, "db">, rubricId: string): Promise<boolean> {
  const [found] = await db.select({ scores: count() }).from(scores).innerJoin(criteria, eq(criteria.id, scores.criterionId)).where(eq(criteria.rubricId, rubricId));
  if ((found?.scores ?? 0) > 0) return true;
  const [submitted] = await db.select({ reviews: count(reviews.submittedAt) }).from(reviews).innerJoin(assignments, eq(assignments.id, reviews.assignmentId))
    .innerJoin(rounds, eq(rounds.id, assignments.roundId)).where(eq(rounds.rubricId, rubricId));
  return (submitted?.reviews ?? 0) > 0;
}
