import type { ServerResponse } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { codingFor, Packed } from "#app/http/compression.server.ts";

const anAnswer = () => {
  const headers = new Map<string, unknown>();
  return {
    headers,
    outgoing: { setHeader: (name: string, value: unknown) => headers.set(name, value) } as unknown as ServerResponse,
  };
};
const unpack = { br: brotliDecompressSync, gzip: gunzipSync };

describe("a text that is sent", () => {
  it.each([
    ["br", 2_000],
    ["gzip", 2_000],
    ["br", 200_000],
    ["gzip", 200_000],
  ] as const)("is packed once as %s, of %i bytes", async (coding, length) => {
    const text = "Kapok ".repeat(length / 6);
    const [packed, { headers, outgoing }] = [new Packed(text), anAnswer()];
    const [first, second] = await Promise.all([packed.bytes(coding, outgoing), packed.bytes(coding, outgoing)]);
    expect(second).toBe(first);
    expect(unpack[coding](first).toString()).toBe(text);
    expect(headers).toEqual(
      new Map<string, unknown>([
        ["content-encoding", coding],
        ["content-length", first.length],
      ]),
    );
  });

  it("is packed beside the event loop where it is large: nobody else waits", async () => {
    const packed = new Packed(JSON.stringify(Array.from({ length: 200_000 }, (_, each) => (each * 7919) % 10_007)));
    const order: string[] = [];
    const packing = packed.bytes("br", anAnswer().outgoing).then(() => order.push("packed"));
    setImmediate(() => order.push("somebody else"));
    await packing;
    expect(order).toEqual(["somebody else", "packed"]);
  });

  it("goes as it is where it is short, or the browser takes no packing", () => {
    const long = Buffer.alloc(2_000);
    expect([codingFor(Buffer.alloc(1_000), "br"), codingFor(long, undefined), codingFor(long, "deflate")]).toEqual([
      null,
      null,
      null,
    ]);
    expect([codingFor(long, "gzip, br"), codingFor(long, ["gzip"])]).toEqual(["br", "gzip"]);
  });
});
