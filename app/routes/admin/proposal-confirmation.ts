import { redirect } from "@remix-run/node";
import { confirmForPanel } from "#app/domain/panel/commands.server.ts";
import { confirmProposal } from "#app/domain/proposal/commands.server.ts";
import { getProposal } from "#app/domain/proposal/queries.server.ts";
import { isAboutPanel } from "#app/domain/proposal/rules.ts";
import { signedIn } from "#app/http/wrappers.ts";

export const action = signedIn(async ({ ctx, id, visit }) => {
  const { kind } = await getProposal(ctx, id("proposalId"));
  const confirm = isAboutPanel(kind) ? confirmForPanel : confirmProposal;
  await confirm(ctx, id("proposalId"), visit.services.config.publicUrl);
  return redirect(`/admin/proposals/${id("proposalId")}`, 303);
});
