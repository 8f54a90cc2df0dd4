import { data } from "@remix-run/node";
import type { Person } from "#app/domain/context.ts";
import { DomainError, NotFound } from "#app/domain/errors.ts";
import { wasAssigned } from "#app/domain/review/tasks.server.ts";
import { savedJson, savingProblem } from "./saving.server.ts";
import type { RefusalBody } from "./refusal-body.ts";
import { type Ask, asksForPage } from "./wrappers.ts";

/** A part of a score sheet saves itself. Answers JSON, also when it refuses. */
export function savePart(
  ask: Ask<Person>,
  assignmentId: string,
  work: () => Promise<{ version: number; savedAt: Date }>,
) {
  return unlessEnded(ask, assignmentId, async () => {
    try {
      return savedJson(ask, await work());
    } catch (error) {
      if (error instanceof DomainError && !(error instanceof NotFound)) return savingProblem(ask, error);
      throw error;
    }
  });
}

/**
 * Words for an assignment that ended while somebody wrote come back to them with the reason: it was theirs, so they may
 * know. Everybody else, and who never had one (null), gets the plain 404.
 */
export async function unlessEnded<T>(
  { ctx, form, request, t }: Ask<Person>,
  assignmentId: string | null,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotFound) || assignmentId === null || !(await wasAssigned(ctx, assignmentId))) throw error;
    const problem: RefusalBody = { because: "not-assigned", typed: (await form()).typed() };
    throw asksForPage(request)
      ? data(problem, { status: 404 })
      : Response.json({ because: problem.because, message: t.refusals["not-assigned"] }, { status: 404 });
  }
}
