import { stat } from "node:fs/promises";
import type { Bytes } from "./bytes.server.ts";
import type { FinishedUpload, InspectedFile, UploadMetadata } from "./files.ts";
import { inspect } from "./inspection/inspect.server.ts";
import { nameFor } from "./names.ts";
import type { Registry } from "./registry.server.ts";
import { digests } from "./vault.server.ts";

export type FinishingOptions = {
  registry: Registry;
  bytes: Bytes;
  maxBytes: number;
  decide(metadata: UploadMetadata, file: InspectedFile, arrivedAt: Date | null): Promise<FinishedUpload>;
};

/**
 * Has the portal decide about files whose bytes are all here. However often the store calls, one file gets one answer.
 */
export function openFinishing({ registry, bytes, maxBytes, decide }: FinishingOptions) {
  const running = new Map<string, Promise<FinishedUpload>>();

  return function finishOnce(key: string, metadata: UploadMetadata, name: string): Promise<FinishedUpload> {
    const work = running.get(key) ?? settle(key, metadata, name).finally(() => running.delete(key));
    running.set(key, work);
    return work;
  };

  async function settle(key: string, metadata: UploadMetadata, name: string): Promise<FinishedUpload> {
    const file = await registry.find(key);
    if (!file) throw new Error("an upload ended that nobody began");
    if (file.answer) return file.answer;
    const inspected = await bytes.lend(file, async (path): Promise<InspectedFile> => {
      const found = await inspect(path, maxBytes);
      const { size } = await stat(path);
      const sha256 = file.sha256 ?? (await digests(path)).sha256;
      return { key, store: file.store, name: nameFor(name, found.contentType), size, sha256, ...found };
    });
    const answer = await decide(metadata, inspected, file.storedAt);
    await registry.settle(key, inspected.sha256, answer);
    if (answer.attachmentId === null) await bytes.drop(file);
    return answer;
  }
}
