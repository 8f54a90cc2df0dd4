import { getPicture } from "#app/domain/result/pictures.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** A picture of a published initiative; `?small` is the drawing of it that lists show. */
export const loader = anyone(async ({ ctx, id, request, visit }) =>
  visit.services.files.serveOpenly(
    request,
    await getPicture(ctx, id("resultId"), id("pictureId"), { small: new URL(request.url).searchParams.has("small") }),
  ),
);
