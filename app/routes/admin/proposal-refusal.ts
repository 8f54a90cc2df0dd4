import { redirect } from "@remix-run/node";
import { declineProposal } from "#app/domain/proposal/commands.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id }) => {
  await declineProposal(ctx, id("proposalId"));
  return redirect(`/admin/proposals/${id("proposalId")}`, 303);
});
