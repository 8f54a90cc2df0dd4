import { redirect } from "@remix-run/node";
import { revokeInvitation } from "#app/domain/team/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, param }) => {
  await revokeInvitation(ctx, id("cityId"), param("invitationId"));
  return redirect(`/cities/${id("cityId")}?done=revoked`, 303);
});
