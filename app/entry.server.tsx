import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToStaticMarkup } from "react-dom/server";
import { logFault } from "./faults.ts";
import { EnhancementContext } from "./ui/enhancement.tsx";

/**
 * Renders a page to plain HTML. Nothing hydrates, so there is nothing to stream and no inline script. The text goes to
 * the server beside the response: as its body it would be turned into a stream and back.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  visit: AppLoadContext,
): Response {
  const document = (
    <EnhancementContext.Provider value={context.manifest.entry.module}>
      <RemixServer context={context} url={request.url} />
    </EnhancementContext.Provider>
  );
  headers.set("content-type", "text/html; charset=utf-8");
  visit.page = visit.draw(() => `<!DOCTYPE html>${renderToStaticMarkup(document)}`);
  return new Response(null, { status, headers });
}

export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted || isRouteErrorResponse(error)) return;
  logFault(error, { path: new URL(request.url).pathname });
}
