import { redirect } from "@remix-run/node";
import { mayAssign } from "#app/domain/assignment/policy.ts";
import { resumeSearch } from "#app/domain/assignment/queries.server.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const again = (await form()).get("again") === "yes";
  authorise(mayAssign(ctx.actor, id("roundId")));
  await resumeSearch(ctx, visit.services.calculation, await getRound(ctx, id("roundId")));
  return redirect(`/rounds/${id("roundId")}/assignments/balanced${again ? "?again=yes" : ""}`, 303);
});
