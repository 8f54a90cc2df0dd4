import { news } from "#app/domain/dataset/queries.server.ts";
import { asAtom } from "#app/domain/dataset/rules.ts";
import { anyone } from "#app/http/wrappers.ts";

/** New calls and results, for feed readers; in the language they ask for. */
export const loader = anyone(async ({ ctx, locale, t, visit }) => {
  const { publicUrl } = visit.services.config;
  return new Response(asAtom(await news(ctx), t.dataset.feed, { publicUrl, locale, now: ctx.now }), {
    headers: { "content-type": "application/atom+xml; charset=utf-8" },
  });
});
