import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy from "busboy";

export type ReceivedFile = { path: string; name: string; type: string };
export type Receipt = { file: ReceivedFile } | { problem: "missing" | "too-big" | "interrupted" };

/**
 * Streams the one file of a form to a temporary file and lends it to `work`; afterwards it is gone, whatever happened. Stops reading at
 * `maxBytes`: what is larger never lies on disk as a whole.
 */
export async function withReceivedFile<Result>(request: Request, maxBytes: number, work: (received: Receipt) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "kapok-upload-"));
  try {
    return await work(await receive(request, maxBytes, path.join(folder, "file")));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function receive(request: Request, maxBytes: number, target: string): Promise<Receipt> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!contentType.startsWith("multipart/form-data") || !request.body) return { problem: "missing" };
  const received: { receipt: Receipt } = { receipt: { problem: "missing" } };
  const parser = parserOf(contentType, maxBytes);
  if (!parser) return { problem: "interrupted" };
  const writing: Promise<void>[] = [];
  parser.on("file", (_field, stream, { filename, mimeType }) => {
    // A form sent without choosing a file has a part without a name.
    if (!filename) return void stream.resume();
    received.receipt = { file: { path: target, name: filename, type: mimeType } };
    writing.push(pipeline(stream, createWriteStream(target, { flags: "wx" })).then(() => {
      if (stream.truncated) received.receipt = { problem: "too-big" };
    }));
  });
  try {
    await pipeline(Readable.fromWeb(request.body as never), parser);
    await Promise.all(writing);
    return received.receipt;
  } catch {
    await Promise.allSettled(writing);
    return { problem: "interrupted" };
  }
}

/** Null for a form without a boundary, which busboy refuses. */
function parserOf(contentType: string, maxBytes: number): busboy.Busboy | null {
  try {
    return busboy({ headers: { "content-type": contentType }, defParamCharset: "utf8", limits: { files: 1, fields: 10, fieldSize: 2_000, fileSize: maxBytes + 1 } });
  } catch {
    return null;
  }
}
