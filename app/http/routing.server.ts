import type { EntryContext, ServerBuild } from "@remix-run/node";
import {
  type AgnosticDataRouteObject,
  type AgnosticRouteObject,
  createStaticHandler,
  getStaticContextFromError,
  isRouteErrorResponse,
  matchRoutes,
  type StaticHandlerContext,
} from "@remix-run/router";
import { keptPages } from "./kept-pages.server.ts";
import { withRefusalPages } from "./refusal-page.server.ts";
import type { Visit } from "./visit.server.ts";

/** Where the built app comes from; in development it is loaded anew for each request. */
export type BuildSource = { build: () => Promise<ServerBuild>; development?: import("vite").ViteDevServer };

type Handle = (request: Request, visit: Visit) => Promise<Response>;
type Route = NonNullable<ServerBuild["routes"][string]>;
type Params = Parameters<NonNullable<AgnosticDataRouteObject["loader"]> & object>[0]["params"];
/** A URL of `app/routes.ts`, and how it is answered. */
type Leaf = AgnosticRouteObject & { answer(request: Request, visit: Visit, params: Params): Promise<Response> };

/**
 * Answers requests with Remix's route modules through the router beneath Remix. Remix's own request handler prepares
 * every page for a browser that hydrates it: loader data packed into a stream, four copies of the request, all routes
 * of the portal compiled again (measured: a quarter of a page's cost).
 */
export function routing({ build, development }: BuildSource): Handle {
  if (development) return withRefusalPages(async (request, visit) => routesOf(await build())(request, visit));
  const ready = build().then(routesOf);
  return withRefusalPages(async (request, visit) => (await ready)(request, visit));
}

/**
 * The router compiles all the routes it is given anew for each request (218 take 18 ms), so it is given the one or two
 * that have the address's segments.
 */
function routesOf(build: ServerBuild): Handle {
  const leaves: Leaf[] = Object.values(build.routes).flatMap((route) => {
    if (!route || route.id === "root") return [];
    return [
      {
        path: route.path,
        index: route.index,
        answer: route.module.default ? pages(build, build.routes["root"]!, route) : answers(route),
      } as Leaf,
    ];
  });
  const patterns = leaves.map((leaf) => ({ leaf, segments: segmentsOf(leaf.path ?? "") }));
  return (request, visit) => {
    const { pathname } = new URL(request.url);
    const asked = segmentsOf(pathname);
    const fitting = patterns.filter(
      ({ segments }) =>
        segments[0] === "*" ||
        (segments.length === asked.length && segments.every((each, at) => each.startsWith(":") || each === asked[at])),
    );
    const [match] = matchRoutes(
      fitting.map(({ leaf }) => leaf),
      pathname,
    )!;
    return match!.route.answer(request, visit, match!.params);
  };
}

/** Routes match whatever their case. */
const segmentsOf = (path: string): string[] => path.toLowerCase().split("/").filter(Boolean);

/** A route without a page: whatever its loader or action returns or throws is the answer. */
function answers({ module }: Route): Leaf["answer"] {
  return async (request, context, params) => {
    const handler = request.method === "GET" || request.method === "HEAD" ? module.loader : module.action;
    if (!handler) return new Response(null, { status: 405 });
    try {
      return (await handler({ request, context, params })) as Response;
    } catch (thrown) {
      if (thrown instanceof Response) return thrown;
      // A refusal for a page's error boundary; there is none here, so the refusal page tells it.
      if (context.refusal)
        return new Response(null, { status: context.refusal.status, headers: { "x-without-page": "yes" } });
      throw thrown;
    }
  };
}

/**
 * A page inside the frame: loaders of both, the action before them where a form was sent, and the nearest error
 * boundary for what is thrown.
 */
function pages(build: ServerBuild, root: Route, route: Route): Leaf["answer"] {
  const handler = createStaticHandler(
    [{ ...dataRoute(root), children: [dataRoute(route)] } as AgnosticDataRouteObject],
    { future: { v7_relativeSplatPath: true, v7_throwAbortReason: true } },
  );
  const { default: render, handleError } = build.entry.module;
  const shared = {
    manifest: {
      ...build.assets,
      routes: { root: build.assets.routes["root"]!, [route.id]: build.assets.routes[route.id]! },
    },
    routeModules: { root: root.module, [route.id]: route.module },
    future: build.future,
    isSpaMode: false,
    serverHandoffString: "",
    serializeError: () => ({ message: "" }),
  } as unknown as EntryContext;
  const keep = keptPages();
  return async (request, visit, params) => {
    const found = await handler.query(request, { requestContext: visit });
    if (found instanceof Response) return found;
    const log = (error: unknown) => handleError?.(error, { request, context: visit, params });
    for (const error of Object.values(found.errors ?? {})) if (!isRouteErrorResponse(error)) log(error);
    const anew = visit.draw;
    const page = async (context: StaticHandlerContext) => {
      visit.draw = isShared(route, context)
        ? (draw) => keep([build.assets.version, visit.url.href, context.loaderData], draw)
        : anew;
      return render(
        request,
        context.statusCode,
        new Headers(),
        { ...shared, renderMeta: {}, staticHandlerContext: context } as EntryContext,
        visit,
      );
    };
    try {
      return (await page(found)) as Response;
    } catch (error) {
      log(error);
      return (await page(getStaticContextFromError(handler.dataRoutes, found, error))) as Response;
    }
  };
}

/**
 * Whether the page of a route that says so (`handle.shared`) is the same for everybody: whoever has an account is named
 * in its frame.
 */
function isShared({ module: { handle } }: Route, { statusCode, loaderData }: StaticHandlerContext): boolean {
  return (
    (handle as { shared?: boolean } | undefined)?.shared === true &&
    statusCode === 200 &&
    loaderData["root"]?.person === null
  );
}

function dataRoute({ id, path, index, module: { loader, action, handle, ErrorBoundary } }: Route) {
  return { id, path, index, loader, action, handle, hasErrorBoundary: id === "root" || ErrorBoundary !== undefined };
}
