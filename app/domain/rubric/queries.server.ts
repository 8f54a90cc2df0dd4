import { and, asc, eq, getTableColumns, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { assignments } from "#db/schema/assignment.ts";
import { logLeaves } from "#db/schema/commitment.ts";
import { cycles } from "#db/schema/cycle.ts";
import { panelCriteria } from "#db/schema/panel.ts";
import { reviews, scores } from "#db/schema/review.ts";
import { rounds } from "#db/schema/round.ts";
import { criteria, rubrics } from "#db/schema/rubric.ts";
import type { Localised } from "#app/i18n/localised.ts";
import type { Actor, Context } from "../context.ts";
import { NotFound } from "../errors.ts";
import type { Criterion, Rubric } from "./rules.ts";

/** A rubric with its criteria in order. The criteria of an award are public. */
export async function rubricOf({ db }: Pick<Context<Actor>, "db">, rubricId: string): Promise<Rubric> {
  const rows = await db
    .select({ id: rubrics.id, cycleId: rubrics.cycleId, name: rubrics.name, criterion: getTableColumns(criteria) })
    .from(rubrics)
    .leftJoin(criteria, eq(criteria.rubricId, rubrics.id))
    .where(eq(rubrics.id, rubricId))
    .orderBy(asc(criteria.position));
  const [rubric] = rows;
  if (!rubric) throw new NotFound();
  const found = rows.flatMap(({ criterion }) => (criterion ? [withoutRubric(criterion)] : []));
  return { id: rubric.id, cycleId: rubric.cycleId, name: rubric.name, criteria: found };
}

function withoutRubric({ rubricId: _rubricId, ...criterion }: typeof criteria.$inferSelect): Criterion {
  return criterion;
}

export type ListedRubric = { id: string; name: Localised; criteria: number; rounds: number };

/**
 * The rubrics of a cycle by age, with how many criteria they have and how many rounds judge by them, as one JSON value.
 * For queries that need them beside something else.
 */
export function rubricsJson(cycleId: SQLWrapper | string): SQL<ListedRubric[]> {
  return sql<ListedRubric[]>`(
    select coalesce(json_agg(json_build_object(
      'id', b.id, 'name', b.name, 'criteria', (select count(*) from ${criteria} c where c.rubric_id = b.id),
      'rounds', (select count(*) from ${rounds} r where r.rubric_id = b.id)
    ) order by b.created_at, b.id), '[]'::json)
    from ${rubrics} b
    where b.cycle_id = ${sql`${cycleId}`}
  )`;
}

/** As `rubricsJson`, alone. */
export async function rubricsOfCycle({ db }: Pick<Context<Actor>, "db">, cycleId: string): Promise<ListedRubric[]> {
  const [found] = await db
    .select({ rubrics: rubricsJson(cycles.id) })
    .from(cycles)
    .where(eq(cycles.id, cycleId));
  return found?.rubrics ?? [];
}

/** Whether somebody has given a score with a rubric, for queries that read it beside something else. */
export const inUse = sql<boolean>`(
  exists (
    select 1 from ${scores} s join ${criteria} c on c.id = s.criterion_id where c.rubric_id = ${sql`${rubrics.id}`}
  )
  or exists (
    select 1
    from ${reviews} v
    join ${assignments} a on a.id = v.assignment_id
    join ${rounds} r on r.id = a.round_id
    where r.rubric_id = ${sql`${rubrics.id}`} and v.submitted_at is not null
  )
)`;

/**
 * Whether a rubric stays as it is: somebody has scored with it, it stands in the public log as a rule of a round, or a
 * round that divides its criteria has begun.
 */
export async function isInUse({ db, now }: Pick<Context<Actor>, "db" | "now">, rubricId: string): Promise<boolean> {
  const begun = sql<boolean>`exists (
    select 1
    from ${rounds} r
    where r.rubric_id = ${rubricId}
      and (
        (r.divided and r.opens_at <= ${now.toISOString()}::timestamptz)
        or exists (select 1 from ${logLeaves} l where l.round_id = r.id and l.kind = 'rules')
      )
  )`;
  const [found] = await db.select({ inUse, begun }).from(rubrics).where(eq(rubrics.id, rubricId));
  return found !== undefined && (found.inUse || found.begun);
}

/** Whether criteria of a rubric are named for reviewers of rounds that divide them, or of one round. */
export async function areCriteriaNamed(
  { db }: Pick<Context<Actor>, "db">,
  { rubricId, roundId }: { rubricId: string; roundId?: string },
): Promise<boolean> {
  const [found] = await db
    .select({ id: panelCriteria.criterionId })
    .from(panelCriteria)
    .innerJoin(criteria, eq(criteria.id, panelCriteria.criterionId))
    .innerJoin(rounds, eq(rounds.id, panelCriteria.roundId))
    .where(and(eq(criteria.rubricId, rubricId), rounds.divided, roundId ? eq(rounds.id, roundId) : undefined))
    .limit(1);
  return found !== undefined;
}

/** Whether a criterion of a rubric may be left out. */
export async function mayLeaveOut({ db }: Pick<Context<Actor>, "db">, rubricId: string): Promise<boolean> {
  const [found] = await db
    .select({ id: criteria.id })
    .from(criteria)
    .where(and(eq(criteria.rubricId, rubricId), criteria.notApplicable))
    .limit(1);
  return found !== undefined;
}
