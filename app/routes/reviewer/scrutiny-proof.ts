import { takeResult } from "#app/domain/scrutiny/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The proof of a stated result for its scrutineer, public or not. A POST, because it is put on record. */
export const action = signedIn(
  async ({ ctx, id, visit }) =>
    new Response(`${await takeResult(ctx, id("roundId"), visit.services.logKey)}\n`, {
      headers: {
        "content-type": "application/json",
        "content-disposition": 'attachment; filename="bundle.json"',
      },
    }),
);
