import { redirect } from "@remix-run/node";
import { retryWave } from "#app/domain/wave/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Sends once more what could not be delivered. */
export const action = signedIn(async ({ ctx, id }) => {
  await retryWave(ctx, id("waveId"));
  return redirect(`/secretariat/waves/${id("waveId")}`, 303);
});
