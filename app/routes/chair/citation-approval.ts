import { redirect } from "@remix-run/node";
import { approveCorrection } from "#app/domain/citation/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/**
 * The second signature under corrected words. A form without their fingerprint signs nothing: it counts as words that
 * have changed.
 */
export const action = signedIn(async ({ ctx, id, form }) => {
  const [roundId, entryId] = [id("roundId"), id("entryId")];
  await approveCorrection(ctx, { roundId, entryId, seen: (await form()).get("words") });
  return redirect(`/rounds/${roundId}/selection/${entryId}/citation`, 303);
});
