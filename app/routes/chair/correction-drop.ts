import { redirect } from "@remix-run/node";
import { dropListCorrection } from "#app/domain/correction/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Drops the next version of a list that is not out yet. */
export const action = signedIn(async ({ ctx, id }) => {
  await dropListCorrection(ctx, id("roundId"));
  return redirect(`/rounds/${id("roundId")}/correction`, 303);
});
