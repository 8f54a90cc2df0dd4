import { redirect } from "@remix-run/node";
import { enableAccount } from "#app/domain/account/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, visit }) => {
  await enableAccount(ctx, id("accountId"), visit.services.config.publicUrl);
  return redirect(`/admin/people/${id("accountId")}?done=enabled`, 303);
});
