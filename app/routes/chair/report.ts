import { recordExport, taken } from "#app/domain/audit/access.server.ts";
import { reportPages } from "#app/domain/report/pages.ts";
import { reportOf } from "#app/domain/report/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { say } from "#app/i18n/localised.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";

/** How a panel worked and what it decided, as a document to edit, in the reader's language. */
export const loader = signedIn(async ({ ctx, id, locale, visit }) => {
  const report = await reportOf(ctx, id("roundId"));
  const document = await visit.services.documents.docx(reportPages(report, locale));
  await recordExport(ctx, taken.report(report.round.id));
  return documentResponse(
    document,
    documentName(report.round.cycle.slug, say(report.round.name, locale), "docx"),
    "docx",
  );
});
