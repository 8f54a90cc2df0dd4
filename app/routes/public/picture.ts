import { NotFound } from "#app/domain/errors.ts";
import { getPicture } from "#app/domain/result/pictures.server.ts";
import { anyone } from "#app/http/wrappers.ts";
import { isGone } from "#app/outside/files/files.ts";

/** A picture of a published initiative; `?small` is the drawing of it that lists show. 404 where its bytes are gone. */
export const loader = anyone(async ({ ctx, id, request, visit }) => {
  const small = new URL(request.url).searchParams.has("small");
  const picture = await getPicture(ctx, id("resultId"), id("pictureId"), { small });
  return visit.services.files.serveOpenly(request, picture).catch((error: unknown) => {
    throw isGone(error) ? new NotFound() : error;
  });
});
