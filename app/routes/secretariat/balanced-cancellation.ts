import { redirect } from "@remix-run/node";
import { stopSearch } from "#app/domain/assignment/search.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, visit }) => {
  await stopSearch(ctx, visit.services.calculation, id("roundId"));
  return redirect(`/rounds/${id("roundId")}/assignments`, 303);
});
