import { getCertificate } from "#app/domain/certificate/queries.server.ts";
import { spacedCode } from "#app/domain/certificate/rules.ts";
import { certificateSheet } from "#app/domain/certificate/sheet.ts";
import { NotFound } from "#app/domain/errors.ts";
import { forAnybody } from "#app/http/for-anybody.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";

/** A certificate to print, in the reader's language: only one that stands. */
export const loader = anyone(async ({ ctx, param, locale, visit }) => {
  const found = await getCertificate(ctx, param("code"));
  if (found.state !== "standing") throw new NotFound();
  const sheet = certificateSheet(found, locale, visit.services.config.publicUrl);
  const pdf = await forAnybody(visit, (documents, lane) => documents.pdf(sheet, lane));
  return documentResponse(pdf, documentName(spacedCode(found.code), found.certified.city, "pdf"), "pdf");
});
