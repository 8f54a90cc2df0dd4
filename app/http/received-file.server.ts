import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import busboy from "busboy";
import { Form } from "./form.server.ts";

export type ReceivedFile = { path: string; name: string; type: string };
export type Arrival = { file: ReceivedFile } | { problem: "missing" | "too-big" | "interrupted"; name?: string };

/**
 * Streams the files of a form to a temporary folder and lends them to `work`, in the order they came; afterwards they
 * are gone, whatever happened. Stops reading a file at `maxBytes`: what is larger never lies on disk as a whole. Files
 * after the first `maxFiles` are passed over. `typed` are its other fields, ten at most.
 */
export async function withReceivedFiles<Result>(
  request: Request,
  { maxBytes, maxFiles }: { maxBytes: number; maxFiles: number },
  work: (received: Arrival[], typed: Form) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "kapok-upload-"));
  try {
    const fields = new URLSearchParams();
    return await work(await receive(request, { maxBytes, maxFiles }, folder, fields), new Form(fields));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function receive(
  request: Request,
  limits: { maxBytes: number; maxFiles: number },
  folder: string,
  fields: URLSearchParams,
): Promise<Arrival[]> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!contentType.startsWith("multipart/form-data") || !request.body) return [{ problem: "missing" }];
  const parser = parserOf(contentType, limits);
  if (!parser) return [{ problem: "interrupted" }];
  const arrivals: Promise<Arrival>[] = [];
  parser.on("file", (_field, stream, { filename, mimeType }) => {
    // A form sent without choosing a file has a part without a name.
    if (!filename) return void stream.resume();
    const file = { path: path.join(folder, String(arrivals.length)), name: filename, type: mimeType };
    const arrival = pipeline(stream, createWriteStream(file.path, { flags: "wx" })).then(
      (): Arrival => (stream.truncated ? { problem: "too-big", name: filename } : { file }),
    );
    arrival.catch(() => undefined);
    arrivals.push(arrival);
  });
  parser.on("field", (name, value) => fields.append(name, value));
  try {
    await pipeline(Readable.fromWeb(request.body as never), parser);
    return arrivals.length > 0 ? await Promise.all(arrivals) : [{ problem: "missing" }];
  } catch {
    await Promise.allSettled(arrivals);
    return [{ problem: "interrupted" }];
  }
}

/** Null for a form without a boundary, which busboy refuses. */
function parserOf(
  contentType: string,
  { maxBytes, maxFiles }: { maxBytes: number; maxFiles: number },
): busboy.Busboy | null {
  try {
    return busboy({
      headers: { "content-type": contentType },
      defParamCharset: "utf8",
      limits: { files: maxFiles, fields: 10, fieldSize: 2_000, fileSize: maxBytes + 1 },
    });
  } catch {
    return null;
  }
}
