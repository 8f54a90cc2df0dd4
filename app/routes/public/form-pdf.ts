import { blankFormOf } from "#app/domain/question/queries.server.ts";
import { forAnybody } from "#app/http/for-anybody.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";

/** The questions of a call to print, in the reader's language. */
export const loader = anyone(async ({ ctx, param, locale, visit }) => {
  const form = await blankFormOf(ctx, param("slug"), visit.services.config.publicUrl, locale);
  const pdf = await forAnybody(visit, (documents, lane) => documents.pdf(form, lane));
  return documentResponse(pdf, documentName(param("slug"), "form", "pdf"), "pdf");
});
