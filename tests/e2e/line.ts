import http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Transform } from "node:stream";

/**
 * The way from a browser to the portal, which can be cut, and may lose what it carries. Playwright's own switch does not
 * reach service workers, and tells the page that it is offline, which real lines do not.
 */
export type Line = {
  proxy: { server: string; bypass: string };
  /** Every request that was lost, on its way there or back. */
  lost: string[];
  cut(): void;
  mend(): void;
  close(): void;
  /** From now on an answer to such a request breaks the line off, when the portal has done what it was asked. */
  cutAfter(asked: RegExp): void;
};

const PIECE = 4096;

/**
 * `loss` is the share of pieces of 4 kB, and of heads, that take their connection with them, by a seed; `of` which
 * addresses.
 */
export async function openLine({ loss = 0, seed = 1, of = /./ } = {}): Promise<Line> {
  const sockets = new Set<Socket>();
  const random = randomOf(seed);
  const lost: string[] = [];
  let isCut = false;
  let last: RegExp | null = null;
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  const server = http.createServer((asked, answer) => {
    const isLost = (where: string, bytes = 0) => {
      if (!of.test(asked.url!) || random() >= loss) return false;
      lost.push(`${where} after ${bytes} bytes: ${asked.method} ${asked.url}`);
      asked.socket.destroy();
      return true;
    };
    if (isLost("going")) return;
    const passed = http.request(asked.url!, { method: asked.method, headers: asked.headers }, (given) => {
      if (last?.test(`${asked.method} ${new URL(asked.url!).pathname}`)) {
        last = null;
        return cut();
      }
      if (isLost("coming")) return;
      answer.writeHead(given.statusCode!, given.rawHeaders);
      given.pipe(inPieces((bytes) => isLost("coming", bytes))).pipe(answer);
    });
    passed.on("error", () => answer.destroy());
    answer.once("close", () => passed.destroy());
    asked.pipe(inPieces((bytes) => isLost("going", bytes))).pipe(passed);
  });
  server.on("connection", (socket) => {
    if (isCut) return void socket.destroy();
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    proxy: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: "<-loopback>" },
    lost,
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

/** Hands on what it is given, until a piece is lost. */
function inPieces(isLost: (bytes: number) => boolean): Transform {
  let passed = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        if (isLost(passed)) return;
        const piece = chunk.subarray(at, at + PIECE);
        passed += piece.length;
        this.push(piece);
      }
      done();
    },
  });
}

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
