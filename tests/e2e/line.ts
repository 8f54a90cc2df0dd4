import http from "node:http";
import type { AddressInfo, Socket } from "node:net";

/**
 * The way from a browser to the portal, which can be cut. Playwright's own switch does not reach service workers, and
 * tells the page that it is offline, which real lines do not.
 */
export type Line = {
  proxy: { server: string; bypass: string };
  cut(): void;
  mend(): void;
  close(): void;
  /** From now on an answer to such a request breaks the line off, when the portal has done what it was asked. */
  cutAfter(asked: RegExp): void;
};

export async function openLine(): Promise<Line> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let last: RegExp | null = null;
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  const server = http.createServer((asked, answer) => {
    const passed = http.request(asked.url!, { method: asked.method, headers: asked.headers }, (given) => {
      if (last?.test(`${asked.method} ${new URL(asked.url!).pathname}`)) {
        last = null;
        return cut();
      }
      answer.writeHead(given.statusCode!, given.rawHeaders);
      given.pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  server.on("connection", (socket) => {
    if (isCut) return void socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    proxy: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: "<-loopback>" },
    cut,
    cutAfter(asked) {
      last = asked;
    },
    mend() {
      isCut = false;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
