import { redirect } from "@remix-run/node";
import { resendInvitation } from "#app/domain/panel/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, param, visit }) => {
  await resendInvitation(ctx, id("roundId"), param("invitationId"), visit.services.config.publicUrl);
  return redirect(`/rounds/${id("roundId")}/panel`, 303);
});
