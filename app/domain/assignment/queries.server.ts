import { and, eq } from "drizzle-orm";
import { assignments, recusals } from "#db/schema/assignment.ts";
import { conflictDeclarations } from "#db/schema/conflict.ts";
import { entries } from "#db/schema/entry.ts";
import type { Context } from "../context.ts";
import { noConflict } from "../conflict/queries.server.ts";
import { NotFound } from "../errors.ts";

/**
 * One's own assignment: which entry in which round, whether it ended (`recusedAt`) and what was answered to the conflict question
 * (`declared`, null = not yet). 404 for everybody else's, and once a conflict stands.
 */
export async function getAssignment(ctx: Context, assignmentId: string) {
  const [assignment] = await ctx.db
    .select({
      id: assignments.id, roundId: assignments.roundId, entryId: assignments.entryId, reviewerId: assignments.reviewerId,
      readingOrder: assignments.readingOrder, at: assignments.at, recusedAt: recusals.at, declared: conflictDeclarations.answer,
      entry: { id: entries.id, code: entries.code, title: entries.title, cycleId: entries.cycleId, cityId: entries.cityId },
    })
    .from(assignments)
    .innerJoin(entries, eq(entries.id, assignments.entryId))
    .leftJoin(recusals, eq(recusals.assignmentId, assignments.id))
    .leftJoin(conflictDeclarations, and(eq(conflictDeclarations.entryId, assignments.entryId), eq(conflictDeclarations.accountId, assignments.reviewerId)))
    .where(and(eq(assignments.id, assignmentId), eq(assignments.reviewerId, ctx.actor.id), noConflict(ctx, { roundId: assignments.roundId, entryId: assignments.entryId })));
  if (!assignment) throw new NotFound();
  return assignment;
}
export type Assignment = Awaited<ReturnType<typeof getAssignment>>;
