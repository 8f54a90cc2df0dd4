import { redirect } from "@remix-run/node";
import { answerNewcomer } from "#app/domain/assignment/new-conflicts.server.ts";
import { requestAnswer } from "#app/domain/team/input.ts";
import { canRunTeam } from "#app/domain/team/policy.ts";
import { getCity } from "#app/domain/city/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { Refused } from "#app/domain/errors.ts";
import { failed, orRefusal } from "#app/http/answers.server.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Lets somebody who asked into the team, or not. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const { id: cityId } = await getCity(ctx, id("cityId"));
  authorise(canRunTeam(ctx.actor, cityId));
  const typed = await form();
  const given = parse(typed, requestAnswer);
  if (!given.ok) throw failed(typed, given.errors);
  const done = await orRefusal(answerNewcomer(ctx, { cityId, ...given.value }, visit.services.config.publicUrl));
  if (done instanceof Refused) return redirect(`/cities/${cityId}?refused=${done.because}`, 303);
  return redirect(`/cities/${cityId}?done=answered`, 303);
});
