import { redirect } from "@remix-run/node";
import { declinePackage } from "#app/domain/package/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id }) => {
  await declinePackage(ctx, id("packageId"));
  return redirect(`/secretariat/packages/${id("packageId")}`, 303);
});
