import { redirect } from "@remix-run/node";
import { approveList } from "#app/domain/correction/commands.server.ts";
import { signatureInput } from "#app/domain/shortlist/input.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** The second signature. A form without the fingerprint signs nothing: it counts as a list that has changed. */
export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const given = parse(await form(), signatureInput);
  await approveList(ctx, id("roundId"), visit.services.config.publicUrl, given.ok ? given.value.list : "");
  return redirect(`/rounds/${id("roundId")}/finalisation`, 303);
});
