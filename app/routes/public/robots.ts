import { anyone } from "#app/http/wrappers.ts";

/** What is not public asks for a session anyway; doors alone are nothing to find. */
const DOORS = ["/demo", "/sign-in", "/register", "/reset"];

export const loader = anyone(
  ({ visit }) =>
    new Response(
      `User-agent: *\n${DOORS.map((door) => `Disallow: ${door}\n`).join("")}\nSitemap: ${visit.services.config.publicUrl}/sitemap.xml\n`,
      { headers: { "content-type": "text/plain; charset=utf-8" } },
    ),
);
