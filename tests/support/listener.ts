import http from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

export type Listener = { url: string; close(): Promise<void> };

/** Answers real HTTP on a free loopback port with a function from Request to Response; 500 when it throws. */
export async function listenWith(answer: (request: Request) => Promise<Response>, port = 0): Promise<Listener> {
  let url = "";
  const server = http.createServer(async (incoming, outgoing) => {
    try {
      const body =
        incoming.method === "GET" || incoming.method === "HEAD" ? null : (Readable.toWeb(incoming) as ReadableStream);
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const response = await answer(
        new Request(url + incoming.url, {
          method: incoming.method ?? "GET",
          headers,
          body,
          duplex: "half",
        } as RequestInit),
      );
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      if (!response.body || incoming.method === "HEAD") return void outgoing.end();
      Readable.fromWeb(response.body as import("node:stream/web").ReadableStream)
        .on("error", () => outgoing.destroy())
        .pipe(outgoing);
    } catch {
      if (!outgoing.headersSent) outgoing.writeHead(500);
      outgoing.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
