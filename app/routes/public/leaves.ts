import { stateOfLog, wholeLog } from "#app/domain/proof/whole-log.server.ts";
import { keptAnswers } from "#app/http/kept-pages.server.ts";
import { anyone } from "#app/http/wrappers.ts";

const keep = keptAnswers(2);

/** The log whole, for whoever checks that it states nothing else of a round; made and packed once for each state. */
export const loader = anyone(async ({ ctx, visit }) => {
  visit.page = await keep(await stateOfLog(ctx), async () => `${await wholeLog(ctx)}\n`);
  return new Response(null, { headers: { "content-type": "application/json", "cache-control": "no-cache" } });
});
