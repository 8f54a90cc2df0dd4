import { appraisalLetter } from "#app/domain/appraisal/letter.ts";
import { ownAppraisals } from "#app/domain/appraisal/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";

/** What a team is told of how its entry was judged, as a PDF in the reader's language. */
export const loader = signedIn(async ({ ctx, id, locale, t, visit }) => {
  const told = await ownAppraisals(ctx, id("entryId"));
  return documentResponse(
    await visit.services.documents.pdf(appraisalLetter(told, locale)),
    documentName(told.entry.code, t.appraisal.title, "pdf"),
    "pdf",
  );
});
