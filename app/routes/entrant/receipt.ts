import { getLastSubmission } from "#app/domain/entry/sealed.server.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The signed receipt for the last submission, for the team alone. */
export const loader = signedIn(async ({ ctx, id, visit }) => {
  await getLastSubmission(ctx, id("entryId"));
  const receipt = await signedReceipt(ctx, visit.services.logKey, { entryId: id("entryId") });
  if (!receipt) throw new NotFound();
  return new Response(receipt.text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": 'attachment; filename="receipt.txt"',
    },
  });
});
