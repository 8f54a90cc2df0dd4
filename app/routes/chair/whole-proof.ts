import { takeWholeProof } from "#app/domain/countersignature/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The proof of a stated result for whoever may sign it for the award. A POST, because it is put on record. */
export const action = signedIn(
  async ({ ctx, id, visit }) =>
    new Response(`${await takeWholeProof(ctx, id("roundId"), visit.services.logKey)}\n`, {
      headers: {
        "content-type": "application/json",
        "content-disposition": 'attachment; filename="bundle.json"',
      },
    }),
);
