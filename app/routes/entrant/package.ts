import { signedPackage } from "#app/domain/package/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** All that the team has saved, signed by the portal, for the team alone. */
export const loader = signedIn(async ({ ctx, id, visit }) => {
  const { code, text } = await signedPackage(ctx, visit.services.logKey, id("entryId"));
  return new Response(text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="package-${code}.txt"`,
    },
  });
});
