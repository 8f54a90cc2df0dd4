import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import { openCopies } from "./copies.server.ts";
import { type InspectedFile, isGone, type Stored } from "./files.ts";
import { inspect } from "./inspection/inspect.server.ts";
import { nameFor } from "./names.ts";
import type { Papers } from "./papers/papers.server.ts";
import { openPlaces, type PlacesOptions } from "./places.server.ts";
import { digests } from "./vault.server.ts";

export type Bytes = ReturnType<typeof openBytes>;

/** Bytes of files, wherever they lie. */
export function openBytes({ papers, ...options }: PlacesOptions & { papers: Papers }) {
  const { registry, vault, cloud, maxBytes } = options;
  const places = openPlaces(options);
  const { store, hasRoomFor, add, lend, signedUrl, remove, drop } = places;

  return {
    hasRoomFor,
    lend,
    signedUrl,
    remove,
    drop,
    ...openCopies({ places, vault, papers }),

    /** Inspects a file on disk and stores a copy of it. With a problem nothing is stored and the key is empty. */
    async put({ path, name }: { path: string; name: string }): Promise<InspectedFile> {
      const found = await inspect(path, maxBytes);
      const { size } = await stat(path);
      const { sha256 } = await digests(path);
      const file = { store, name: nameFor(name, found.contentType), size, sha256, ...found };
      if (found.problem !== null || found.contentType === null) return { ...file, key: "" };
      return { ...file, key: await add(path, file.name, found.contentType) };
    },

    /**
     * Keeps the bytes of a stored file under a key of their own as well, and answers that; each key can go without the
     * other. Of bytes on our own disk no copy is made. Known before they have their second name, so that nobody sweeps
     * that away.
     */
    async duplicate(file: Stored, { name, type }: { name: string; type: string }): Promise<Stored> {
      const known = file.store === "local" ? await registry.find(file.key) : null;
      if (cloud || !known?.blob || !known.md5 || !known.sha256)
        return { key: await lend(file, (path) => add(path, name, type)), store };
      const [key, blob] = [randomUUID(), vault.newName()];
      await registry.keep(key, { blob, name, size: known.size, md5: known.md5, sha256: known.sha256 });
      try {
        await vault.link(known.blob, blob);
      } catch (error) {
        await registry.forget([key]);
        throw error;
      }
      return { key, store };
    },

    /**
     * Whether the bytes of a stored file are here and hash to what was noted of them. Throws StoreAway where the store
     * cannot tell now.
     */
    isWhole: (file: Stored & { sha256: string }): Promise<boolean> =>
      lend(file, async (path) => (await digests(path)).sha256 === file.sha256).catch((error: unknown) => {
        if (isGone(error)) return false;
        throw error;
      }),
  };
}
