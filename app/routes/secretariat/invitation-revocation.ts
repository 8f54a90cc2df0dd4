import { redirect } from "@remix-run/node";
import { revokeInvitation } from "#app/domain/panel/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, param }) => {
  await revokeInvitation(ctx, id("roundId"), param("invitationId"));
  return redirect(`/rounds/${id("roundId")}/panel`, 303);
});
