import type { PageRefusal } from "./guard.ts";
import type { Visit } from "./visit.server.ts";
import { asksForPage } from "./wrappers.ts";

type Handle = (request: Request, visit: Visit) => Promise<Response>;

/** Matches no route but the last, whose loader throws what was noted. */
const NO_PAGE = "/-";

/**
 * A browser that was refused gets a page with its frame, also where the address only takes forms or files, and where a
 * form was refused outright: the page is read anew, as the reader's and in their language. Scripts keep their JSON.
 */
export function withRefusalPages(handle: Handle): Handle {
  return async (request, visit) => {
    const response = await handle(request, visit);
    if (response.status < 400 || !asksForPage(request) || isTold(request, response, visit)) return response;
    await response.body?.cancel();
    visit.refusal ??= { body: { because: "not-found" }, status: 404 };
    return handle(new Request(new URL(NO_PAGE, request.url), { headers: { accept: "text/html" } }), visit);
  };
}

/** What to answer whom the guard refused: the page that says so, as theirs and in their language. */
export function refusedEarly(visit: Visit, { because, status, most }: PageRefusal): [Request, Visit] {
  visit.refusal = { body: { because, ...(most ? { most } : {}) }, status };
  return [new Request(new URL(NO_PAGE, visit.url), { headers: { accept: "text/html" } }), visit];
}

/**
 * Whether the answer is meant to be as it is: the whole page of a GET, a form that came back for correction, or a
 * script's JSON.
 */
function isTold({ method }: Request, { status, headers }: Response, visit: Visit): boolean {
  if (headers.has("x-without-page") || status === 405) return false;
  const isPage = (headers.get("content-type") ?? "").startsWith("text/html");
  return visit.refusal === null || (isPage && (method === "GET" || method === "HEAD"));
}
