import { redirect } from "@remix-run/node";
import { confirmProposal } from "#app/domain/proposal/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, visit }) => {
  await confirmProposal(ctx, id("proposalId"), visit.services.config.publicUrl);
  return redirect(`/admin/proposals/${id("proposalId")}`, 303);
});
