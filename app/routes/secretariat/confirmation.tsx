import { redirect } from "@remix-run/node";
import { confirmIneligible } from "#app/domain/screening/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, form }) => {
  await confirmIneligible(ctx, id("entryId"), (await form()).get("seen") ?? "");
  return redirect(`/secretariat/entries/${id("entryId")}`, 303);
});
