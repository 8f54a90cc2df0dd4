import { stat } from "node:fs/promises";
import type { InspectedFile, StoreName } from "./files.ts";
import { inspect } from "./inspection/inspect.server.ts";
import { nameFor } from "./names.ts";
import { drawPreview } from "./preview.server.ts";
import type { Registry } from "./registry.server.ts";
import { isShownInPlace } from "./serving.server.ts";
import type { Cloud } from "./uploadthing.server.ts";
import { digests, type Vault } from "./vault.server.ts";

/** Which bytes: a key means something only together with its store, and files of both may live side by side. */
export type Stored = { key: string; store: StoreName };

export type Bytes = ReturnType<typeof openBytes>;

/** Bytes of files, wherever they lie. */
export function openBytes({ registry, vault, cloud, store, maxBytes }: { registry: Registry; vault: Vault; cloud: Cloud; store: StoreName; maxBytes: number }) {
  /** Lends the bytes of a stored file as a path on disk. */
  async function lend<Result>({ key, store: where }: Stored, work: (path: string) => Promise<Result>): Promise<Result> {
    if (where === "local") {
      const blob = (await registry.find(key))?.blob;
      if (!blob) throw new Error("no bytes are stored under this key");
      return work(vault.path(blob));
    }
    return vault.withScratch(async (path) => {
      await cloud.download(key, path, maxBytes);
      return work(path);
    });
  }

  return {
    lend,

    /** Inspects a file on disk and stores a copy of it. With a problem nothing is stored and the key is empty. */
    async put({ path, name }: { path: string; name: string }): Promise<InspectedFile> {
      const found = await inspect(path, maxBytes);
      const [{ size }, { sha256 }] = [await stat(path), await digests(path)];
      const file = { store, name: nameFor(name, found.contentType), size, sha256, ...found };
      if (found.problem !== null || found.contentType === null) return { ...file, key: "" };
      return { ...file, key: await cloud.upload({ path, name: file.name, type: found.contentType, inline: isShownInPlace(found.contentType) }) };
    },

    /** Stores a small drawing of a stored picture; null for what is no picture. */
    preview: (file: Stored): Promise<{ key: string; size: number } | null> =>
      lend(file, (from) => vault.withScratch(async (to) => {
        const drawn = await drawPreview(from, to);
        return drawn && { key: await cloud.upload({ path: to, name: "preview.webp", type: "image/webp", inline: true }), size: drawn.size };
      })),

    /** Deletes bytes for good. Keys that are unknown or empty are passed over. */
    async remove(files: Stored[]): Promise<void> {
      await vault.remove(await registry.forget(files.filter((file) => file.store === "local").map(({ key }) => key)));
      const inCloud = files.filter(({ key, store: where }) => where === "uploadthing" && key !== "").map(({ key }) => key);
      await cloud.remove(inCloud);
      await registry.forget(inCloud);
    },

    /** Deletes the bytes of a refused upload but remembers the refusal, for a browser that asks again. */
    async drop({ key, store: where }: Stored): Promise<void> {
      const blob = (await registry.find(key))?.blob;
      if (where === "uploadthing") await cloud.remove([key]);
      else if (blob) await vault.remove([blob]);
    },
  };
}
