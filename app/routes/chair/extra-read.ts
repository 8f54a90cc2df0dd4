import { redirect } from "@remix-run/node";
import { assign } from "#app/domain/assignment/commands.server.ts";
import { canAssign } from "#app/domain/assignment/policy.ts";
import { extraReadInput } from "#app/domain/ranking/input.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { parse } from "#app/http/form.server.ts";
import { failed } from "#app/http/answers.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** One more review for an entry near the line, as assigned by hand. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const round = await getRound(ctx, id("roundId"));
  authorise(canAssign(ctx.actor, { id: round.id, frozen: round.frozenAt !== null }));
  const sent = await form();
  const given = parse(sent, extraReadInput);
  if (!given.ok) return failed(sent, given.errors);
  await assign(ctx, { roundId: round.id, entryId: given.value.entryId, reviewerId: given.value.reviewerId });
  return redirect(`/rounds/${round.id}/cut?line=${given.value.line}`, 303);
});
