import { ownData } from "#app/domain/account/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** What the portal keeps about oneself, as a file. */
export const loader = signedIn(
  async ({ ctx }) =>
    new Response(`${JSON.stringify(await ownData(ctx), null, 2)}\n`, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": 'attachment; filename="kapok-own-data.json"',
        "cache-control": "private, no-store",
      },
    }),
);
