import { redirect } from "@remix-run/node";
import { removePasskey } from "#app/domain/factor/commands.server.ts";
import { renew } from "#app/http/door.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, visit, request }) => {
  await removePasskey(ctx, id("passkeyId"));
  await renew(visit, request);
  return redirect("/account/second-factor?done=factor.removed", 303);
});
