import { redirect } from "@remix-run/node";
import { attest } from "#app/domain/attestation/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** A reviewer confirms that the frozen scores under their name are theirs. */
export const action = signedIn(async ({ ctx, id }) => {
  await attest(ctx, id("roundId"));
  return redirect(`/judging/rounds/${id("roundId")}/finish#confirm`, 303);
});
