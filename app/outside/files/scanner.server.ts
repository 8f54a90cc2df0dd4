import { once } from "node:events";
import { createReadStream } from "node:fs";
import { connect, type Socket } from "node:net";

export type Scanner = {
  /** Asks whether the bytes at `path` hold a virus. Throws ScannerAway when the scanner cannot be reached or does not finish: that says nothing about the file. */
  scan(path: string): Promise<"clean" | "infected">;
};

export class ScannerAway extends Error {
  override readonly name = "ScannerAway";
}

const CHUNK = 65_536;
const LONGEST_ANSWER = 4_096;
const PATIENCE = 120_000;

/** "host:port" or the path of a socket, as a daemon of ClamAV listens; null for what is neither. */
export function readAddress(written: string): { host: string; port: number } | { path: string } | null {
  if (written.startsWith("/")) return { path: written };
  const [, host, port] = /^(?:\[([^\]]+)\]|[^:\s/]+):(\d{1,5})$/.exec(written) ?? [];
  const name = host ?? written.slice(0, written.lastIndexOf(":"));
  return port && Number(port) > 0 && Number(port) < 65_536 ? { host: name, port: Number(port) } : null;
}

/** A daemon of ClamAV. Speaks its INSTREAM command: chunks behind their length, an empty one at the end, then one line of answer. */
export function openScanner(address: string, patience = PATIENCE): Scanner {
  const at = readAddress(address);
  if (!at) throw new Error("not the address of a scanner");
  return {
    async scan(path) {
      const socket = connect(at);
      socket.setTimeout(patience, () => socket.destroy(new Error("the scanner is silent")));
      try {
        const answer = answerOf(socket);
        answer.catch(() => undefined);
        await send(socket, path);
        return understood(await answer);
      } catch (error) {
        throw error instanceof ScannerAway ? error : new ScannerAway((error as Error).message);
      } finally {
        socket.destroy();
      }
    },
  };
}

async function send(socket: Socket, path: string): Promise<void> {
  await once(socket, "connect");
  socket.write("zINSTREAM\0");
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    socket.write(length);
    if (!socket.write(chunk)) await Promise.race([once(socket, "drain"), once(socket, "close").then(() => { throw new Error("the scanner hung up"); })]);
  }
  socket.write(Buffer.alloc(4));
}

async function answerOf(socket: Socket): Promise<string> {
  let answer = "";
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    answer += chunk.toString("latin1");
    if (answer.includes("\0") || answer.length > LONGEST_ANSWER) break;
  }
  return answer.replace(/\0.*$/s, "").trim();
}

/** "stream: OK", "stream: Win.Test.EICAR_HDB-1 FOUND", or an error such as a size limit of the daemon's own. */
function understood(answer: string): "clean" | "infected" {
  if (/^stream: .+ FOUND$/.test(answer)) return "infected";
  if (answer === "stream: OK") return "clean";
  throw new ScannerAway(answer.slice(0, 200) || "no answer");
}
