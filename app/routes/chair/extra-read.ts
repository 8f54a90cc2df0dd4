import { redirect } from "@remix-run/node";
import { assign } from "#app/domain/assignment/commands.server.ts";
import { canAssign } from "#app/domain/assignment/policy.ts";
import { Invalid } from "#app/domain/errors.ts";
import { extraReadInput } from "#app/domain/ranking/input.ts";
import { getRound } from "#app/domain/round/queries.server.ts";
import { authorise } from "#app/domain/verdict.ts";
import { parse } from "#app/http/form.server.ts";
import { signedIn } from "#app/http/wrappers.ts";

/** One more review for an entry near the line, as assigned by hand. */
export const action = signedIn(async ({ ctx, id, form }) => {
  const round = await getRound(ctx, id("roundId"));
  authorise(canAssign(ctx.actor, round));
  const given = parse(await form(), extraReadInput);
  if (!given.ok) throw new Invalid(given.errors);
  await assign(ctx, { roundId: round.id, entryId: given.value.entryId, reviewerId: given.value.reviewerId });
  return redirect(`/rounds/${round.id}/cut?line=${given.value.line}`, 303);
});
