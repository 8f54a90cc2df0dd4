import type { ServerResponse } from "node:http";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** Packs a finished text body as the browser accepts it and sets the headers that say so. */
export function pack(body: Buffer, accepted: string | string[] | undefined, outgoing: ServerResponse): Buffer {
  const accepts = String(accepted ?? "");
  let packed = body;
  if (body.length > 1000 && /\bbr\b/.test(accepts)) {
    packed = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
    outgoing.setHeader("content-encoding", "br");
  } else if (body.length > 1000 && /\bgzip\b/.test(accepts)) {
    packed = gzipSync(body, { level: 1 });
    outgoing.setHeader("content-encoding", "gzip");
  }
  outgoing.setHeader("content-length", packed.length);
  return packed;
}
