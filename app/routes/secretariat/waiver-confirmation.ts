import { redirect } from "@remix-run/node";
import { confirmWaiver } from "#app/domain/conflict/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The second person agrees. A form without the fingerprint lifts nothing: it counts as a proposal that has changed. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const which = { roundId: id("roundId"), entryId: id("entryId"), accountId: id("accountId") };
  await confirmWaiver(ctx, which, (await form()).get("proposal"));
  return redirect(`/rounds/${id("roundId")}/conflicts`, 303);
});
