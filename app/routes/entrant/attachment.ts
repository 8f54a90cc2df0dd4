import { recordView } from "#app/domain/audit/access.server.ts";
import { getFile } from "#app/domain/attachment/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The bytes of a file, to whoever may read them now. `?download` saves instead of showing. */
export const loader = signedIn(async ({ ctx, id, url, request, visit }) => {
  const { original, viewed } = await getFile(ctx, id("attachmentId"));
  if (viewed) await recordView(ctx, viewed);
  return visit.services.files.serve(request, { ...original, inline: !url.searchParams.has("download") });
});
