import { getFile } from "#app/domain/attachment/queries.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The bytes of a file, to whoever may read them now. `?download` saves instead of showing. */
export const loader = signedIn(async ({ ctx, id, url, request, visit }) => {
  const { original } = await getFile(ctx, id("attachmentId"));
  return visit.services.files.serve(request, { ...original, inline: !url.searchParams.has("download") });
});
