import { type data, type EntryContext, redirect, type ServerBuild } from "@remix-run/node";
import {
  type AgnosticDataRouteObject,
  createStaticHandler,
  getStaticContextFromError,
  isRouteErrorResponse,
  type StaticHandlerContext,
} from "@remix-run/router";
import { Packed } from "./compression.server.ts";
import { keptPages } from "./kept-pages.server.ts";
import { withRefusalPages } from "./refusal-page.server.ts";
import type { Visit } from "./visit.server.ts";

/** Where the built app comes from; in development it is loaded anew for each request. */
export type BuildSource = { build: () => Promise<ServerBuild>; development?: import("vite").ViteDevServer };

type Handle = (request: Request, visit: Visit) => Promise<Response>;
type Route = NonNullable<ServerBuild["routes"][string]>;
type Params = Parameters<NonNullable<AgnosticDataRouteObject["loader"]> & object>[0]["params"];
type Answer = (request: Request, visit: Visit, params: Params) => Promise<Response>;

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
 * Finds the route of an address. The router would compile all routes anew for each request. Of two
 * that fit, the one that names more goes first: `rounds/new` before `rounds/:roundId`, and `*` alone last.
 */
function routesOf(build: ServerBuild): Handle {
  const root = build.routes["root"]!;
  const leaves = Object.values(build.routes)
    .flatMap((route) => (!route || route.id === "root" ? [] : [route]))
    .map((route) => ({
      segments: (route.path ?? "").split("/").filter(Boolean),
      answer: route.module.default ? pages(build, root, route) : answers(route),
      isPage: route.module.default !== undefined,
      isShown: route.module.default !== undefined || route.module.loader !== undefined,
    }))
    .sort((a, b) => named(b.segments) - named(a.segments));
  const leafOf = (asked: readonly string[]) =>
    leaves.find((leaf) =>
      fits(
        leaf.segments,
        asked.map((segment) => segment.toLowerCase()),
      ),
    )!;
  return async (request, visit) => {
    const asked = new URL(request.url).pathname.split("/").filter(Boolean);
    const { segments, answer, isShown } = leafOf(asked);
    if (!isShown && isReading(request)) return redirect(pageAbove(asked), 303);
    return answer(request, visit, paramsOf(segments, asked));
  };

  /** Where whoever comes back to an address that only takes a form finds that form, or else where their work is. */
  function pageAbove(asked: readonly string[]): string {
    for (let depth = asked.length - 1; depth > 0; depth--) {
      const { segments, isPage } = leafOf(asked.slice(0, depth));
      if (isPage && named(segments) >= 0) return `/${asked.slice(0, depth).join("/")}`;
    }
    return "/sign-in";
  }
}

/** A person's browser that opens a page, as after signing in. */
const isReading = ({ method, headers }: Request): boolean =>
  method === "GET" && (headers.get("accept") ?? "").includes("text/html");

const named = (segments: readonly string[]): number =>
  segments[0] === "*" ? -1 : segments.filter((each) => !/^[:*]/.test(each)).length;

/** Routes match whatever their case; a last `*` stands for any rest, none too. */
const fits = (segments: readonly string[], asked: readonly string[]): boolean =>
  (segments.at(-1) === "*" ? asked.length >= segments.length - 1 : segments.length === asked.length) &&
  segments.every((each, at) => each === asked[at] || /^[:*]/.test(each));

const paramsOf = (segments: readonly string[], asked: readonly string[]): Params =>
  Object.fromEntries(
    segments.flatMap((each, at) => (each.startsWith(":") ? [[each.slice(1), decodeURIComponent(asked[at]!)]] : [])),
  );

/**
 * A route without a page: the response that its loader or action returns or throws is the answer, or what it returns as
 * `data`, as JSON. That goes out as a page does, without being turned into a stream and back.
 */
function answers({ module }: Route): Answer {
  return async (request, context, params) => {
    const handler = request.method === "GET" || request.method === "HEAD" ? module.loader : module.action;
    if (!handler) return new Response(null, { status: 405 });
    try {
      const answer = (await handler({ request, context, params })) as Response | ReturnType<typeof data>;
      if (answer instanceof Response) return answer;
      context.page = new Packed(JSON.stringify(answer.data));
      return new Response(null, { ...answer.init, headers: { "content-type": "application/json" } });
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
function pages(build: ServerBuild, root: Route, route: Route): Answer {
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
