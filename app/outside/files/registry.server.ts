import { and, eq, inArray, isNotNull, isNull, lt, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { storedFiles } from "#db/schema/stored-file.ts";
import type { FinishedUpload, StoreName, UploadMetadata } from "./files.ts";

export type StoredFile = typeof storedFiles.$inferSelect;
export type Registry = ReturnType<typeof openRegistry>;

/** By the database's clock, as deadlines are: a process with a wrong one would lose sight of files under way. */
const now = sql<Date>`clock_timestamp()`;

/**
 * What is known of each stored file, in SQL. Every step is one statement that says by its result whether it was taken.
 */
export const openRegistry = (db: Db) => ({ ...openRecords(db), ...openTransfers(db), ...openLeftovers(db) });

const one = (key: string) => eq(storedFiles.key, key);
const taken = (rows: unknown[]) => rows.length === 1;

/** Files that are here. */
function openRecords(db: Db) {
  return {
    /** Notes bytes that the server itself put on our disk. */
    async keep(
      key: string,
      file: { blob: string; name: string; size: number; md5: string; sha256: string },
    ): Promise<void> {
      await db
        .insert(storedFiles)
        .values({ key, store: "local", state: "stored", ...file, registeredAt: now, storedAt: now });
    },

    /** Notes a drawing for lists, wherever it lies. */
    async keepDrawing(
      key: string,
      file: { store: StoreName; name: string; size: number; blob?: string; md5?: string; sha256?: string },
    ): Promise<void> {
      await db
        .insert(storedFiles)
        .values({ key, state: "stored", isDrawing: true, ...file, registeredAt: now, storedAt: now });
    },

    async find(key: string): Promise<StoredFile | null> {
      const [row] = await db.select().from(storedFiles).where(one(key));
      return row ?? null;
    },

    /** Drops what is known of these keys and says which bytes belonged to them. */
    async forget(keys: string[]): Promise<string[]> {
      if (keys.length === 0) return [];
      const gone = await db
        .delete(storedFiles)
        .where(inArray(storedFiles.key, keys))
        .returning({ blob: storedFiles.blob });
      return gone.flatMap(({ blob }) => blob ?? []);
    },
  };
}

/** The steps of an upload. */
function openTransfers(db: Db) {
  return {
    /** Claims a key for the one signed address that may fill it. False when either was ever given out before. */
    async register(key: string, store: StoreName, address: string, metadata: UploadMetadata): Promise<boolean> {
      return taken(
        await db
          .insert(storedFiles)
          .values({ key, store, address, metadata, state: "expected", registeredAt: now })
          .onConflictDoNothing()
          .returning({ key: storedFiles.key }),
      );
    },

    /** Gives the bytes a name on disk. False when they have one already. */
    async begin(key: string, blob: string, name: string, size: number): Promise<boolean> {
      return taken(
        await db
          .update(storedFiles)
          .set({ state: "receiving", blob, name, size })
          .where(and(one(key), eq(storedFiles.state, "expected"), isNull(storedFiles.blob)))
          .returning({ key: storedFiles.key }),
      );
    },

    /** Notes when the last of its bytes was here. */
    async arrived(key: string): Promise<void> {
      await db
        .update(storedFiles)
        .set({ storedAt: now })
        .where(and(one(key), eq(storedFiles.state, "receiving"), isNull(storedFiles.storedAt)));
    },

    async complete(key: string, digests: { md5: string; sha256: string }): Promise<void> {
      await db
        .update(storedFiles)
        .set({ state: "stored", ...digests })
        .where(and(one(key), eq(storedFiles.state, "receiving")));
    },

    async fail(key: string): Promise<void> {
      await db
        .update(storedFiles)
        .set({ state: "failed" })
        .where(and(one(key), inArray(storedFiles.state, ["expected", "receiving"])));
    },

    async settle(key: string, sha256: string, answer: FinishedUpload): Promise<void> {
      await db.update(storedFiles).set({ state: "settled", sha256, answer }).where(one(key));
    },
  };
}

/** What is asked for to tidy up. */
function openLeftovers(db: Db) {
  return {
    /** Uploads that never got all their bytes, were refused or turned out too long. */
    async abandoned(before: Date): Promise<{ key: string; store: StoreName }[]> {
      const refused = sql`${storedFiles.answer} ->> 'attachmentId' is null`;
      return db
        .select({ key: storedFiles.key, store: storedFiles.store })
        .from(storedFiles)
        .where(
          and(
            lt(storedFiles.registeredAt, before),
            sql`(${storedFiles.state} in ('expected', 'receiving', 'failed') or (${storedFiles.state} = 'settled' and ${refused}))`,
          ),
        );
    },

    /** Uploads whose bytes all came, but whose end a crash cut off. */
    unsettled: (before: Date): Promise<StoredFile[]> =>
      db
        .select()
        .from(storedFiles)
        .where(
          and(
            inArray(storedFiles.state, ["receiving", "stored"]),
            isNotNull(storedFiles.metadata),
            lt(storedFiles.storedAt, before),
          ),
        ),

    /** Drawings for lists that were made before this moment. */
    drawings: (before: Date): Promise<{ key: string; store: StoreName }[]> =>
      db
        .select({ key: storedFiles.key, store: storedFiles.store })
        .from(storedFiles)
        .where(and(eq(storedFiles.isDrawing, true), lt(storedFiles.storedAt, before))),

    /** Which of these names on disk belong to a key. */
    async known(blobs: string[]): Promise<Set<string>> {
      if (blobs.length === 0) return new Set();
      const rows = await db
        .select({ blob: storedFiles.blob })
        .from(storedFiles)
        .where(inArray(storedFiles.blob, blobs));
      return new Set(rows.flatMap(({ blob }) => blob ?? []));
    },
  };
}
