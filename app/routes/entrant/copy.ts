import { recordExport, viewed } from "#app/domain/audit/access.server.ts";
import { entryCopy } from "#app/domain/entry/copy.ts";
import { signedReceipt } from "#app/domain/commitment/queries.server.ts";
import { copySource } from "#app/domain/submission/queries.server.ts";
import { signedCopy } from "#app/domain/proof/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";
import { documentName, documentResponse } from "#app/outside/documents/serving.ts";

/**
 * Everything an entry holds as a PDF, for those who may read it as a page; `?draft` is what its team has written since
 * it last sent.
 */
export const loader = signedIn(async ({ ctx, id, url, locale, visit }) => {
  const which = url.searchParams.has("draft") ? "draft" : "sent";
  const source = await copySource(ctx, id("entryId"), which);
  const isOwn = source.submission?.submittedBy != null;
  if (source.submission && !isOwn) await recordExport(ctx, viewed.entry(id("entryId")));
  const receipt = isOwn ? await signedReceipt(ctx, visit.services.logKey, { entryId: id("entryId") }) : null;
  const pdf = await visit.services.documents.pdf(entryCopy({ ...source, receipt: receipt?.text ?? null }, locale));
  return documentResponse(
    receipt ? signedCopy(pdf, receipt.text, visit.services.logKey) : pdf,
    documentName(source.sealed.code, source.sealed.title, "pdf"),
    "pdf",
  );
});
