import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, link, mkdir, open, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { awayOr } from "./files.ts";

/** Nothing is stored under a key, as against a store that cannot answer. */
export class NoBytes extends Error {
  readonly code = "NO_BYTES";
}

export type Vault = ReturnType<typeof openVault>;

/** Of the disk that holds the files, in bytes. */
export type DiskSpace = { free: number; total: number };

export type VaultOptions = {
  /**
   * The share of the disk, 0 to 1, that stays free whatever anybody uploads: for the database, its log and whatever
   * else lives there.
   */
  keepFree: number;
  /** Reads the disk; the file system's own account unless given. */
  space?: ((folder: string) => Promise<DiskSpace>) | undefined;
};

const NAME = /^[0-9a-f]{32}$/;

/** A name of 128 random bits under which nothing lies yet. */
const newName = (): string => randomBytes(16).toString("hex");

/** Bytes on our own disk, under random names that are never used twice. Nothing here is ever written over. */
export function openVault(dataDir: string, { keepFree, space = spaceOf }: VaultOptions) {
  const folder = join(dataDir, "files");
  const path = (blob: string) => {
    if (!NAME.test(blob)) throw new Error("not a name of stored bytes");
    return join(folder, blob);
  };

  return {
    path,
    newName,
    ...openWriting(folder, path),
    ...openScratch(join(dataDir, "files-scratch")),

    /** Bytes held now; 0 when there is no such file. */
    size: (blob: string): Promise<number> =>
      stat(path(blob)).then(
        ({ size }) => size,
        () => 0,
      ),

    async remove(blobs: string[]): Promise<void> {
      for (const blob of blobs) await rm(path(blob), { force: true });
    },

    /** Whether the disk keeps its share free when so many bytes more have come. */
    async hasRoomFor(bytes: number): Promise<boolean> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { free, total } = await space(folder);
      return free - bytes >= total * keepFree;
    },

    /** Names on disk that were last written before this moment. */
    olderThan: async (before: Date): Promise<string[]> =>
      (await writtenBefore(folder, before)).filter((name) => NAME.test(name)),
  };
}

/** What puts bytes into a vault. */
function openWriting(folder: string, path: (blob: string) => string) {
  /** Makes an empty file under a new name. */
  async function create(): Promise<string> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const blob = newName();
    const file = await open(path(blob), "wx", 0o600);
    await file.close();
    return blob;
  }

  /** Writes on from `start`, which must be where the file ends. */
  const append = (blob: string, start: number, bytes: Readable): Promise<void> =>
    pipeline(bytes, createWriteStream(path(blob), { flags: "r+", start }));

  /** Forces the bytes to the disk and reads them back once for their digests. */
  async function seal(blob: string): Promise<{ md5: string; sha256: string }> {
    await force(path(blob), folder);
    return digests(path(blob));
  }

  return {
    create,
    append,
    seal,

    /** Copies a file in and forces it to the disk. */
    async take(from: string): Promise<{ blob: string; md5: string; sha256: string }> {
      const blob = await create();
      await append(blob, 0, createReadStream(from));
      return { blob, ...(await seal(blob)) };
    },

    /**
     * Gives stored bytes a second name, and forces that to the disk. The file system counts the names: whichever goes
     * first, the bytes stay for the other.
     */
    async link(blob: string, name: string): Promise<void> {
      await link(path(blob), path(name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") throw error;
        return copyFile(path(blob), path(name));
      });
      await force(path(name), folder);
    },
  };
}

/** Files for bytes that are needed only for a moment. */
function openScratch(folder: string) {
  return {
    /** Lends a path for bytes that are needed only while `work` runs. */
    async withScratch<Result>(work: (path: string) => Promise<Result>): Promise<Result> {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const place = join(folder, newName());
      return work(place).finally(() => rm(place, { force: true }));
    },

    async clearScratch(before: Date): Promise<void> {
      for (const name of await writtenBefore(folder, before)) await rm(join(folder, name), { force: true });
    },
  };
}

async function writtenBefore(folder: string, before: Date): Promise<string[]> {
  const old: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const facts = await stat(join(folder, name)).catch(() => null);
    if (facts && facts.mtime < before) old.push(name);
  }
  return old;
}

/** Has the disk itself hold a file, and the folder that names it. */
async function force(...places: string[]): Promise<void> {
  for (const place of places) {
    const file = await open(place);
    await file.sync().finally(() => file.close());
  }
}

async function spaceOf(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}

/**
 * Both digests of a file, reading it once: the upload protocol speaks MD5, the portal SHA-256. Throws StoreAway where
 * the disk does not answer.
 */
export async function digests(path: string): Promise<{ md5: string; sha256: string }> {
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      md5.update(chunk);
      sha256.update(chunk);
    }
  } catch (error) {
    awayOr(error);
  }
  return { md5: md5.digest("hex"), sha256: sha256.digest("hex") };
}
