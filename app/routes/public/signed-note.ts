import { NotFound } from "#app/domain/errors.ts";
import { signedNote } from "#app/domain/timestamp/queries.server.ts";
import { anyone } from "#app/http/wrappers.ts";

/** A state of the log as it was signed, byte by byte: what a time stamp is of. It never changes. */
export const loader = anyone(async ({ ctx, param }) => {
  const size = param("size");
  if (!/^[1-9]\d{0,14}$/.test(size)) throw new NotFound();
  return new Response(await signedNote(ctx, Number(size)), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=31536000, immutable" },
  });
});
