import { redirect } from "@remix-run/node";
import { takeHonour } from "#app/domain/honour/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** Takes an honour away from an entry again, before its list is final. */
export const action = signedIn(async ({ ctx, id }) => {
  const [roundId, entryId] = [id("roundId"), id("entryId")];
  await takeHonour(ctx, { roundId, entryId, id: id("honourId") });
  return redirect(`/rounds/${roundId}/selection/${entryId}/honours`, 303);
});
