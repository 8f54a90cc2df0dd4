import { redirect } from "@remix-run/node";
import { endSession } from "#app/domain/sign-in/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Ends one session of one's own. */
export const action = signedIn(async ({ ctx, param }) => {
  await endSession(ctx, param("sessionKey"));
  return redirect("/account?saved=ended", 303);
});
