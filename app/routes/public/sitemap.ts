import { addresses } from "#app/domain/dataset/queries.server.ts";
import { asSitemap } from "#app/domain/dataset/rules.ts";
import { anyone } from "#app/http/wrappers.ts";

const STANDING_PAGES = ["/", "/archive", "/open-data", "/about", "/help", "/accessibility", "/privacy"];

/** Where every public page is, for search engines. */
export const loader = anyone(
  async ({ ctx, visit }) =>
    new Response(asSitemap([...STANDING_PAGES, ...(await addresses(ctx))], visit.services.config.publicUrl), {
      headers: { "content-type": "application/xml; charset=utf-8" },
    }),
);
