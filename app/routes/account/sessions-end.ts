import { redirect } from "@remix-run/node";
import { signOutEverywhere } from "#app/domain/sign-in/commands.server.ts";
import { renew } from "#app/http/door.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Ends every session of the person, and opens a new one for this browser. */
export const action = signedIn(async ({ ctx, visit, request }) => {
  await signOutEverywhere(ctx);
  await renew(visit, request);
  return redirect("/account?saved=elsewhere", 303);
});
