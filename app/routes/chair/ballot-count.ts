import { redirect } from "@remix-run/node";
import { countBallot } from "#app/domain/ballot/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, visit }) => {
  await countBallot(ctx, id("roundId"), visit.services.config.publicUrl);
  return redirect(`/rounds/${id("roundId")}/ballot`, 303);
});
