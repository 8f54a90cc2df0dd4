import { consistencyOffer } from "#app/domain/witness/queries.server.ts";
import { NotFound } from "#app/domain/errors.ts";
import { anyone } from "#app/http/wrappers.ts";

const isSize = (text: string): boolean => /^(0|[1-9]\d{0,14})$/.test(text);

/** That the log only grew between two of its signed states. True for ever, so it may be kept for ever. */
export const loader = anyone(async ({ ctx, param }) => {
  const [from, to] = [param("from"), param("to")];
  if (!isSize(from) || !isSize(to)) throw new NotFound();
  return new Response(await consistencyOffer(ctx, Number(from), Number(to)), {
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "public, max-age=31536000, immutable" },
  });
});
