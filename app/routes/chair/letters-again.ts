import { redirect } from "@remix-run/node";
import { tellAgain } from "#app/domain/result/letters.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Sends the letters about a result once more that could not be delivered. */
export const action = signedIn(async ({ ctx, id }) => {
  await tellAgain(ctx, id("roundId"));
  return redirect(`/rounds/${id("roundId")}/publication`, 303);
});
