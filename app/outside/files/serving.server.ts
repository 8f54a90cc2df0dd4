import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { ALLOWED_TYPES } from "./files.ts";
import { contentDisposition } from "./names.ts";

export type ServedFile = { name: string; contentType: string; size: number; sha256: string; inline: boolean };

const IN_PLACE = new Set(["application/pdf", "image/jpeg", "image/png", "image/webp"]);

/**
 * What a file may do in a browser: nothing. Chromium 156 shows a PDF under either policy, but older versions write
 * their viewer into the answer's own document, as an `<embed>` with inline styles: under a sandbox or without
 * `object-src` its frame stays blank.
 */
const POLICIES = {
  closed: "sandbox; default-src 'none'; frame-ancestors 'self'",
  pdf: "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'",
};

/**
 * Answers with the bytes at `path`, to somebody whose right to them was checked before: whole, a range, or only
 * "unchanged".
 */
export function serveBytes(request: Request, file: ServedFile, path: string): Response {
  const etag = `"${file.sha256}"`;
  const headers = fileHeaders(file, etag);
  if (isUnchanged(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const condition = request.headers.get("if-range");
  const range = condition && condition !== etag ? "whole" : readRange(request.headers.get("range"), file.size);
  if (range === "outside") {
    headers.set("content-range", `bytes */${file.size}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range === "whole" ? { start: 0, end: file.size - 1 } : range;
  if (range !== "whole") headers.set("content-range", `bytes ${start}-${end}/${file.size}`);
  headers.set("content-length", String(end - start + 1));
  const body =
    request.method === "HEAD" ? null : (Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream);
  return new Response(body, { status: range === "whole" ? 200 : 206, headers });
}

/**
 * Answers anybody with a small picture that is in the open, whole and from here wherever it lies: no public page makes
 * a browser ask elsewhere. Browsers keep it and ask again whether it still is; `read` is not called for those that have
 * it. `name` stands for these bytes and never for others.
 */
export async function serveOpenly(
  request: Request,
  { name, contentType }: Pick<ServedFile, "name" | "contentType">,
  read: () => Promise<Buffer>,
): Promise<Response> {
  const etag = `"${name}"`;
  const headers = fileHeaders({ name, contentType, inline: true }, etag);
  headers.set("cache-control", "public, no-cache");
  headers.delete("accept-ranges");
  if (isUnchanged(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  return new Response(request.method === "HEAD" ? null : new Uint8Array(await read()), { headers });
}

function fileHeaders(
  { name, contentType, inline }: Pick<ServedFile, "name" | "contentType" | "inline">,
  etag: string,
): Headers {
  const known = contentType in ALLOWED_TYPES;
  const shown = inline && isShownInPlace(contentType);
  return new Headers({
    "content-type": known ? contentType : "application/octet-stream",
    "content-disposition": contentDisposition(name, shown),
    "content-security-policy": shown && contentType === "application/pdf" ? POLICIES.pdf : POLICIES.closed,
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-store",
    "accept-ranges": "bytes",
    etag,
  });
}

/** Whether a browser may show this type itself; all others are only saved. */
export function isShownInPlace(contentType: string): boolean {
  return IN_PLACE.has(contentType);
}

function isUnchanged(condition: string | null, etag: string): boolean {
  return (
    condition !== null &&
    (condition.trim() === "*" || condition.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag))
  );
}

/** One range of bytes. Anything else that a Range header may say is answered with the whole file, as HTTP allows. */
export function readRange(header: string | null, size: number): { start: number; end: number } | "whole" | "outside" {
  const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "");
  const [, first = "", last = ""] = asked ?? [];
  if (!asked || (first === "" && last === "") || (first !== "" && last !== "" && Number(first) > Number(last)))
    return "whole";
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  return start < size && start <= end ? { start, end } : "outside";
}
