import { redirect } from "@remix-run/node";
import { resendConfirmation } from "#app/domain/address/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Mails the confirming link once more; the fifth time in an hour nothing is sent. */
export const action = signedIn(async ({ ctx, visit }) => {
  const { limits, config } = visit.services;
  if (await limits.mayMail(ctx.actor.email, visit.ip, ctx.actor.id)) await resendConfirmation(ctx, config.publicUrl);
  return redirect("/account?saved=mailed", 303);
});
