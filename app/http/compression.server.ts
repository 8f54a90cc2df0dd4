import type { ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from "node:zlib";
import { once } from "#app/once.ts";

export type Coding = "br" | "gzip";
/** Smaller ones gain nothing by it. In bytes. */
const WORTH_PACKING = 1000;
/** Larger ones are packed beside the event loop, where nobody else waits for them. */
const LARGE = 65_536;

/** A finished text body, packed at most once in each way browsers accept it. */
export class Packed {
  readonly plain: Buffer;
  readonly #packed: Record<Coding, () => Promise<Buffer>> = {
    br: once(async () => pack(this.plain, "br")),
    gzip: once(async () => pack(this.plain, "gzip")),
  };

  constructor(
    text: string | ArrayBuffer,
    /** What it is called where it may be asked for again, as an entity tag. */
    readonly tag: string | null = null,
  ) {
    this.plain = typeof text === "string" ? Buffer.from(text) : Buffer.from(text);
  }

  /** Its bytes as the browser accepts them; sets the headers that say so. */
  async bytes(accepted: string | string[] | undefined, outgoing: ServerResponse): Promise<Buffer> {
    const coding = codingFor(this.plain, accepted);
    const bytes = coding ? await this.#packed[coding]() : this.plain;
    if (coding) outgoing.setHeader("content-encoding", coding);
    outgoing.setHeader("content-length", bytes.length);
    return bytes;
  }
}

/** How to pack something for a browser; null where it takes no packing, or there is nothing to gain. */
export function codingFor(plain: Buffer, accepted: string | string[] | undefined): Coding | null {
  const accepts = plain.length > WORTH_PACKING ? String(accepted ?? "") : "";
  return /\bbr\b/.test(accepts) ? "br" : /\bgzip\b/.test(accepts) ? "gzip" : null;
}

function pack(body: Buffer, coding: Coding): Buffer | Promise<Buffer> {
  const large = body.length > LARGE;
  if (coding === "gzip") return (large ? promisify(gzip) : gzipSync)(body, { level: 1 });
  const params = { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  return (large ? promisify(brotliCompress) : brotliCompressSync)(body, { params });
}
