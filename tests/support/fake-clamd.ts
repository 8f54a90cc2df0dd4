import { createServer, type Server, type Socket } from "node:net";
import { afterAll } from "vitest";

/**
 * The test file of the European Institute for Computer Antivirus Research, put together here so that no scanner takes
 * this source for it.
 */
export const EICAR = ["X5O!P%@AP[4", "\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "!$H+H*"].join("");

type Clamd = { address: string; mood: Mood; most: number; received: number[]; says: string | null };
export type Mood = "awake" | "silent" | "hanging-up" | "too-small";

/**
 * A daemon that speaks INSTREAM as ClamAV does and knows one virus. `mood` may change between files; `most` is its
 * StreamMaxLength, beyond which it answers at once and hangs up; `received` are the sizes it was sent; `says`, unless
 * null, is what it answers to every file.
 */
export async function fakeClamd(): Promise<Clamd> {
  const state: Clamd = { address: "", mood: "awake", most: Number.POSITIVE_INFINITY, received: [], says: null };
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    let bytes = Buffer.alloc(0);
    socket.on("error", () => undefined);
    socket.on("data", (chunk: Buffer) => {
      if (state.mood === "hanging-up") return void socket.destroy();
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length > state.most)
        return void socket.end("INSTREAM size limit exceeded. ERROR\0", () => socket.destroy());
      const file = state.mood === "silent" ? null : streamed(bytes);
      if (!file) return;
      state.received.push(file.length);
      if (state.says !== null) return void socket.end(state.says);
      socket.end(
        state.mood === "too-small"
          ? "INSTREAM size limit exceeded. ERROR\0"
          : file.includes(EICAR)
            ? "stream: Win.Test.EICAR_HDB-1 FOUND\0"
            : "stream: OK\0",
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  state.address = `127.0.0.1:${(server.address() as { port: number }).port}`;
  afterAll(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return state;
}

/** What came after the command, once its end has come: chunks behind their length, the last of them empty. */
function streamed(bytes: Buffer): Buffer | null {
  const command = "zINSTREAM\0";
  if (bytes.subarray(0, command.length).toString("latin1") !== command.slice(0, bytes.length))
    throw new Error("not the command INSTREAM");
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (length === 0) return Buffer.concat(chunks);
    chunks.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
