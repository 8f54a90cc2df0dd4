import { signedBundle } from "#app/domain/proof/commands.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** Everything that is needed to check a published round. */
export const loader = anyone(
  async ({ ctx, id, visit }) =>
    new Response(`${await signedBundle(ctx, visit.services.logKey, id("roundId"))}\n`, {
      headers: { "content-type": "application/json" },
    }),
);
