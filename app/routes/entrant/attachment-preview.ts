import { recordView } from "#app/domain/audit/access.server.ts";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** A smaller picture without its metadata. 404 for what is no picture. */
export const loader = signedIn(async ({ ctx, id, request, visit }) => {
  const { preview, viewed } = await getFile(ctx, id("attachmentId"));
  if (!preview) throw new NotFound();
  if (viewed) await recordView(ctx, viewed);
  return visit.services.files.serve(request, { ...preview, inline: true });
});
