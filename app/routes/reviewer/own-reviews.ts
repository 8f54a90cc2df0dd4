import { recordExport, taken } from "#app/domain/audit/access.server.ts";
import { ownReviewsFile } from "#app/domain/proof/own-reviews.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** A reviewer's own reviews of a round, signed, as a file to keep. */
export const loader = signedIn(async ({ ctx, id, visit }) => {
  const file = await ownReviewsFile(ctx, visit.services.logKey, id("roundId"));
  await recordExport(ctx, taken.ownReviews(id("roundId")));
  return new Response(`${file}\n`, {
    headers: {
      "content-type": "application/json",
      "content-disposition": 'attachment; filename="reviews.json"',
    },
  });
});
