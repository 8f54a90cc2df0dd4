import { redirect } from "@remix-run/node";
import { beginSearch } from "#app/domain/assignment/search.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, form, visit }) => {
  const again = (await form()).get("again") === "yes";
  await beginSearch(ctx, visit.services.calculation, id("roundId"), again);
  return redirect(`/rounds/${id("roundId")}/assignments/balanced${again ? "?again=yes" : ""}`, 303);
});
