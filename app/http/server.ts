import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { Clock } from "#db/clock.server.ts";
import type { Services } from "#app/services.server.ts";
import { refuseBroken } from "./broken-requests.ts";
import { Packed } from "./compression.server.ts";
import { logFault } from "#app/faults.ts";
import { bodyLimits, guard, INGEST_PREFIX, isPlainForm, type PageRefusal } from "./guard.ts";
import { securityHeaders } from "./headers.ts";
import { limited, readWhole } from "./limited-body.server.ts";
import { refusedEarly } from "./refusal-page.server.ts";
import { type BuildSource, routing } from "./routing.server.ts";
import { staticFiles } from "./static-files.server.ts";
import { connectUploads } from "./uploads.server.ts";
import { openVisit, type Visit } from "./visit.server.ts";

export type Listening = { url: string; port: number; close(): Promise<void> };

/**
 * Starts the portal's HTTP server; what time it is when a request arrives, `clock` says. Errors of a request are logged
 * without its text and answered with a plain page.
 */
export async function listen(services: Services, source: BuildSource, clock: Clock): Promise<Listening> {
  const { config } = services;
  connectUploads(services, clock);
  const handle = routing(source);
  const files = staticFiles(source.development ? null : "build/client");
  const own = new URL(config.publicUrl);
  const hint = hintOnce();
  const headers = securityHeaders(
    config.publicUrl,
    services.files.store === "uploadthing"
      ? ["https://*.ingest.uploadthing.com", "https://*.ufs.sh", "https://utfs.io"]
      : [],
  );
  if (source.development) delete headers["content-security-policy"];

  const server = http.createServer(
    { maxHeaderSize: 32_768, headersTimeout: 15_000, requestTimeout: 0, keepAliveTimeout: 10_000 },
    async (incoming, outgoing) => {
      for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value);
      const now = clock.now();
      try {
        const target = incoming.url ?? "/";
        if (target.split("?")[0] === "/healthz") return plain(outgoing, 200, "ok");
        const refusal = guard(
          { method: incoming.method ?? "GET", target, headers: flat(incoming.headersDistinct) },
          own,
        );
        const visited = (request: Request, ip: string) => openVisit(services, request, ip, now, clock);
        if (refusal && "because" in refusal && incoming.headers.accept?.includes("text/html")) {
          if (!["GET", "HEAD"].includes(incoming.method ?? "")) outgoing.setHeader("connection", "close"); // its body is not waited for
          const visit = visited(headOf(incoming, config.publicUrl, plainOf(refusal, target)), "");
          return await send(incoming, outgoing, await handle(...refusedEarly(visit, refusal)), visit);
        }
        if (refusal) return plain(outgoing, refusal.status, refusal.text);
        if (await files(incoming, outgoing)) return;
        if (source.development && (await viteAnswers(source.development, incoming, outgoing))) return;
        const request = await toRequest(incoming, config.publicUrl);
        if (!config.trustProxy && incoming.headers["x-forwarded-for"]) hint();
        const visit = visited(request, clientAddress(incoming, config.trustProxy));
        const response = visit.url.pathname.startsWith(INGEST_PREFIX)
          ? await services.files.ingest(request)
          : await handle(request, visit);
        await send(incoming, outgoing, response, visit);
      } catch (error) {
        fault(outgoing, (incoming.url ?? "").split("?")[0] ?? "", error);
      }
    },
  );
  server.on("clientError", refuseBroken);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(config.port, config.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: config.publicUrl,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 5_000).unref();
      }),
  };
}

/** What was asked for, where the guard got as far as to know that it is an address. */
const plainOf = ({ status }: PageRefusal, target: string): string => (status === 403 || status === 413 ? target : "/");

/** A request without its body. */
function headOf(incoming: http.IncomingMessage, publicUrl: string, target = incoming.url ?? "/"): Request {
  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith("x-forwarded") && name !== "forwarded")
      headers.push([name, Array.isArray(value) ? value.join(", ") : value]);
  }
  return new Request(publicUrl + target, {
    method: incoming.method === "HEAD" ? "HEAD" : "GET",
    headers,
  });
}

async function toRequest(incoming: http.IncomingMessage, publicUrl: string): Promise<Request> {
  const head = headOf(incoming, publicUrl);
  const { method = "GET", url: target = "/" } = incoming;
  if (method === "GET" || method === "HEAD") return head;
  const type = incoming.headers["content-type"];
  const limits = bodyLimits(target.split("?")[0] ?? "", type);
  const body = isPlainForm(type)
    ? await readWhole(incoming, limits).catch(failing)
    : Readable.toWeb(limited(incoming, limits));
  return new Request(head.url, { method, headers: head.headers, body, duplex: "half" } as RequestInit);
}

/** A form that breaks off fails where it is read. */
const failing = (error: unknown): ReadableStream =>
  new ReadableStream({ start: (controller) => controller.error(error) });

async function send(
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
  response: Response,
  { cookies, page, now, sessionEnd, refusal }: Visit,
): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const set = [...response.headers.getSetCookie(), ...cookies];
  if (set.length > 0) outgoing.setHeader("set-cookie", set);
  if (!outgoing.hasHeader("cache-control"))
    outgoing.setHeader("cache-control", page?.tag ? "private, no-cache" : "private, no-store");
  // "too-often" is over in a moment, unlike the limits of guessing, which say nothing of when.
  if (refusal?.status === 429) outgoing.setHeader("retry-after", "2");
  if (sessionEnd) outgoing.setHeader("server-timing", `session;dur=${sessionEnd.getTime() - now.getTime()}`);
  const vary = outgoing.getHeader("vary");
  outgoing.setHeader("vary", `${vary ? `${vary}, ` : ""}Cookie, Accept-Language, Accept-Encoding`);
  if (page?.tag) {
    outgoing.setHeader("etag", page.tag);
    if (incoming.headers["if-none-match"]?.split(/,\s*/).includes(page.tag)) outgoing.statusCode = 304;
  }
  if ((page === null && !response.body) || incoming.method === "HEAD" || outgoing.statusCode === 304) {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  if (page !== null) {
    outgoing.end(await page.bytes(incoming.headers["accept-encoding"], outgoing));
    return;
  }
  if (/^(text\/|application\/(json|xml|atom\+xml)|image\/svg)/.test(response.headers.get("content-type") ?? "")) {
    const packed = new Packed(await response.arrayBuffer());
    outgoing.end(await packed.bytes(incoming.headers["accept-encoding"], outgoing));
    return;
  }
  await new Promise<void>((resolve) => {
    const body = Readable.fromWeb(response.body as never);
    outgoing.on("close", () => {
      body.destroy();
      resolve();
    });
    body.on("error", () => outgoing.destroy());
    body.pipe(outgoing);
  });
}

/** A request that failed outside of any route. */
function fault(outgoing: http.ServerResponse, path: string, error: unknown): void {
  logFault(error, { path });
  if (outgoing.headersSent) outgoing.destroy();
  else plain(outgoing, 500, "Something went wrong on our side. What was saved is safe. Please try again in a minute.");
}

function plain(outgoing: http.ServerResponse, status: number, text: string): void {
  outgoing.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    ...(status === 413 ? { connection: "close" } : {}),
  });
  outgoing.end(`${text}\n`);
}

/** Says once how limits are to tell people apart behind a proxy. */
function hintOnce(): () => void {
  let said = false;
  return () => {
    if (!said)
      console.error(
        "A request came with X-Forwarded-For, and TRUST_PROXY is not set: behind a proxy everybody shares one limit of " +
          "attempts. If the proxy sets that header itself, set TRUST_PROXY=1.",
      );
    said = true;
  };
}

function clientAddress(incoming: http.IncomingMessage, trustProxy: boolean): string {
  const forwarded = incoming.headers["x-forwarded-for"];
  const last = trustProxy && typeof forwarded === "string" ? forwarded.split(",").at(-1)?.trim() : undefined;
  return last || (incoming.socket.remoteAddress ?? "unknown");
}

/** Every header with all of its values, so that one sent twice is not believed for its first. */
const flat = (headers: NodeJS.Dict<string[]>) =>
  Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values?.join(", ")]));

function viteAnswers(
  vite: import("vite").ViteDevServer,
  incoming: http.IncomingMessage,
  outgoing: http.ServerResponse,
): Promise<boolean> {
  return new Promise((resolve) => {
    outgoing.once("close", () => resolve(true));
    vite.middlewares(incoming, outgoing, () => resolve(false));
  });
}
