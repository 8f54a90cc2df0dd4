import { anyone } from "#app/http/wrappers.ts";
import { verifierPage } from "#app/outside/verifier-page.server.ts";

/**
 * The verifier as one page that people can save: it works from a disk, so its script and style stand inside, each
 * allowed by its hash.
 */
export const loader = anyone(({ locale, t }) => {
  const { html, policy } = verifierPage(locale, t.proof.offline);
  return new Response(html, {
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": policy },
  });
});
