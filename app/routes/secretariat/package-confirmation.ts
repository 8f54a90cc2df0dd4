import { redirect } from "@remix-run/node";
import { confirmPackage } from "#app/domain/package/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(
  async ({
    ctx,
    id,
    visit: {
      services: { logKey, files, config },
    },
  }) => {
    await confirmPackage(ctx, { logKey, files }, id("packageId"), config.publicUrl);
    return redirect(`/secretariat/packages/${id("packageId")}`, 303);
  },
);
