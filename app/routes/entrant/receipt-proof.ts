import { logProof, signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** That the last submission stands in the log, once the list of entries is sealed; for the team alone. */
export const loader = signedIn(async ({ ctx, id, visit }) => {
  await getLastSubmission(ctx, id("entryId"));
  const receipt = await signedReceipt(ctx, visit.services.logKey, { entryId: id("entryId") });
  const proof = receipt && (await logProof(ctx, receipt.hash));
  if (!proof) throw new NotFound();
  return new Response(proof, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": 'attachment; filename="receipt.tlog-proof"',
    },
  });
});
