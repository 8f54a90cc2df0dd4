import { redirect } from "@remix-run/node";
import { declineWaiver } from "#app/domain/conflict/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id }) => {
  await declineWaiver(ctx, { roundId: id("roundId"), entryId: id("entryId"), accountId: id("accountId") });
  return redirect(`/rounds/${id("roundId")}/conflicts`, 303);
});
