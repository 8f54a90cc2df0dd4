import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { Stored, StoreName } from "./files.ts";
import type { Registry } from "./registry.server.ts";
import { isShownInPlace } from "./serving.server.ts";
import type { Cloud } from "./uploadthing.server.ts";
import { NoBytes, type Vault } from "./vault.server.ts";

export type PlacesOptions = { registry: Registry; vault: Vault; cloud: Cloud | null; maxBytes: number };
export type Places = ReturnType<typeof openPlaces>;

/** The two places where bytes lie, our disk and the cloud: puts them there, lends them and takes them away. */
export function openPlaces({ registry, vault, cloud, maxBytes }: PlacesOptions) {
  /** Where new bytes go. */
  const store: StoreName = cloud ? "uploadthing" : "local";
  const theCloud = () => {
    if (cloud) return cloud;
    throw new Error("this file lies in the cloud, and the portal has no token for it");
  };

  const toDisk = async (path: string, name: string) => {
    const { size } = await stat(path);
    return { key: randomUUID(), name, size, ...(await vault.take(path)) };
  };
  const toCloud = (to: Cloud, path: string, name: string, type: string): Promise<string> =>
    to.upload({ path, name, type, inline: isShownInPlace(type) });

  return {
    store,

    /** Whether so many bytes more may be kept; of the cloud's disks nobody here knows. */
    hasRoomFor: async (bytes: number): Promise<boolean> => store !== "local" || vault.hasRoomFor(bytes),

    /** Stores a copy of a file on disk and answers its key. */
    async add(path: string, name: string, type: string): Promise<string> {
      if (cloud) return toCloud(cloud, path, name, type);
      const { key, ...file } = await toDisk(path, name);
      await registry.keep(key, file);
      return key;
    },

    /** Stores a drawing for lists, which is known as one: nothing else would find it when nobody names it any more. */
    async addDrawing(path: string, name: string, type: string): Promise<Stored> {
      const { key, ...file } = cloud
        ? { key: await toCloud(cloud, path, name, type), name, size: (await stat(path)).size }
        : await toDisk(path, name);
      await registry.keepDrawing(key, { store, ...file });
      return { key, store };
    },

    /** Lends the bytes of a stored file as a path on disk. */
    async lend<Result>({ key, store: where }: Stored, work: (path: string) => Promise<Result>): Promise<Result> {
      if (where === "local") {
        const blob = (await registry.find(key))?.blob;
        if (!blob) throw new NoBytes("no bytes are stored under this key");
        return work(vault.path(blob));
      }
      return vault.withScratch(async (path) => {
        await theCloud().download(key, path, maxBytes);
        return work(path);
      });
    },

    /** An address in the cloud that answers with the bytes for five minutes. */
    signedUrl: (key: string): Promise<string> => theCloud().signedUrl(key),

    /** Deletes bytes for good. Keys that are unknown or empty are passed over. */
    async remove(files: Stored[]): Promise<void> {
      const keysIn = (place: StoreName) => files.filter((file) => file.store === place).map(({ key }) => key);
      await vault.remove(await registry.forget(keysIn("local")));
      const inCloud = keysIn("uploadthing").filter((key) => key !== "");
      if (inCloud.length > 0) await theCloud().remove(inCloud);
      await registry.forget(inCloud);
    },

    /** Deletes the bytes of a refused upload but remembers the refusal, for a browser that asks again. */
    async drop({ key, store: where }: Stored): Promise<void> {
      const blob = (await registry.find(key))?.blob;
      if (where === "uploadthing") await theCloud().remove([key]);
      else if (blob) await vault.remove([blob]);
    },
  };
}
