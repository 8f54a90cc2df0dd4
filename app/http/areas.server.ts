import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import type { BuildSource } from "./server.ts";
import { withRefusalPages } from "./refusal-page.server.ts";
import type { Visit } from "./visit.server.ts";

type Handle = (request: Request, visit: Visit) => Promise<Response>;

/**
 * Answers requests with one Remix handler per first path segment, each knowing only its own routes: the router compiles all the routes
 * it knows on every request, so eighty of them would cost more than the page (measured: 3.1 to 1.2 ms).
 */
export function areaHandlers({ build, development }: BuildSource): Handle {
  if (development) return withRefusalPages(async (request, visit) => createRequestHandler(await build(), "development")(request, visit));
  const ready = build().then(byArea);
  return withRefusalPages(async (request, visit) => {
    const { areas, all } = await ready;
    return (areas.get(areaOf(new URL(request.url).pathname)) ?? all)(request, visit);
  });
}

function byArea(build: ServerBuild): { areas: Map<string, Handle>; all: Handle } {
  const areas = new Map<string, Handle>();
  const names = new Map<string, string[]>();
  for (const route of Object.values(build.routes)) {
    if (!route || route.id === "root") continue;
    const area = areaOf(`/${route.path ?? ""}`);
    names.set(area, [...(names.get(area) ?? []), route.id]);
  }
  for (const [area, ids] of names) {
    const routes = Object.fromEntries(["root", ...ids].map((id) => [id, build.routes[id]!]));
    areas.set(area, createRequestHandler({ ...build, routes }, "production"));
  }
  return { areas, all: createRequestHandler(build, "production") };
}

/** Routes match whatever their case, so areas do too. */
const areaOf = (pathname: string): string => (pathname.split("/")[1] ?? "").toLowerCase();
