import { redirect } from "@remix-run/node";
import { removePasskey } from "#app/domain/factor/passkeys.server.ts";
import { renew } from "#app/http/door.server.ts";
import { freshly } from "#app/http/fresh.server.ts";

export const action = freshly(async ({ ctx, id, visit, request }) => {
  await removePasskey(ctx, id("passkeyId"));
  await renew(visit, request);
  return redirect("/account/second-factor?done=factor.removed", 303);
});
