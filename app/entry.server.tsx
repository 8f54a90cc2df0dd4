import type { ActionFunctionArgs, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToStaticMarkup } from "react-dom/server";
import { logFault } from "./http/faults.ts";
import { EnhancementContext } from "./ui/enhancement.tsx";

/** Renders a page to plain HTML. Nothing hydrates, so there is nothing to stream and no inline script. */
export default function handleRequest(request: Request, status: number, headers: Headers, context: EntryContext): Response {
  const routes = Object.fromEntries(context.staticHandlerContext.matches.map(({ route }) => [route.id, context.manifest.routes[route.id]!]));
  const page = renderToStaticMarkup(
    <EnhancementContext.Provider value={context.manifest.entry.module}>
      <RemixServer context={{ ...context, manifest: { ...context.manifest, routes } }} url={request.url} />
    </EnhancementContext.Provider>,
  );
  headers.set("content-type", "text/html; charset=utf-8");
  return new Response(`<!DOCTYPE html>${page}`, { status, headers });
}

export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  logFault(error, new URL(request.url).pathname);
}
