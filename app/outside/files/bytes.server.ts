import { randomUUID } from "node:crypto";
import { stat } from "node:fs/promises";
import type { CopyOrder, FileProblem, InspectedFile, PaperCopy, StoreName } from "./files.ts";
import { inspect } from "./inspection/inspect.server.ts";
import { nameFor } from "./names.ts";
import { type Papers, PaperTooHeavy, PaperUnreadable } from "./papers/papers.server.ts";
import { drawPreview } from "./preview.server.ts";
import type { Registry } from "./registry.server.ts";
import { isShownInPlace } from "./serving.server.ts";
import type { Cloud } from "./uploadthing.server.ts";
import { digests, NoBytes, type Vault } from "./vault.server.ts";

/** Which bytes: a key means something only together with its store, and files of both may live side by side. */
export type Stored = { key: string; store: StoreName };

/** Of so many files it is remembered that they took too long to bear a watermark. */
const MOST_REMEMBERED = 1_000;

export type Bytes = ReturnType<typeof openBytes>;

/** Bytes of files, wherever they lie. */
export function openBytes({
  registry,
  vault,
  cloud,
  papers,
  maxBytes,
}: {
  registry: Registry;
  vault: Vault;
  cloud: Cloud | null;
  papers: Papers;
  maxBytes: number;
}) {
  const store: StoreName = cloud ? "uploadthing" : "local";
  const theCloud = () => {
    if (cloud) return cloud;
    throw new Error("this file lies in the cloud, and the portal has no token for it");
  };

  /** Without these every reviewer who takes such a file along would wait for it again. The oldest is forgotten. */
  const tooHeavy = new Set<string>();
  function rememberHeavy(file: string): void {
    tooHeavy.add(file);
    if (tooHeavy.size > MOST_REMEMBERED) tooHeavy.delete([...tooHeavy][0]!);
  }

  /** Stores a copy of a file on disk and answers its key. */
  async function add(path: string, name: string, type: string): Promise<string> {
    if (cloud) return cloud.upload({ path, name, type, inline: isShownInPlace(type) });
    const [key, { size }, taken] = [randomUUID(), await stat(path), await vault.take(path)];
    await registry.keep(key, { name, size, ...taken });
    return key;
  }

  /** Lends the bytes of a stored file as a path on disk. */
  async function lend<Result>({ key, store: where }: Stored, work: (path: string) => Promise<Result>): Promise<Result> {
    if (where === "local") {
      const blob = (await registry.find(key))?.blob;
      if (!blob) throw new NoBytes("no bytes are stored under this key");
      return work(vault.path(blob));
    }
    return vault.withScratch(async (path) => {
      await theCloud().download(key, path, maxBytes);
      return work(path);
    });
  }

  return {
    lend,

    /** An address in the cloud that answers with the bytes for five minutes. */
    signedUrl: (key: string): Promise<string> => theCloud().signedUrl(key),

    /** Inspects a file on disk and stores a copy of it. With a problem nothing is stored and the key is empty. */
    async put({ path, name }: { path: string; name: string }): Promise<InspectedFile> {
      const found = await inspect(path, maxBytes);
      const [{ size }, { sha256 }] = [await stat(path), await digests(path)];
      const file = { store, name: nameFor(name, found.contentType), size, sha256, ...found };
      if (found.problem !== null || found.contentType === null) return { ...file, key: "" };
      return { ...file, key: await add(path, file.name, found.contentType) };
    },

    /** Stores a small drawing of a stored picture; null for what is no picture. */
    preview: (file: Stored): Promise<{ key: string; size: number } | null> =>
      lend(file, (from) =>
        vault.withScratch(async (to) => {
          const drawn = await drawPreview(from, to);
          return drawn && { key: await add(to, "preview.webp", "image/webp"), size: drawn.size };
        }),
      ),

    /**
     * Stores a copy of a stored document or film for those who are not of its team, and if wanted a picture of a PDF's
     * first pages. Answers the problem where none can be made.
     */
    copy: (file: Stored, { contentType, pages }: CopyOrder): Promise<PaperCopy | { problem: FileProblem }> =>
      lend(file, (from) =>
        vault.withScratch((to) =>
          vault.withScratch(async (drawn) => {
            // Once as it is written, once as it is stored.
            if (!(await vault.hasRoomFor(2 * (await stat(from)).size))) return { problem: "no-room" };
            const made = await papers
              .copy({ from, to, contentType, pages: pages ? drawn : null })
              .catch((error: unknown): FileProblem => {
                if (error instanceof PaperTooHeavy) return "too-complex";
                if (error instanceof PaperUnreadable) return "broken";
                throw error;
              });
            if (typeof made === "string") return { problem: made };
            const key = await add(to, nameFor("copy", contentType), contentType);
            return {
              key,
              pagesKey: pages ? await add(drawn, "preview.webp", "image/webp") : null,
              active: made.active,
            };
          }),
        ),
      ),

    /**
     * Lends a stored PDF or picture with a watermark, which is gone when `work` is done; null where it cannot bear one.
     * What is stored stays as it is.
     */
    async lendWatermarked<Result>(
      { contentType, ...file }: Stored & { contentType: string },
      watermark: Uint8Array,
      work: (path: string) => Promise<Result>,
    ): Promise<Result | null> {
      const name = `${file.store} ${file.key}`;
      if (tooHeavy.has(name)) return null;
      return lend(file, (from) =>
        vault.withScratch(async (to) => {
          if (!(await vault.hasRoomFor((await stat(from)).size))) return null;
          const borne = await papers.watermark({ from, to, contentType, watermark }).then(
            () => true,
            (error: unknown) => {
              if (error instanceof PaperTooHeavy) rememberHeavy(name);
              else if (!(error instanceof PaperUnreadable)) throw error;
              return false;
            },
          );
          return borne ? work(to) : null;
        }),
      );
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
        if (error instanceof NoBytes || (error as NodeJS.ErrnoException).code === "ENOENT") return false;
        throw error;
      }),

    /** Deletes bytes for good. Keys that are unknown or empty are passed over. */
    async remove(files: Stored[]): Promise<void> {
      await vault.remove(await registry.forget(files.filter((file) => file.store === "local").map(({ key }) => key)));
      const inCloud = files
        .filter(({ key, store: where }) => where === "uploadthing" && key !== "")
        .map(({ key }) => key);
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
