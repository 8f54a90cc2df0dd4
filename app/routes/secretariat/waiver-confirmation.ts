import { redirect } from "@remix-run/node";
import { confirmWaiver } from "#app/domain/conflict/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id }) => {
  await confirmWaiver(ctx, { roundId: id("roundId"), entryId: id("entryId"), accountId: id("accountId") });
  return redirect(`/rounds/${id("roundId")}/conflicts`, 303);
});
