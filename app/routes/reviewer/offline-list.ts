import { luggageOf } from "#app/domain/review/luggage.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/**
 * What there is to take along, for the script that takes it; asked again at each return, so that what has ended is
 * forgotten on the device too.
 */
export const loader = signedIn(async ({ ctx, id }) => {
  const { window, lists, entries } = await luggageOf(ctx, id("roundId"));
  return Response.json({ window, lists, entries });
});
