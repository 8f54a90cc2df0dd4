import { signedState } from "#app/domain/proof/commands.server.ts";
import { proofBundle } from "#app/domain/proof/queries.server.ts";
import { keptAnswers } from "#app/http/kept-pages.server.ts";
import { anyone } from "#app/http/wrappers.ts";

const keep = keptAnswers(6);

/** Everything that is needed to check a published round; made and packed once for as long as nothing is added. */
export const loader = anyone(async ({ ctx, id, visit }) => {
  const roundId = id("roundId");
  const state = await signedState(ctx, visit.services.logKey, roundId);
  visit.page = await keep(state, async () => `${await proofBundle(ctx, roundId)}\n`);
  return new Response(null, { headers: { "content-type": "application/json" } });
});
