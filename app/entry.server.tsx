import type { ActionFunctionArgs, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { RemixServer } from "@remix-run/react";
import { renderToStaticMarkup } from "react-dom/server";
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

/** Logs what kind of error it was and where. Never its message: a failed query's message carries what people wrote. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || (error as { status?: number } | null)?.status === 404) return;
  const { name = "Error", code, stack = "" } = error as { name?: string; code?: string; stack?: string };
  const where = stack.split("\n").filter((line) => line.trim().startsWith("at ")).slice(0, 6).map((line) => line.trim());
  console.error(JSON.stringify({ at: new Date().toISOString(), fault: name, code, path: new URL(request.url).pathname, where }));
}
