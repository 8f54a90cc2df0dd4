import type { FileHandle } from "node:fs/promises";
import { makeZip } from "client-zip";

/** A file of an archive: bytes at hand, or a file that is open and is closed once it is packed. */
export type Packed = { name: string; at: Date } & ({ bytes: Uint8Array } | { file: FileHandle });

/**
 * A ZIP that is made as it is read: one file is open at a time and none is held in memory. Nothing is packed tighter,
 * for PDFs and pictures are already.
 */
export function packed(parts: AsyncIterable<Packed>): ReadableStream<Uint8Array> {
  const zip = makeZip(inputsOf(parts), { buffersAreUTF8: true }).getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await zip.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    // Whoever goes away has not failed: the writer hands the reason back as if it were an error of its own.
    cancel: (reason) => zip.cancel(reason).catch(() => undefined),
  });
}

async function* inputsOf(parts: AsyncIterable<Packed>) {
  for await (const { name, at, ...part } of parts) {
    if ("bytes" in part) yield { name, lastModified: at, input: part.bytes };
    else {
      const input = part.file.createReadStream();
      try {
        yield { name, lastModified: at, input };
      } finally {
        input.destroy();
      }
    }
  }
}
