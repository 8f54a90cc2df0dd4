import { readFile } from "node:fs/promises";
import type { Db } from "#db/client.server.ts";
import { openBytes } from "./bytes.server.ts";
import type { CopyOrder, FileProblem, InspectedFile, PaperCopy, Stored, StoreName, UploadHooks } from "./files.ts";
import { openFinishing } from "./finishing.server.ts";
import { openIngest } from "./ingest.server.ts";
import { callback, inProcess, openOwnStore, type OwnStore, received } from "./own-store.server.ts";
import { openPapers } from "./papers/papers.server.ts";
import { openRegistry } from "./registry.server.ts";
import { answerJson } from "./replies.server.ts";
import { type ServedFile, serveBytes, serveOpenly } from "./serving.server.ts";
import { sweepFiles } from "./sweeping.server.ts";
import { openUploads } from "./uploads.server.ts";
import { openCloud, patient } from "./uploadthing.server.ts";
import { openVault, type VaultOptions } from "./vault.server.ts";

export {
  type FileProblem,
  type FinishedUpload,
  type InspectedFile,
  type UploadClaim,
  type UploadHooks,
  type UploadMetadata,
  UploadRefused,
} from "./files.ts";

export type Files = {
  store: StoreName;
  /** Give the hooks once the domain exists. */
  connect(hooks: UploadHooks): void;
  /** GET and POST /api/uploadthing. */
  route(request: Request): Promise<Response>;
  /** HEAD and PUT /ut/:key; 404 when files live in the cloud. */
  ingest(request: Request): Promise<Response>;
  /** Whether so many bytes more may be kept; of the cloud's disks it knows nothing. */
  hasRoomFor(bytes: number): Promise<boolean>;
  /** Stores a copy of a file on disk after the same inspection. With a problem nothing is stored and `key` is empty. */
  put(file: { path: string; name: string; type: string }): Promise<InspectedFile>;
  /**
   * Answers a GET or HEAD for bytes that the caller has ALREADY authorised; redirects to a short-lived signed address
   * in the cloud.
   */
  serve(request: Request, file: ServedFile & Stored): Promise<Response>;
  /** The same to anybody, of a small picture that is in the open: never from elsewhere, and kept by browsers. */
  serveOpenly(request: Request, file: Pick<ServedFile, "name" | "contentType"> & Stored): Promise<Response>;
  /** A small WebP without metadata of a picture already stored, stored as a file of its own; null for other types. */
  preview(file: Stored): Promise<{ key: string; size: number } | null>;
  /**
   * The middle of a stored picture, in at most 8 kB for lists, under a key of its own; null for other types. Throws
   * NoRoom before anything is read.
   */
  thumbnail(file: Stored): Promise<Stored | null>;
  /** The drawings for lists that were made before this moment, whoever names them. */
  drawings(before: Date): Promise<Stored[]>;
  /**
   * What others than its team get of a document or film already stored, each part stored as a file of its own; the
   * problem where it cannot be made.
   */
  copy(file: Stored, order: CopyOrder): Promise<PaperCopy | { problem: FileProblem }>;
  /**
   * Keeps the bytes of a stored file under a key of their own as well; each key can be removed without the other.
   * Throws where they are gone.
   */
  duplicate(file: Stored, as: { name: string; type: string }): Promise<Stored>;
  /**
   * Whether the bytes of a stored file are here and hash to what was noted of them. Throws StoreAway where the store
   * cannot tell now.
   */
  isWhole(file: Stored & { sha256: string }): Promise<boolean>;
  remove(files: Stored[]): Promise<void>;
  /** Lends the bytes of a stored file as a path on disk while `work` runs. */
  lend<Result>(file: Stored, work: (path: string) => Promise<Result>): Promise<Result>;
  /**
   * Lends a stored PDF or picture with a watermark, a PDF of one small page, along the lower edge of each page or below
   * it; null where it cannot bear one. What is stored stays as it is.
   */
  lendWatermarked<Result>(
    file: Stored & { contentType: string },
    watermark: Uint8Array,
    work: (path: string) => Promise<Result>,
  ): Promise<Result | null>;
  /** Ends uploads that a crash cut off and deletes those abandoned for 24 hours. Answers how many. */
  sweep(now: Date): Promise<number>;
};

export type FilesOptions = {
  db: Db;
  dataDir: string;
  publicUrl: string;
  /** The cloud's token; null keeps files on our own disk. */
  token: string | null;
  /** The most bytes the portal stores in one file. */
  maxBytes?: number;
  /** The share of our own disk that stays free, 0 to 1; a tenth unless given. */
  keepFree?: number;
  /** Reads how full our own disk is. */
  space?: VaultOptions["space"];
  /** After how many milliseconds without a byte an upload counts as interrupted. */
  longestSilence?: number;
  /** Where the cloud is, when it is not at its usual address. */
  cloud?: {
    ingestUrl: string;
    apiUrl: string;
    ufsHost: string;
    ufsAppIdLocation: "path" | "subdomain";
    isDev: boolean;
  };
};

const MAX_BYTES = 500_000_000;
const LONGEST_SILENCE = 30_000;
const KEEP_FREE = 0.1;

/**
 * The only place that knows whether files live on our disk or in UploadThing's cloud. The unmodified SDK speaks to
 * either.
 */
export function openFiles({
  db,
  dataDir,
  publicUrl,
  token,
  maxBytes = MAX_BYTES,
  longestSilence = LONGEST_SILENCE,
  keepFree = KEEP_FREE,
  space,
  cloud: addresses,
}: FilesOptions): Files {
  const store: StoreName = token === null ? "local" : "uploadthing";
  const registry = openRegistry(db);
  const vault = openVault(dataDir, { keepFree, space });
  const own = openOwnStore(dataDir, publicUrl);
  const config = token === null ? besideUs(own) : inTheCloud(token, addresses);
  const cloud = token === null ? null : openCloud({ ...config, token });
  const bytes = openBytes({ registry, vault, cloud, maxBytes, papers: openPapers() });
  const { connect, admit, decide, sender } = openHooks();
  const finish = openFinishing({ registry, bytes, maxBytes, decide });
  const route = openUploads({
    maxBytes,
    config: { ...config, callbackUrl: `${publicUrl}/api/uploadthing` },
    admit,
    finish: (metadata, { key, name }) => finish(key, metadata, name),
    register: (key, url, metadata) => registry.register(key, store, new URL(url).search, metadata),
  });
  const ingest = openIngest({
    registry,
    vault,
    maxBytes,
    longestSilence,
    ...own,
    sender,
    async finished(file) {
      if (file.metadata && !file.answer) await route(callback(own, publicUrl, file));
      return received(own, file.metadata && !file.answer ? await registry.find(file.key) : file);
    },
  });
  return {
    ...bytes,
    store,
    connect,
    route,
    ingest: async (request) => (store === "local" ? ingest(request) : answerJson({ error: "Not found" }, 404)),
    drawings: registry.drawings,
    sweep: (now) => sweepFiles(now, { registry, vault, bytes, finish }),
    serveOpenly: (request, file) => serveOpenly(request, file, () => bytes.lend(file, (path) => readFile(path))),

    async serve(request, file) {
      if (file.store === "local") return bytes.lend(file, async (path) => serveBytes(request, file, path));
      return new Response(null, {
        status: 302,
        headers: { location: await bytes.signedUrl(file.key), "cache-control": "private, no-store" },
      });
    },
  };
}

/** What the portal decides about uploads, once it is connected. */
function openHooks() {
  let hooks: UploadHooks | null = null;
  const connected = () => {
    if (hooks) return hooks;
    throw new Error("uploads are not connected to the portal yet");
  };
  return {
    connect: (given: UploadHooks): void => {
      hooks = given;
    },
    admit: async (...asked: Parameters<UploadHooks["admit"]>) => connected().admit(...asked),
    decide: async (...ended: Parameters<UploadHooks["finish"]>) => connected().finish(...ended),
    sender: async (request: Request) => hooks?.sender?.(request),
  };
}

/** The SDK with our own store. Its log would only repeat, in the words of whoever knocked, what was refused. */
const besideUs = (own: OwnStore) =>
  ({ logLevel: "None", isDev: false, token: own.token, ingestUrl: own.ingestUrl, fetch: inProcess(own) }) as const;

const inTheCloud = (token: string, addresses: FilesOptions["cloud"]) =>
  ({
    logLevel: "Error",
    logFormat: "json",
    isDev: false,
    ...addresses,
    token,
    fetch: addresses?.isDev ? fetch : patient,
  }) as const;
