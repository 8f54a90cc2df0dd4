import { createReadStream } from "node:fs";
import { connect, type Socket } from "node:net";
import { Readable } from "node:stream";

export type Scanner = {
  /**
   * Asks whether the bytes at `path` hold a virus. Throws ScannerAway when the scanner cannot be reached or does not
   * finish: that says nothing about the file.
   */
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

/**
 * A daemon of ClamAV. Speaks its INSTREAM command: chunks behind their length, an empty one at the end, then one line
 * of answer.
 */
export function openScanner(address: string, patience = PATIENCE): Scanner {
  const at = readAddress(address);
  if (!at) throw new Error("not the address of a scanner");
  return {
    async scan(path) {
      const socket = connect(at);
      const file = Readable.from(framed(path));
      try {
        return understood(
          await answerOf(
            socket.setTimeout(patience, () => socket.destroy(new Error("the scanner is silent"))),
            file,
          ),
        );
      } catch (error) {
        throw error instanceof ScannerAway ? error : new ScannerAway((error as Error).message);
      } finally {
        file.destroy();
        socket.destroy();
      }
    },
  };
}

async function* framed(path: string): AsyncGenerator<Buffer> {
  yield Buffer.from("zINSTREAM\0");
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield length;
    yield chunk;
  }
  yield Buffer.alloc(4);
}

/**
 * What the daemon says, which may be before it has heard everything. Whoever hangs up has said nothing more: every
 * socket closes in the end.
 */
function answerOf(socket: Socket, file: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const settle = () => resolve(answer);
    socket.on("data", (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      if (answer.includes("\0") || answer.length > LONGEST_ANSWER) settle();
    });
    socket.once("close", settle).on("error", reject);
    file.on("error", reject).pipe(socket, { end: false });
  });
}

/**
 * "stream: OK", "stream: Win.Test.EICAR_HDB-1 FOUND", or an error such as a size limit of the daemon's own, with the
 * zero behind it: what came without its end, or with more after it, makes no file clean.
 */
function understood(answer: string): "clean" | "infected" {
  if (/^stream: [^\0]+ FOUND\0?$/.test(answer)) return "infected";
  if (answer === "stream: OK\0") return "clean";
  throw new ScannerAway(answer.replaceAll("\0", " ").trim().slice(0, 200) || "no answer");
}
