import { certifiedList } from "#app/domain/certificate/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** The list that a certificate's fingerprint is of: what to compute the SHA-256 of. */
export const loader = anyone(
  async ({ ctx, param }) =>
    new Response(await certifiedList(ctx, param("code")), { headers: { "content-type": "text/plain; charset=utf-8" } }),
);
