import { data } from "@remix-run/node";
import type { Person } from "#app/domain/context.ts";
import { NotFound } from "#app/domain/errors.ts";
import { wasAssigned } from "#app/domain/review/queries.server.ts";
import type { Ask, Problem } from "./wrappers.ts";

/** Words for an assignment that ended while somebody wrote come back to them with the reason: it was theirs, so they may know. Everybody else gets the plain 404. */
export async function unlessEnded<T>({ ctx, form, request, t }: Ask<Person>, assignmentId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotFound) || !(await wasAssigned(ctx, assignmentId))) throw error;
    const problem: Problem = { because: "not-assigned", typed: (await form()).typed() };
    const asksForPage = (request.headers.get("accept") ?? "").includes("text/html");
    throw asksForPage ? data(problem, { status: 404 }) : Response.json({ because: problem.because, message: t.refusals["not-assigned"] }, { status: 404 });
  }
}
