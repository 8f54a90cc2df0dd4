import { redirect } from "@remix-run/node";
import { removeApp } from "#app/domain/factor/commands.server.ts";
import { renew } from "#app/http/door.server.ts";
import { freshly } from "#app/http/fresh.server.ts";

export const action = freshly(async ({ ctx, visit, request }) => {
  await removeApp(ctx);
  await renew(visit, request);
  return redirect("/account/second-factor?done=factor.removed", 303);
});
