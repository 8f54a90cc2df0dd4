import { newestCheckpoint } from "#app/domain/witness/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { anyone } from "#app/http/wrappers.ts";

/**
 * The newest signed state of the log, for witnesses and whoever keeps a copy: never an older one from a cache, which
 * would look as if the log had shrunk.
 */
export const loader = anyone(async ({ ctx }) => {
  const note = await newestCheckpoint(ctx);
  if (!note) throw new NotFound();
  return new Response(note, { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-cache" } });
});
