import { open } from "node:fs/promises";
import { makeZip } from "client-zip";
import type { Files } from "./files/storage.server.ts";

type Lent = Parameters<Files["lend"]>[0];
/** A file of an archive: bytes at hand, or where the store has them. */
export type Packed = { name: string; at: Date } & ({ bytes: Uint8Array } | { file: Lent });

/**
 * A ZIP that is made as it is read: one file is open at a time and none is held in memory. Nothing is packed tighter,
 * for PDFs and pictures are already.
 */
export function packed(files: Pick<Files, "lend">, parts: AsyncIterable<Packed>): ReadableStream<Uint8Array> {
  const zip = makeZip(inputsOf(files, parts), { buffersAreUTF8: true }).getReader();
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

async function* inputsOf(files: Pick<Files, "lend">, parts: AsyncIterable<Packed>) {
  for await (const { name, at, ...part } of parts) {
    if ("bytes" in part) yield { name, lastModified: at, input: part.bytes };
    else {
      // What is open stays readable after it was lent.
      const input = (await files.lend(part.file, (path) => open(path))).createReadStream();
      try {
        yield { name, lastModified: at, input };
      } finally {
        input.destroy();
      }
    }
  }
}
