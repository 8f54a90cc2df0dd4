import { Readable } from "node:stream";
import busboy from "busboy";
import { isDiskFull } from "./files.ts";
import type { Registry, StoredFile } from "./registry.server.ts";
import { refuseBytes } from "./replies.server.ts";
import { flawOfAddress } from "./signing.server.ts";
import type { Vault } from "./vault.server.ts";

export type IngestOptions = {
  registry: Registry;
  vault: Vault;
  secret: string;
  appId: string;
  /** The address that signed addresses begin with. */
  ingestUrl: string;
  maxBytes: number;
  /** A transfer of which next to nothing came for so many milliseconds is given up: the same file can be resumed. */
  longestSilence: number;
  /** The account that sends this request, or null; undefined where nobody asks. */
  sender(request: Request): Promise<string | null | undefined>;
  /** Has the portal decide about a file whose bytes are all here. Answers what goes back to the browser. */
  finished(file: StoredFile): Promise<Response>;
};

/** Files that one account sends at once: each holds room on the disk that nobody else gets meanwhile. */
const MOST_AT_ONCE = 8;
/** Less than this in `longestSilence` is silence, in bytes: the slowest line brings ten times as much. */
const PACE = 4096;

/**
 * Takes bytes at signed addresses: HEAD says how many are here, PUT brings the rest. The upload protocol of the SDK,
 * steps 5 to 8.
 */
export function openIngest(options: IngestOptions) {
  const { registry, vault } = options;
  /** Each transfer under way, and its bytes still to come: two that begin together do not count on the same room. */
  const busy = new Map<string, { accountId: string; left: number; sending: boolean }>();

  return async function ingest(request: Request): Promise<Response> {
    const wire = new URL(request.url);
    const key = wire.pathname.split("/").at(-1) ?? "";
    if (!/^[A-Za-z0-9_-]{12,128}$/.test(key)) return refuseBytes("not a key", 400);
    const flaw = flawOfAddress(`${options.ingestUrl}/${key}${wire.search}`, options.secret, Date.now());
    if (flaw) return refuseBytes(flaw, 403);
    if (wire.searchParams.get("x-ut-identifier") !== options.appId) return refuseBytes("forged", 403);
    const file = await claimed(options, key, wire, request);
    if (file instanceof Response) return file;
    if (request.method === "HEAD") return standing(options, file);
    if (request.method !== "PUT") return refuseBytes("method", 405);
    const { accountId } = file.metadata!;
    const sending = [...busy.values()].filter((each) => each.sending && each.accountId === accountId).length;
    if (busy.has(key) || sending >= MOST_AT_ONCE) return refuseBytes("Upload in progress", 409);
    busy.set(key, { accountId, left: 0, sending: true });
    return put(file, request, wire).finally(() => busy.delete(key));
  };

  async function put(found: StoredFile, request: Request, wire: URL): Promise<Response> {
    if (found.state === "failed") return refuseBytes("File is larger than announced", 400);
    // Asked again: what waited for the key may have changed it meanwhile.
    let file = (await registry.find(found.key)) ?? found;
    if (file.state === "settled" || file.state === "stored") return options.finished(file);
    const size = Number(announced(wire, "x-ut-file-size"));
    if (!Number.isSafeInteger(size) || size < 0 || size > options.maxBytes)
      return refuseBytes("File is too large", 413);
    busy.get(file.key)!.left = size - (file.blob === null ? 0 : await vault.size(file.blob));
    if (!(await vault.hasRoomFor([...busy.values()].reduce((sum, { left }) => sum + left, 0))))
      return refuseBytes("The disk is full", 507);
    if (file.blob === null) {
      const blob = await vault.create();
      if (!(await registry.begin(file.key, blob, announced(wire, "x-ut-file-name"), size)))
        return refuseBytes("Upload in progress", 409);
      file = { ...file, blob, size, state: "receiving" };
    }
    return receive(options, file, file.blob ?? "", request, () =>
      Object.assign(busy.get(file.key)!, { left: 0, sending: false }),
    );
  }
}

/** The file this address was given out for, or why it is not taken. */
async function claimed(
  { registry, sender: senderOf }: IngestOptions,
  key: string,
  wire: URL,
  request: Request,
): Promise<StoredFile | Response> {
  const file = await registry.find(key);
  if (!file?.metadata) return refuseBytes("Upload was not registered", 403);
  if (file.address !== wire.search) return refuseBytes("Key already in use", 409);
  const sender = await senderOf(request);
  if (sender !== undefined && sender !== file.metadata.accountId) return refuseBytes("forged", 403);
  return file;
}

async function standing({ vault }: IngestOptions, file: StoredFile): Promise<Response> {
  const held = file.blob === null ? 0 : file.state === "receiving" ? await vault.size(file.blob) : file.size;
  const headers = new Headers({ "x-ut-range-start": String(held), "cache-control": "no-store" });
  if (file.answer) headers.set("x-upload-answer", JSON.stringify(file.answer));
  return new Response(null, { status: file.state === "failed" ? 400 : 200, headers });
}

/**
 * Brings the bytes of a request behind those that are here, and says when they end; once all are, the portal decides.
 */
async function receive(
  options: IngestOptions,
  file: StoredFile,
  blob: string,
  request: Request,
  ended: () => void,
): Promise<Response> {
  const { registry, vault } = options;
  const start = Number(/^bytes=(\d{1,15})-/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
  const held = await vault.size(blob);
  if (start !== held) return refuseBytes(`Next byte is ${held}`, 416);
  const outcome = await takePart(request, file.size - start, options.longestSilence, (bytes) =>
    vault.append(blob, start, bytes),
  );
  ended();
  if (outcome === "disk-full") return refuseBytes("The disk is full", 507);
  const now = await vault.size(blob);
  if (outcome === "too-long") {
    await registry.fail(file.key);
    await vault.remove([blob]);
    return refuseBytes("File is larger than announced", 400);
  }
  if (outcome === "interrupted" || now < file.size) return refuseBytes(`Got ${now} of ${file.size} bytes`, 400);
  await registry.arrived(file.key);
  await registry.complete(file.key, await vault.seal(blob));
  return options.finished((await registry.find(file.key)) ?? file);
}

/** The SDK encodes each value twice. */
function announced(wire: URL, name: string): string {
  try {
    return decodeURIComponent(wire.searchParams.get(name) ?? "");
  } catch {
    return "";
  }
}

type Outcome = "whole" | "too-long" | "interrupted" | "disk-full";

/** Streams the one file of a form to `write`, at most `room` bytes of it. What came before an interruption stays. */
async function takePart(
  request: Request,
  room: number,
  longestSilence: number,
  write: (bytes: Readable) => Promise<void>,
): Promise<Outcome> {
  if (!request.body) return "interrupted";
  const source = Readable.fromWeb(request.body as import("node:stream/web").ReadableStream);
  return new Promise<Outcome>((resolve) => {
    let writing: Promise<void> = Promise.resolve();
    let tooLong = false;
    let ended = false;
    const settle = (outcome: Outcome) => {
      if (ended) return;
      ended = true;
      clearTimeout(silence);
      source.destroy();
      writing.then(
        () => resolve(outcome),
        (error: unknown) => resolve(isDiskFull(error) ? "disk-full" : "interrupted"),
      );
    };
    const parser = openParser(request, room);
    if (!parser) return resolve("interrupted");
    const silence = setTimeout(() => interrupt(), longestSilence).unref();
    const interrupt = () => {
      parser.destroy();
      settle("interrupted");
    };
    parser.on("file", (_field, bytes) => {
      bytes.on("limit", () => {
        tooLong = true;
      });
      writing = write(bytes);
      writing.catch(interrupt);
    });
    parser.on("error", interrupt);
    parser.on("close", () => settle(tooLong ? "too-long" : "whole"));
    let since = 0;
    source.on("data", (bytes: Buffer) => {
      since += bytes.length;
      if (since < PACE) return;
      since = 0;
      silence.refresh();
    });
    source.on("error", interrupt);
    source.pipe(parser);
  });
}

function openParser(request: Request, room: number): busboy.Busboy | null {
  try {
    return busboy({
      headers: { "content-type": request.headers.get("content-type") ?? "" },
      limits: { files: 1, fields: 5, parts: 6, fileSize: room + 1 },
    });
  } catch {
    return null;
  }
}
