import type { ServerResponse } from "node:http";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

type Coding = "br" | "gzip";

/** A finished text body, packed at most once in each way browsers accept it. */
export class Packed {
  readonly #plain: Buffer;
  readonly #packed = new Map<Coding, Buffer>();

  constructor(
    text: string | ArrayBuffer,
    /** What it is called where it may be asked for again, as an entity tag. */
    readonly tag: string | null = null,
  ) {
    this.#plain = typeof text === "string" ? Buffer.from(text) : Buffer.from(text);
  }

  /** Its bytes as the browser accepts them; sets the headers that say so. */
  bytes(accepted: string | string[] | undefined, outgoing: ServerResponse): Buffer {
    const coding = this.#plain.length > 1000 ? codingOf(String(accepted ?? "")) : null;
    const bytes = coding ? this.#packedAs(coding) : this.#plain;
    if (coding) outgoing.setHeader("content-encoding", coding);
    outgoing.setHeader("content-length", bytes.length);
    return bytes;
  }

  #packedAs(coding: Coding): Buffer {
    const packed = this.#packed.get(coding) ?? pack(this.#plain, coding);
    this.#packed.set(coding, packed);
    return packed;
  }
}

const codingOf = (accepts: string): Coding | null =>
  /\bbr\b/.test(accepts) ? "br" : /\bgzip\b/.test(accepts) ? "gzip" : null;

function pack(body: Buffer, coding: Coding): Buffer {
  if (coding === "gzip") return gzipSync(body, { level: 1 });
  return brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  });
}
