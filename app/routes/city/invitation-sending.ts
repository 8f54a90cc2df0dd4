import { redirect } from "@remix-run/node";
import { resendInvitation } from "#app/domain/team/commands.server.ts";
import { canRunTeam } from "#app/domain/team/policy.ts";
import { getCity } from "#app/domain/city/queries.server.ts";
import { Refused } from "#app/domain/errors.ts";
import { authorise } from "#app/domain/verdict.ts";
import { orRefusal } from "#app/http/answers.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, param, locale, visit }) => {
  const { limits, config } = visit.services;
  const { id: cityId } = await getCity(ctx, id("cityId"));
  authorise(canRunTeam(ctx.actor, cityId));
  const here = `/cities/${cityId}`;
  if (!(await limits.mayMail(`invitations:${cityId}`, visit.ip)))
    return redirect(`${here}?refused=too-many-attempts`, 303);
  const done = await orRefusal(resendInvitation(ctx, cityId, param("invitationId"), locale, config.publicUrl));
  return redirect(done instanceof Refused ? `${here}?refused=${done.because}` : `${here}?done=resent`, 303);
});
